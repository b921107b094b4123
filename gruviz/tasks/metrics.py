"""How well outputs answer targets: one number for each of E networks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.wording import share

NO_TARGET = -1
"""The class of a step at which nothing is asked."""

Targets = NDArray[np.int64] | Array
"""(R, B): for each of the last R steps a class, or a number; (R, B, K): K numbers."""


@dataclass(frozen=True)
class Metric:
    """One way to judge outputs.

    Args:
        name: As in "accuracy".
        score: From outputs (R, E, B, K) and targets, one value per network, (E,).
        higher_is_better: Whether more of it is better.
        is_share: Whether it goes from 0 to 1, so that it reads as a percentage.
    """

    name: str
    score: Callable[[Array, Targets], Array]
    higher_is_better: bool = False
    is_share: bool = False

    def reaches(self, value: Array, bar: float) -> NDArray[np.bool_]:
        """Whether each value is at least as good as the bar; nan is not."""
        return value >= bar if self.higher_is_better else value <= bar

    def words(self, value: float) -> str:
        """A value as it is printed: 98%, or 2.06."""
        return share(value) if self.is_share else f"{value:.3g}"


def accuracy(outputs: Array, targets: Targets) -> Array:
    """Share of the steps with a target whose largest output is the right class."""
    right, counts = _right(outputs, targets)
    return right.sum((0, 2)) / counts.sum()


def exact_match(outputs: Array, targets: Targets) -> Array:
    """Share of the sequences without any wrong step.

    For a decoder that reads the right word before each step, this is also the share that it gets right when it reads
    its own: up to its first mistake the two are the same.
    """
    right, counts = _right(outputs, targets)
    return (right | ~counts).all(0).mean(-1, dtype=np.float64)


def bits(outputs: Array, targets: Targets) -> Array:
    """Mean of −log2 of the probability given to the right class."""
    log_chances = np.take_along_axis(log_softmax(outputs), _classes(outputs, targets)[..., None], -1)[..., 0]
    counts = targets != NO_TARGET
    return -np.where(counts[:, None], log_chances, 0).sum((0, 2)) / (counts.sum() * np.log(2))


def mean_squared_error(outputs: Array, targets: Targets) -> Array:
    """Mean square of the errors."""
    return np.square(_errors(outputs, targets)).mean((0, 2, 3))


def mean_absolute_error(outputs: Array, targets: Targets) -> Array:
    """Mean size of the errors."""
    return np.abs(_errors(outputs, targets)).mean((0, 2, 3))


METRICS: Mapping[str, Metric] = {
    metric.name: metric
    for metric in (
        Metric("accuracy", accuracy, higher_is_better=True, is_share=True),
        Metric("exact match", exact_match, higher_is_better=True, is_share=True),
        Metric("bits per character", bits),
        Metric("mean squared error", mean_squared_error),
        Metric("mean absolute error", mean_absolute_error),
        Metric("steps balanced", accuracy, higher_is_better=True),
    )
}
"""Every metric by its name. "steps balanced" is measured by letting the network act; see `tasks.balancing.attempt`."""


def best_first(values: Mapping[str, float], metric: str) -> Mapping[str, float]:
    """What predictors reach by their names, in the order of a metric of `METRICS`."""
    order = sorted(values, key=values.__getitem__, reverse=METRICS[metric].higher_is_better)
    return {name: values[name] for name in order}


def log_softmax(outputs: Array) -> Array:
    """Logarithms of the probabilities that outputs stand for, (…, K), in float64."""
    shifted = outputs.astype(np.float64) - outputs.max(-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))


def softmax(outputs: Array) -> Array:
    """Probabilities that outputs stand for, (…, K), in float64."""
    return np.exp(log_softmax(outputs))


def _right(outputs: Array, targets: Targets) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each step is right, (R, E, B), and whether it has a target, (R, 1, B)."""
    return outputs.argmax(-1) == targets[:, None], (targets != NO_TARGET)[:, None]


def _classes(outputs: Array, targets: Targets) -> NDArray[np.int64]:
    """The right class for each network, (R, E, B), and class 0 where nothing is asked."""
    return np.broadcast_to(np.maximum(targets, 0)[:, None], outputs.shape[:3]).astype(np.int64)


def _errors(outputs: Array, targets: Targets) -> Array:
    """Outputs less their targets, (R, E, B, K), in float64."""
    numbers = targets if targets.ndim == 3 else targets[..., None]
    return outputs.astype(np.float64) - numbers[:, None]
