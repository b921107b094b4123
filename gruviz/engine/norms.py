"""Sizes of gradients, right wherever the gradients themselves are numbers: scaled before they are squared."""

import math

import numpy as np

from gruviz.arrays import Array


def silent() -> np.errstate:
    """Let what overflows or underflows do so without a warning: some BLAS kernels warn of it and others do not."""
    return np.errstate(over="ignore", invalid="ignore", under="ignore", divide="ignore")


@silent()
def euclidean(vectors: Array) -> Array:
    """Norm over the last axis.

    By plain squares, as in PyTorch and NumPy, it would be 0 in float32 below elements of about 1e-23 and infinite
    above 1e19, although these are ordinary numbers.
    """
    norms = np.atleast_1d(np.sqrt(np.einsum("...i,...i->...", vectors, vectors)))
    limits = np.finfo(norms.dtype)
    rounded = ~((norms > math.sqrt(limits.tiny / limits.eps)) & np.isfinite(norms))
    if rounded.any():
        rows = np.broadcast_to(vectors, (*norms.shape, vectors.shape[-1]))[rounded]
        largest = np.abs(rows).max(-1)
        norms[rounded] = _unscaled(np.sqrt(np.square(rows / largest[:, None]).sum(-1)), largest)
    return norms.reshape(vectors.shape[:-1])


@silent()
def outer_norms(left: Array, right: Array) -> Array:
    """‖Σ_b left_b right_bᵀ‖ over B sequences, (T, E, B, ·) twice → (T, E).

    The matrix itself is never formed: by the Gram trick ‖LᵀR‖² = Σ (LLᵀ)∘(RRᵀ), two products of B × B, which is small
    beside H × H. Rounding could leave less than 0 where the sequences cancel.
    """
    most_left, most_right = (np.abs(each).max((-2, -1), keepdims=True) for each in (left, right))
    left, right = left / most_left, right / most_right
    squares = ((left @ left.swapaxes(-1, -2)) * (right @ right.swapaxes(-1, -2))).sum((-1, -2))
    return _unscaled(_unscaled(np.sqrt(np.maximum(squares, 0)), most_right[..., 0, 0]), most_left[..., 0, 0])


def scaled(vectors: Array) -> Array:
    """Vectors over the last axis with their largest element ±1, so that squares of tiny ones do not underflow.

    One of zeros only has no direction and becomes nan.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return vectors / np.abs(vectors).max(-1, keepdims=True)


def _unscaled(norms: Array, largest: Array) -> Array:
    """Norms of what was divided by its largest element; with a largest element of 0 or infinity, that itself."""
    return np.where((largest == 0) | np.isinf(largest), largest, norms * largest)
