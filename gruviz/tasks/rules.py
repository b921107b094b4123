"""Rules that need no network, in NumPy: what a memory has to be worth its price against.

In all of them x are features of N examples, (N, F), and classes are (N,).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array

PENALTIES = (1.0, 10.0, 100.0, 1000.0, 10_000.0)
"""λ of ridge regression, on standardised features."""

Classes = NDArray[np.int64]
Rule = Callable[[Array, Classes, Array], Classes]
"""From known features, their classes and asked features to the classes of these."""


def nearest(known: Array, classes: Classes, asked: Array, count: int = 1) -> Classes:
    """The class that most of the nearest known examples have; of equally many, that of the nearest among them.

    Args:
        known: Features of examples whose class is known.
        classes: Their classes.
        asked: Features of those to be named.
        count: How many neighbours are asked.
    """
    squares = np.square(known).sum(1) - 2 * asked @ known.T  # less ‖asked‖², which is the same for all neighbours
    neighbours = classes[np.argsort(squares, axis=1, kind="stable")[:, :count]]
    votes = (neighbours[:, :, None] == neighbours[:, None]).sum(2)
    return np.take_along_axis(neighbours, votes.argmax(1)[:, None], axis=1)[:, 0]


def linear(known: Array, classes: Classes, asked: Array) -> Classes:
    """The largest output of a linear map, by ridge regression on classes as 0 and 1.

    The penalty is the one of `PENALTIES` whose errors are smallest when each known example is left out in turn.
    """
    centre, spread = known.mean(0), known.std(0)
    spread[spread == 0] = 1
    wanted = np.eye(int(classes.max()) + 1)[classes]
    outputs = (asked - centre) / spread @ _ridge((known - centre) / spread, wanted - wanted.mean(0)) + wanted.mean(0)
    return outputs.argmax(1)


def _ridge(X: Array, Y: Array) -> Array:
    """Coefficients, (F, K), of centred features and targets."""
    U, scales, V = np.linalg.svd(X, full_matrices=False)
    seen = U.T @ Y

    def left_out(penalty: float) -> float:
        """Mean square of what each example misses by, if it is left out."""
        kept = scales**2 / (scales**2 + penalty)
        leverage = np.square(U) @ kept + 1 / len(X)
        return float(np.square((Y - U @ (kept[:, None] * seen)) / (1 - leverage)[:, None]).mean())

    penalty = min(PENALTIES, key=left_out)
    coefficients: Array = V.T @ ((scales / (scales**2 + penalty))[:, None] * seen)
    return coefficients


def in_order(inputs: Array) -> Array:
    """All steps of sequences (T, N, D) side by side, (N, T·D), in float64."""
    return inputs.swapaxes(0, 1).reshape(inputs.shape[1], -1).astype(np.float64)


def mean_and_spread(inputs: Array) -> Array:
    """Mean and standard deviation of each channel, in whatever order the steps come, (N, 2D)."""
    steps = inputs.astype(np.float64)
    return np.column_stack([steps.mean(0), steps.std(0)])


def five_statistics(inputs: Array) -> Array:
    """Those, least, largest, and the mean size of a change from one step to the next, (N, 5D)."""
    steps = inputs.astype(np.float64)
    changes = np.abs(np.diff(steps, axis=0)).mean(0)
    return np.column_stack([mean_and_spread(inputs), steps.min(0), steps.max(0), changes])
