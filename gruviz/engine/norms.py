"""Sizes of gradients, in plain arithmetic that underflows and overflows where a program's would."""

import numpy as np

from gruviz.arrays import Array


def silent() -> np.errstate:
    """Let what overflows or underflows do so without a warning: some BLAS kernels warn of it and others do not."""
    return np.errstate(over="ignore", invalid="ignore", under="ignore")


@silent()
def euclidean(vectors: Array) -> Array:
    """Norm over the last axis, by plain squares: it underflows and overflows where PyTorch's does."""
    return np.sqrt(np.square(vectors).sum(-1))


@silent()
def outer_squares(left: Array, right: Array) -> Array:
    """‖Σ_b left_b right_bᵀ‖² over B sequences, (T, E, B, ·) twice → (T, E).

    The matrix itself is never formed: by the Gram trick ‖LᵀR‖² = Σ (LLᵀ)∘(RRᵀ), two products of B × B, which is small
    beside H × H. Rounding could leave less than 0 where the sequences cancel.
    """
    squares = ((left @ left.swapaxes(-1, -2)) * (right @ right.swapaxes(-1, -2))).sum((-1, -2))
    return np.maximum(squares, 0)


def scaled(vectors: Array) -> Array:
    """Vectors over the last axis with their largest element ±1, so that squares of tiny ones do not underflow.

    One of zeros only has no direction and becomes nan.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return vectors / np.abs(vectors).max(-1, keepdims=True)
