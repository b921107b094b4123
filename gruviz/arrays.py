"""The array type of all records; freezing, rounding and packing arrays."""

from base64 import b64encode
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


def in_base64(array: NDArray[Any]) -> str:
    """The bytes of an array by rows, as text for a browser, which has to be told their type."""
    return b64encode(array.tobytes()).decode()


def plain(values: Any) -> Any:
    """What NumPy can read, from what may be a tensor of PyTorch, or a list of them: on any device, in any precision.

    The gradient that a tensor carries along is left behind. Whatever is no tensor comes back as it is.
    """
    if isinstance(values, (list, tuple)) and any(callable(getattr(value, "detach", None)) for value in values):
        return [plain(value) for value in values]
    if not callable(getattr(values, "detach", None)):
        return values
    tensor = values.detach().cpu()
    return (tensor.float() if str(tensor.dtype) == "torch.bfloat16" else tensor).numpy()
