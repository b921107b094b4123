"""Calls of NumPy that are the same at every step, on another row of their arrays each time."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import repeat, tee
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from gruviz.arrays import Array, Mask

MANY = 4096
"""Steps up to which all rows are made beforehand; those of longer runs are made as they are needed, and go again."""


class Rows:
    """An operand that has a row for each step, in the order in which the steps are taken.

    Args:
        rows: One array for each step, of numbers or of truth values; or its number.
    """

    def __init__(self, rows: Array | Mask | Sequence[Any]) -> None:
        self._rows: Iterator[Any] | list[Any] = list(rows) if len(rows) <= MANY else iter(rows)

    def stream(self) -> Iterator[Any]:
        """The rows; whoever asks has each of them, made once for all."""
        if isinstance(self._rows, list):
            return iter(self._rows)
        self._rows, rows = tee(self._rows)
        return rows


dot = np.ndarray.dot
"""The product of two arrays. `np.dot` is the same but asks at each call whose arrays they are: a fifth of its time."""

Operand = Rows | Array | float | str
"""A row for each step, or the same at all of them: an array to work in, a parameter, a number."""


class Tape:
    """What to do at each step, written once: nothing is looked up, sliced or allocated while it plays.

    Args:
        steps: How many.
        dtype: Of the numbers among its operands, which NumPy would convert at each call.
    """

    def __init__(self, steps: int, dtype: DTypeLike) -> None:
        self._dtype = dtype
        self._calls: list[Iterator[Any]] = [iter(range(steps))]

    def add(self, function: Callable[..., Any], *operands: Operand) -> None:
        """Call a function with these operands at each step, after all that was added before."""
        self._calls.append(map(function, *map(self._stream, operands)))

    def play(self) -> None:
        """Take all steps. Each is a row of calls, and no line of Python stands between two of them."""
        deque(zip(*self._calls, strict=False), maxlen=0)

    def _stream(self, operand: Operand) -> Iterator[Any]:
        if isinstance(operand, Rows):
            return operand.stream()
        return repeat(np.asarray(operand, self._dtype) if isinstance(operand, (int, float)) else operand)
