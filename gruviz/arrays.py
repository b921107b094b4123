"""The array type of all records; freezing and rounding arrays."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
"""Real numbers of any shape, in float32 or float64."""
Mask = NDArray[np.bool_]
"""Truth values of any shape."""


def frozen(array: Array) -> Array:
    """A view of `array` that cannot be written to."""
    view = array.view()
    view.flags.writeable = False
    return view


def in_half(array: Array) -> Array:
    """Numbers with the digits of half precision, in the type that they have; those too large for it stay."""
    with np.errstate(over="ignore"):
        half = array.astype(np.float16)
    return np.where(np.isfinite(half), half, array).astype(array.dtype)
