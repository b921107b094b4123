"""What a reader hands over: arrays whose numbers are not yet taken out of the file."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Part:
    """One array.

    Args:
        name: As in the file.
        shape: Sizes of its axes.
        dtype: As its format calls it.
        numbers: Gives them; None where they are no floating-point numbers.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    numbers: Callable[[], NDArray[Any]] | None


@dataclass(frozen=True)
class Unpacked:
    """A file.

    Args:
        format: In words.
        parts: Its arrays.
        texts: What else it says.
    """

    format: str
    parts: Sequence[Part]
    texts: Mapping[str, str] = field(default_factory=dict)


def widened(upper: NDArray[np.uint16]) -> NDArray[np.float32]:
    """The numbers of bfloat16, which are the upper halves of those of float32."""
    return (upper.astype(np.uint32) << 16).view(np.float32)
