"""Calls of NumPy that are the same at every step, on another row of their arrays each time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import repeat
from typing import Any

from gruviz.arrays import Array


class Rows:
    """An operand that has a row for each step, in the order in which the steps are taken.

    Args:
        rows: One array for each step, of numbers or of truth values.
    """

    def __init__(self, rows: Iterable[Any]) -> None:
        self.rows = rows

    def __getitem__(self, index: Any) -> "Rows":
        """A part of each row."""
        return Rows([row[index] for row in self.rows])


Operand = Rows | Array | float | str
"""A row for each step, or the same at all of them: an array to work in, a parameter, a number."""


class Tape:
    """What to do at each step, written once: nothing is looked up, sliced or allocated while it plays."""

    def __init__(self) -> None:
        self._functions: list[Callable[..., Any]] = []
        self._streams: list[Iterator[tuple[Any, ...]]] = []

    def add(self, function: Callable[..., Any], *operands: Operand) -> None:
        """Call a function with these operands at each step, after all that was added before."""
        self._functions.append(function)
        streams = (iter(each.rows) if isinstance(each, Rows) else repeat(each) for each in operands)
        self._streams.append(zip(*streams, strict=False))

    def steps(self) -> Iterator[Callable[[], None]]:
        """What takes each step, in order."""
        for step in zip(*self._streams, strict=False):
            yield partial(_call, self._functions, step)


def _call(functions: Sequence[Callable[..., Any]], operands: Sequence[tuple[Any, ...]]) -> None:
    for function, each in zip(functions, operands, strict=True):
        function(*each)
