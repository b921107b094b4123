"""Sequences that belong to a class: what the network believes after each step, and which steps made it believe so."""

import numpy as np
from numpy.typing import NDArray

from gruviz.applications.attribution import follow_answer
from gruviz.arrays import Array
from gruviz.engine.recording import record
from gruviz.models.trained_model import TrainedModel
from gruviz.networks.network import Flows, run
from gruviz.tasks import Classification
from gruviz.tasks.metrics import softmax
from gruviz.validation import InvalidValue


def beliefs(model: TrainedModel, inputs: Array) -> Array:
    """Probability of each class after each step, if the readout is applied there.

    Args:
        model: Of a task on classes.
        inputs: (T, B, D), any T.

    Returns:
        (T, E, B, K), in float64. The network has learned to answer after the last step only.
    """
    hidden = record(model.weights.cell, model.weights, inputs).states["h"][1:]
    return softmax(model.network.read(hidden))


def evidence(model: TrainedModel, inputs: Array, classes: NDArray[np.int64]) -> Array:
    """‖∂ log p(class) / ∂x_t‖ of the answer after the last step, (T, E, B).

    Args:
        model: Of a task on classes.
        inputs: (T, B, D).
        classes: Which class, for each sequence, (B,).
    """
    return follow_class(model, inputs, classes).encoder.input_norms


def follow_class(model: TrainedModel, inputs: Array, classes: NDArray[np.int64]) -> Flows:
    """The gradient of log p(class) of the answer after the last step; arguments as for `evidence`."""
    targets = np.asarray(classes, np.int64)[None]
    return follow_answer(run(model.network, inputs, targets), targets)


def confusion(model: TrainedModel, among: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
    """How often each class (rows) was taken for each (columns) on the held-out sequences, (E, K, K).

    Args:
        model: Of a task on classes.
        among: Which of the held-out sequences count; all if None.
    """
    task = model.kind
    if not isinstance(task, Classification):
        raise InvalidValue("task", task.key, "a task on classes")
    inputs, targets = task.split(model.length).held_out
    answers = run(model.network, inputs, targets).outputs[0].argmax(-1)
    size = task.output_size
    pairs = targets[0].astype(np.int64) * size + answers  # a cell of the table as one number, which bincount counts
    pairs = pairs if among is None else pairs[:, among]
    return np.stack([np.bincount(row, minlength=size * size).reshape(size, size) for row in pairs])
