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
        rows: One array for each step, of numbers or of truth values.
    """

    def __init__(self, rows: Array | Mask | Sequence[Array | Mask]) -> None:
        self._rows: Iterator[Any] | list[Any] = list(rows) if len(rows) <= MANY else iter(rows)

    def stream(self) -> Iterator[Any]:
        """The rows; whoever asks has each of them, made once for all."""
        if isinstance(self._rows, list):
            return iter(self._rows)
        self._rows, rows = tee(self._rows)
        return rows

    def flat(self) -> "Rows":
        """Each row as a vector."""
        flat, rows = Rows([]), (row.reshape(-1) for row in self.stream())
        flat._rows = list(rows) if isinstance(self._rows, list) else rows
        return flat


Operand = Rows | Array | float | str
"""A row for each step, or the same at all of them: an array to work in, a parameter, a number."""


class Tape:
    """What to do at each step, written once: nothing is looked up, sliced or allocated while it plays.

    Args:
        dtype: Of the numbers among its operands, which NumPy would convert at each call.
    """

    def __init__(self, dtype: DTypeLike) -> None:
        self._dtype = dtype
        self._functions: list[Callable[..., Any]] = []
        self._streams: list[Iterator[tuple[Any, ...]]] = []

    def add(self, function: Callable[..., Any], *operands: Operand) -> None:
        """Call a function with these operands at each step, after all that was added before."""
        self._functions.append(function)
        self._streams.append(zip(*map(self._stream, operands), strict=False))

    def play(self) -> None:
        """Take all steps."""
        deque(self.steps(), maxlen=0)

    def steps(self) -> Iterator[None]:
        """Take one step after another, each once it is asked for what comes after the one before."""
        functions = self._functions
        for step in zip(*self._streams, strict=False):
            yield
            for function, operands in zip(functions, step, strict=True):
                function(*operands)

    def _stream(self, operand: Operand) -> Iterator[Any]:
        if isinstance(operand, Rows):
            return operand.stream()
        return repeat(np.asarray(operand, self._dtype) if isinstance(operand, (int, float)) else operand)


def flat(operand: Rows | Array) -> Rows | Array:
    """Each row as a vector; of vectors a product takes half the time that it takes of matrices with one row."""
    return operand.flat() if isinstance(operand, Rows) else operand.reshape(-1)
