"""A series of one's own: one column of a table, and the dates or the index beside it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from gruviz.arrays import Array
from gruviz.data.numbers import is_gap, is_grouped
from gruviz.data.tables import Column, Table, by_line, listed, read_table
from gruviz.validation import InvalidShape, InvalidValue, TooLarge

SERIES_LIMIT = 20_000
"""Rows of a series."""
FILLED_LIMIT = 0.1
"""Largest share of a series' rows that may be empty."""


@dataclass(frozen=True)
class Series:
    """Numbers at equal steps.

    Args:
        name: Of the values.
        labels: Date or index of each row, as it was written.
        values: One for each row.
        notes: What was understood or filled in, in words.
    """

    name: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    notes: tuple[str, ...] = ()


def parse_series(text: str) -> Series:
    """Read a column of dates or an index, the first of a table, and a column of values, the last.

    A few gaps among the values are filled with a straight line, and noted.

    Raises:
        GruvizError: If it is not such a table, or a step is missing or comes twice; the message names the lines.
    """
    table = read_table(text)
    if len(table.columns) < 2:
        raise InvalidShape("table", "one column", "two columns, a date or index and a value, separated by commas")
    if len(table.lines) > SERIES_LIMIT:
        raise TooLarge("table", f"{len(table.lines):,} rows", f"at most {SERIES_LIMIT:,} rows")
    index, column = table.columns[0], table.columns[-1]
    values, gaps = _without_gaps(table, column)
    _check_steps(index.cells, table.lines)
    return Series(column.name if table.has_header else "value", index.cells, values, _notes(table, column, gaps))


def _without_gaps(table: Table, column: Column) -> tuple[tuple[float, ...], list[int]]:
    """The numbers of a column with a straight line where there are none, and the rows where that is."""
    rows = range(len(column.cells))
    known = [row for row in rows if math.isfinite(column.numbers[row])]
    gaps = [row for row in rows if is_gap(column.cells[row])]
    table.refuse(column, sorted({*rows} - {*known, *gaps}))
    if len(gaps) > min(FILLED_LIMIT * len(rows), len(rows) - 2):
        raise InvalidValue("table", f"{len(gaps)} of {len(rows)} values missing", f"at most {FILLED_LIMIT:.0%} of them")
    filled = np.interp(rows, known, [column.numbers[row] for row in known])
    return tuple(filled.tolist()), gaps


def _notes(table: Table, column: Column, gaps: Sequence[int]) -> tuple[str, ...]:
    grouped = [row for row, cell in enumerate(column.cells) if is_grouped(cell)]
    notes = (("Filled with a straight line, since empty", gaps), ("Read with thousands set apart", grouped))
    return tuple(f"{words}: line {listed([str(table.lines[row]) for row in rows])}." for words, rows in notes if rows)


def _check_steps(labels: Sequence[str], lines: Sequence[int]) -> None:
    """Refuse an index or dates that go back, repeat a step or leave one out; days may leave out weekends."""
    places, are_dates = _places(labels)
    steps = np.diff(places)
    if not len(steps):
        return
    usual = float(np.median(steps))
    # months of 28 to 31 days, quarters and years are all within a fifth of their median
    longest = 5.0 if are_dates and usual == 1 else 1.2 * usual
    odd = np.flatnonzero((steps <= 0) | (steps < 0.8 * usual) | (steps > longest))
    if len(odd):
        jumps = by_line([(lines[row + 1], f"{labels[row + 1]} after {labels[row]}") for row in odd.tolist()])
        raise InvalidValue("table", jumps, "one row for each step, from the earliest; a value may stay empty")


def _places(labels: Sequence[str]) -> tuple[Array, bool]:
    """An index as it is, or dates as days, and which of the two it was; nothing where it is neither."""
    try:
        return np.array([float(label) for label in labels]), False
    except ValueError:
        pass
    try:
        days = [date.fromisoformat(f"{label}-01" if len(label) == 7 else label[:10]).toordinal() for label in labels]
    except ValueError:
        return np.array([]), False
    return np.array(days, np.float64), True
