"""A series of one's own: one column of a table at equal steps, and the dates or the index beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.data.calendars import Steps, day_of, iso, say, steps_between
from gruviz.data.candidates import candidates, choose
from gruviz.data.filling import FILLED_LIMIT, filled, known_span, known_values, may_be_filled
from gruviz.data.index import Index, find_index
from gruviz.data.months_across import month_by_month
from gruviz.data.sentinels import Sentinel, sentinels
from gruviz.data.surroundings import named
from gruviz.data.tables import Column, Table, read_table
from gruviz.validation import GruvizError, InvalidShape, InvalidValue, TooLarge

SERIES_LIMIT = 20_000
"""Rows of a series."""
ONE_ROW = "one row for each step, in order; a value may stay empty"


@dataclass(frozen=True)
class Series:
    """Numbers at equal steps, and how they were understood.

    Args:
        name: Of the values.
        labels: Date or index of each step, in the form that charts read as a date.
        values: One for each step.
        words: What the values are by their step, such as "monthly"; empty if they are only counted.
        span: The first and the last date in words; empty without dates.
        notes: What was understood, left out or filled in, in words.
    """

    name: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    words: str = ""
    span: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def summary(self) -> tuple[str, str, str]:
        """One sentence in three parts, the name in the middle: what was read, and how."""
        before = f"Read {len(self.values):,} {self.words}{' ' * bool(self.words)}values of "
        span = f" from {self.span[0]} to {self.span[1]}" if self.span else ""
        return before, self.name, "; ".join((span, *self.notes)) + "."


@dataclass(frozen=True)
class _Rows:
    """The rows of a series in order of time: indices into the table, their values and moments."""

    table: Table
    index: Index
    order: list[int]
    values: Array
    moments: Array = field(default_factory=lambda: np.array([]))

    def named(self, row: int) -> str:
        """A row as a person finds it: its line, and the date that stands there."""
        return f"line {self.table.lines[self.order[row]]} ({self.index.cells[self.order[row]]})"


@lru_cache(maxsize=4)
def parse_series(text: str, *, column: str = "", with_sentinels: bool = False) -> Series:
    """Read the dates or the index of a table and one column of its values.

    A few gaps are filled with straight lines, and said. Numbers that stand for a missing value are gaps.

    Args:
        text: The table.
        column: Name of the values; by default the one that is meant by its name or its numbers.
        with_sentinels: Whether such numbers are values all the same.

    Raises:
        GruvizError: If it is no such table, or a step is missing or comes twice; the message names the lines.
    """
    table = month_by_month(read_table(text))
    if len(table.lines) > SERIES_LIMIT:
        sentence = f"The table has {len(table.lines):,} rows; at most {SERIES_LIMIT:,} can be read as a series."
        raise TooLarge("table", f"{len(table.lines):,} rows", f"at most {SERIES_LIMIT:,} rows", sentence)
    index = find_index(table)
    offered = candidates(table, index)
    chosen = choose(offered, column)
    found = sentinels(chosen.numbers)
    rows, cut = _rows(table, index, chosen, known_values(table, chosen, () if with_sentinels else found))
    steps = _steps(rows)
    places = np.concatenate([[0.0], np.cumsum(steps.ahead)]) if len(steps.ahead) else np.zeros(len(rows.values))
    every = np.arange(places[-1] + 1)
    _check_gaps(rows, places, every, steps)
    labels, span = _labels(rows, places, every, steps)
    gaps = len(every) - int(np.isfinite(rows.values).sum())
    notes = (
        *_form(table, index, chosen, offered, column),
        *([steps.note] if steps.note else []),
        *(["newest first, turned round"] if rows.order[0] > rows.order[-1] else []),
        *([f"{cut} row{'s' * (cut > 1)} without a value at the ends left out"] if cut else []),
        *([f"{gaps} gap{'s' * (gaps > 1)} filled with a straight line"] if gaps else []),
    )
    values = tuple(filled(places, rows.values, every).tolist())
    return Series(chosen.name, labels, values, steps.words, span, notes)


class Choices(NamedTuple):
    """What there is to choose in a table, be its values in order or not."""

    columns: tuple[str, ...]
    chosen: str
    sentinels: tuple[Sentinel, ...]


def choices_of(text: str, column: str = "") -> Choices:
    """The columns of a table that may be read as a series, the one that is, and what may stand for gaps in it."""
    try:
        table = month_by_month(read_table(text))
        offered = candidates(table, find_index(table))
        chosen = choose(offered, column)
    except GruvizError:
        return Choices((), "", ())
    return Choices(tuple(one.name for one in offered), chosen.name, sentinels(chosen.numbers))


def _rows(table: Table, index: Index, column: Column, values: Array) -> tuple[_Rows, int]:
    """From the first known value to the last, the earliest first; and how many rows that leaves out."""
    kept = known_span(values)
    order = list(range(len(values)))[kept]
    if len(order) < 2:
        count = "is one value" if order else "are no values"
        sentence = f"There {count} in {named(column.name)}: at least two are needed."
        raise InvalidShape("table", f"{len(order)} values", "at least two values", sentence)
    moments = index.moments[kept] if len(index.moments) else index.moments
    if len(moments):
        what = "date" if index.is_dated else "number"
        table.refuse(_written(index), [row for row in order if not np.isfinite(index.moments[row])], what)
        if np.median(np.diff(moments)) < 0:
            return _Rows(table, index, order[::-1], values[kept][::-1], moments[::-1]), len(values) - len(order)
    return _Rows(table, index, order, values[kept], moments), len(values) - len(order)


def _written(index: Index) -> Column:
    return Column(index.name, tuple(index.cells), ())


def _steps(rows: _Rows) -> Steps:
    """The steps from row to row; raises GruvizError where one goes back, comes twice or is uneven."""
    if not len(rows.moments):
        return Steps(np.ones(len(rows.values) - 1))
    steps = steps_between(rows.moments, rows.index.finest)
    wrong = np.flatnonzero(~(steps.ahead >= 1))
    if not len(wrong):
        return steps
    row = int(wrong[0])
    one, other = rows.named(row), rows.named(row + 1)
    one, other = (other, one) if rows.order[0] > rows.order[-1] else (one, other)
    others = f" (and {len(wrong) - 1} more such)" if len(wrong) > 1 else ""
    how = "is of the same step as" if steps.ahead[row] == 0 else "does not follow"
    even = "by a whole step after" if np.isnan(steps.ahead[row]) else "after"
    sentence = f"{other.capitalize()} {how} {one}{others}: {ONE_ROW}."
    if np.isnan(steps.ahead[row]):
        sentence = f"{other.capitalize()} comes at an uneven step after {one}{others}: {ONE_ROW}."
    raise InvalidValue("table", f"{other} {even} {one}", ONE_ROW, sentence)


def _check_gaps(rows: _Rows, places: Array, every: Array, steps: Steps) -> None:
    """Refuse more gaps than may be filled; the message names the longest."""
    known = np.isin(every, places[np.isfinite(rows.values)])
    if may_be_filled(~known):
        return
    allowed = f"at most {FILLED_LIMIT:.0%} can be filled, and only short gaps"
    missing = len(every) - len(places)
    if missing > np.isnan(rows.values).sum():
        row = int(np.argmax(steps.ahead))
        ends = [rows.named(row), rows.named(row + 1)]
        one, other = ends[::-1] if rows.order[0] > rows.order[-1] else ends
        more = f", of {missing} in all" if missing > steps.ahead[row] - 1 else ""
        sentence = f"Between {one} and {other} {steps.ahead[row] - 1:.0f} rows are missing{more}: {allowed}."
        raise InvalidValue("table", f"{missing} rows missing", allowed, sentence)
    first = rows.named(int(np.flatnonzero(np.isnan(rows.values))[0]))
    count = f"{np.isnan(rows.values).sum()} of {len(rows.values)} values"
    raise InvalidValue("table", f"{count} missing", allowed, f"{count} are missing, the first in {first}: {allowed}.")


def _labels(rows: _Rows, places: Array, every: Array, steps: Steps) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The label of every step, also of those without a row; and the first and the last date in words."""
    index = rows.index
    if index.finest == "row":
        return tuple(str(place + 1) for place in range(len(every))), ()
    if index.finest == "label":
        return tuple(index.cells[row] for row in rows.order), ()
    moments = np.interp(every, places, rows.moments)
    if index.finest == "number":
        written = dict(zip(places.tolist(), (index.cells[row] for row in rows.order), strict=True))
        return tuple(written.get(place) or f"{moments[place]:g}" for place in every.tolist()), ()
    finest = (steps.unit or "day") if index.finest in ("decimal", "week") else index.finest
    if steps.unit:
        moments = np.where(np.isin(every, places), moments, [_in_its_month(moment) for moment in moments])
    return tuple(iso(moment, finest) for moment in moments), (say(moments[0], finest), say(moments[-1], finest))


def _in_its_month(moment: float) -> float:
    """The first day of the month whose first days or middle are near a moment between two months."""
    nearest = moment + 4 * 86_400
    return nearest - (day_of(nearest).day - 1) * 86_400 - nearest % 86_400


def _form(table: Table, index: Index, chosen: Column, offered: Sequence[Column], column: str) -> tuple[str, ...]:
    """How the table was understood."""
    form = (", ".join(table.form),) if table.form else ()
    when = {"number": f"index {index.name}", "row": "no dates, rows are counted"}.get(index.finest, "")
    if index.finest == "label":
        when = f"{index.name} is no date, so order and step are as they stand"
    elif index.words:
        when = f"dates as {index.words}"
    other = f"the table has no column {column}" if column and chosen.name != column else ""
    several = f"one of {len(offered)} columns" if len(offered) > 1 else ""
    return (*(part for part in (other, several) if part), *form, *([when] if when else []), *table.remarks(chosen))
