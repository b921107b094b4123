"""Which column, or which columns together, of a table say when each row was: dates, an index, or only labels."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gruviz.arrays import Array
from gruviz.data.calendars import steps_between
from gruviz.data.dates import Dates, date_readings
from gruviz.data.tables import Column, Table

FIRST = 4
"""Columns at which dates over several columns may begin."""
EVEN, ONWARDS = 0.8, 0.95
"""Share of the steps of an index of numbers that are alike, and of those that go on; others are mistakes in it."""
TOGETHER = 5
"""Columns that may make one date: year, month, day, hour, minute."""
INDEX_NAMES = frozenset(
    {"t", "n", "i", "k", "no", "no.", "nr", "nr.", "id", "index", "step", "time", "row", "obs", "instant"}
    | {"unnamed: 0", "column 1"}
)
PARTS = frozenset(
    {"year", "yr", "yyyy", "month", "mo", "mon", "mnth", "mm", "day", "dy", "dd", "doy", "hour", "hr", "hh", "hours"}
    | {"minute", "min", "decimal", "date", "time", "decdate", "jahr", "monat", "tag", "stunde"}
)
"""Names of columns that are parts of a date, a word in each."""


@dataclass(frozen=True)
class Index:
    """When each of N rows was.

    Args:
        columns: Those that tell it.
        spent: Names of all columns that are no values: these, and others that repeat or count them.
        moments: As of `Dates`, or the index itself, (N,); empty of labels and of rows that are only counted.
        finest: As of `Dates`; "number" of an index, "label" of words, "row" without any.
        words: How dates are written, where that could be mistaken.
    """

    columns: tuple[Column, ...]
    spent: frozenset[str]
    moments: Array
    finest: str
    words: str = ""

    @property
    def name(self) -> str:
        """Of the columns."""
        return " ".join(column.name for column in self.columns)

    @property
    def cells(self) -> list[str]:
        """As written in the file, (N,)."""
        return [" ".join(cells) for cells in zip(*(column.cells for column in self.columns), strict=True)]

    @property
    def is_dated(self) -> bool:
        """Whether it tells moments by a calendar or a clock."""
        return self.finest not in ("number", "label", "row")


def find_index(table: Table) -> Index:
    """The index of a table: dates before numbers, numbers before labels."""
    numeric = [column for column in table.columns if column.is_numeric]
    dated = min(_dated(table, len(numeric)), key=lambda found: found[0], default=None)
    if dated is not None:
        _, columns, dates = dated
        words = dates.words if any(mark in dates.words for mark in ("day.", "/", "UTC")) else ""
        return Index(columns, _spent(table, columns, dates), dates.moments, dates.finest, words)
    for column in numeric if len(numeric) > 1 else ():
        if column.name.lower().strip("#") in INDEX_NAMES and _counts(column):
            return Index((column,), frozenset({column.name}), np.array(column.numbers), "number")
    first = table.columns[0]
    if not first.is_numeric and numeric:
        return Index((first,), frozenset({first.name}), np.array([]), "label")
    if len(numeric) > 1 and first is numeric[0] and _counts(first):
        return Index((first,), frozenset({first.name}), np.array(first.numbers), "number")
    return Index((), frozenset(), np.array([]), "row")


Found = tuple[tuple[float, bool, int, int], tuple[Column, ...], Dates]


def _dated(table: Table, numeric: int) -> Iterator[Found]:
    """Every reading of columns as dates, by how uneven its steps are; plain numbers go on upwards or down."""
    columns = table.columns
    for start in range(len(columns)):
        for width in range(1, TOGETHER + 1 if start < FIRST else 2):
            parts = columns[start : start + width]
            used = sum(part.is_numeric for part in parts)
            if len(parts) < width or (numeric and used == numeric):
                continue
            for dates in date_readings([part.cells for part in parts]):
                odd = _unevenness(dates)
                if odd is not None and not (dates.bare and width == 1 and not _is_monotone(dates.moments)):
                    yield (round(odd, 2), dates.bare, start, width), parts, dates


def _unevenness(dates: Dates) -> float | None:
    """The share of rows that do not follow the one before by one step; None without two moments."""
    moments = dates.moments[np.isfinite(dates.moments)]
    if len(moments) < 2:
        return None
    moments = moments if np.median(np.diff(moments)) >= 0 else moments[::-1]
    return len(steps_between(moments, dates.finest).odd) / len(moments)


def _is_monotone(moments: Array) -> bool:
    steps = np.diff(moments)
    return bool((steps > 0).all() or (steps < 0).all())


def _counts(column: Column) -> bool:
    """Whether a column goes on at mostly equal steps, upwards or down."""
    numbers = np.array(column.numbers)
    if len(numbers) < 3 or not np.isfinite(numbers).all():
        return False
    steps = np.diff(numbers)
    usual = np.median(steps)
    even, onwards = np.abs(steps - usual) < 0.5 * abs(usual), steps * np.sign(usual) > 0
    return bool(even.mean() > EVEN and onwards.mean() > ONWARDS)


def _spent(table: Table, columns: tuple[Column, ...], dates: Dates) -> frozenset[str]:
    """Names of the columns that are no values where the dates are known."""
    spent = {column.name for column in columns}
    for column in table.columns:
        words = column.name.lower().replace("_", " ").replace("(", " ").split()
        if (
            (words and set(words) <= PARTS)
            or _repeats(column, dates)
            or (column.name.lower() in INDEX_NAMES and _counts(column))
        ):
            spent.add(column.name)
    return frozenset(spent)


def _repeats(column: Column, dates: Dates) -> bool:
    """Whether a column is the year of the dates, or the year with a fraction."""
    numbers = np.array(column.numbers)
    if dates.finest == "clock" or not np.isfinite(numbers).all():
        return False
    years = dates.moments / (365.2425 * 86_400) + 1
    return bool(np.nanmax(np.abs(numbers - years)) < 1.1)
