"""The fixed sequences on which a training is measured, and what is measured on them."""

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.norms import euclidean
from gruviz.tasks import Batch, find_task
from gruviz.training.settings import TrainConfig

PROBES = 128
"""Fixed sequences on which the metric is measured."""
WATCHED = 16
"""How many of them the gates, and the profile of tasks that read several steps, are averaged over."""
ANSWERED = 8
"""Read steps, at most, whose outputs for the first probe every event keeps."""


def probes_of(config: TrainConfig) -> Batch:
    """The fixed sequences of a training as its networks read them: the same for all of its learners."""
    return as_read(config, drawn_probes(config))


def drawn_probes(config: TrainConfig) -> Batch:
    """The same as the task draws them, of what is held out."""
    return find_task(config.task).held_out(np.random.default_rng([config.seed, 0, 6]), PROBES, config.length)


def as_read(config: TrainConfig, drawn: Batch) -> Batch:
    """Sequences as the networks read them: by the factor of the settings louder; what is asked stays the same."""
    return drawn if config.scale == 1 else drawn._replace(inputs=drawn.inputs * float(config.scale))


def first_answers(outputs: Array) -> Array:
    """Outputs for the first sequence, (R, E, B, K) → (E, at most `ANSWERED`, K)."""
    return outputs[-ANSWERED:, :, 0].swapaxes(0, 1)


def profile_and_ratio(gradients: Array) -> tuple[Array, Array]:
    """Medians over networks and sequences of ‖∂L/∂s_t‖, and of its ratio to the last step, (T+1, E, B, S) → (T+1,).

    Sequences whose last gradient is zero have no ratio; where no other is left, everything is 0.
    """
    norms = euclidean(gradients.astype(np.float64)).reshape(len(gradients), -1)
    read = norms[-1] > 0
    if not read.any():
        nothing = np.zeros(len(norms))
        return nothing, nothing
    with np.errstate(over="ignore", invalid="ignore"):
        return np.median(norms, axis=1), np.median(norms[:, read] / norms[-1, read], axis=1)
