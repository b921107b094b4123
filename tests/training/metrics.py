"""The metric of a training once more, in NumPy and float64."""

import numpy as np

from gruviz import record
from gruviz.tasks import TASKS
from gruviz.training.probes import PROBES


def metric_of(config, event):
    """The metric on the probes once more, in NumPy and float64."""
    task = TASKS[config.task]
    inputs, targets = task.sample(np.random.default_rng([config.seed, 0, 6]), PROBES, config.length)
    h = record(event.weights.cell, event.weights.astype("float64"), inputs).states["h"][-len(targets) :]
    W, b = event.readout
    outputs = np.einsum("ekh,rebh->rebk", W, h) + b[:, None]
    if task.metric == "accuracy":
        return (outputs.argmax(-1) == targets[:, None]).mean((0, 2))
    return ((outputs[..., 0] - targets[:, None]) ** 2).mean((0, 2))
