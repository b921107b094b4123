"""Numbers of one's own as rows that cells read: every column of numbers of a table, or one of them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from gruviz.data.calendars import steps_between
from gruviz.data.candidates import candidates
from gruviz.data.filling import filled, known_span, known_values, may_be_filled
from gruviz.data.index import Index, find_index
from gruviz.data.sentinels import Sentinel, sentinels
from gruviz.data.tables import Column, Table, listed, read_table
from gruviz.validation import InvalidValue, TooLarge

COLUMN_LIMIT = 64
"""Columns of numbers."""


@dataclass(frozen=True)
class Columns:
    """T rows of D numbers, and how they were understood.

    Args:
        rows: One for each step.
        names: Of the columns that are read, (D,).
        notes: What was understood, left out or filled in, in words.
        columns: Names of all columns that could be read.
        sentinels: Numbers that may stand for a missing value.
    """

    rows: tuple[tuple[float, ...], ...]
    names: tuple[str, ...]
    notes: tuple[str, ...]
    columns: tuple[str, ...]
    sentinels: tuple[Sentinel, ...]

    @property
    def summary(self) -> tuple[str, str, str]:
        """One sentence in three parts, the names in the middle: what was read, and how."""
        before = f"Read {len(self.rows):,} rows of {len(self.names)} column{'s' * (len(self.names) != 1)}: "
        return before, listed(self.names), "".join(f"; {note}" for note in self.notes) + "."


def parse_table(text: str) -> tuple[tuple[float, ...], ...]:
    """Every number of the columns of numbers of a text, one row for each step, as `read_columns` reads them."""
    return read_columns(text).rows


@lru_cache(maxsize=4)
def read_columns(text: str, *, column: str = "", with_sentinels: bool = False, with_gaps: bool = True) -> Columns:
    """Read columns of numbers, the earliest row first; dates and an index stand beside them.

    Args:
        text: One row per time step.
        column: Name of the one to read; by default all.
        with_sentinels: Whether numbers such as −999 are values all the same.
        with_gaps: Whether a few missing values may be filled in; the rows at the ends that have one are left out.

    Raises:
        GruvizError: If it is no table, has more than `COLUMN_LIMIT` columns of numbers or a cell among them that is
            no finite number; the message names column and lines.
    """
    table = read_table(text)
    index = find_index(table)
    offered = candidates(table, index)
    chosen = [one for one in offered if one.name == column] or list(offered)
    _check_count(table, chosen)
    missing = {sentinel for one in chosen for sentinel in sentinels(one.numbers)}
    left = () if with_sentinels or not with_gaps else tuple(missing)
    values = np.column_stack([known_values(table, one, left) for one in chosen])
    kept = known_span(values) if with_gaps else slice(0, len(values))
    gaps = np.isnan(values[kept])
    for place, one in enumerate(chosen):
        if len(gaps) < 2 or not (with_gaps and may_be_filled(gaps[:, place])):
            table.refuse(one, np.flatnonzero(np.isnan(values[:, place])).tolist())
    places = np.arange(float(len(values)))[kept]
    whole = np.column_stack([filled(places, column[kept], places) for column in values.T])
    turned = len(index.moments) > 1 and bool(np.nanmedian(np.diff(index.moments)) < 0)
    notes = _notes(table, index, turned, len(values) - len(whole), int(gaps.sum()))
    rows = tuple(map(tuple, (whole[::-1] if turned else whole).tolist()))
    ordered = tuple(sorted(missing))
    return Columns(rows, tuple(one.name for one in chosen), notes, tuple(one.name for one in offered), ordered)


def _check_count(table: Table, chosen: list[Column]) -> None:
    if not chosen:
        first = table.columns[0].cells[0]
        sentence = f"There is no column of numbers: the first row begins with “{first[:40]}”."
        raise InvalidValue("table", first, "at least one column of numbers", sentence)
    if len(chosen) > COLUMN_LIMIT:
        sentence = f"The table has {len(chosen)} columns of numbers; at most {COLUMN_LIMIT} can be read."
        raise TooLarge("table", f"{len(chosen)} columns", f"at most {COLUMN_LIMIT} columns of numbers", sentence)


def _notes(table: Table, index: Index, turned: bool, cut: int, gaps: int) -> tuple[str, ...]:
    words = [column.name for column in table.columns if not column.is_numeric and column.name not in index.spent]
    return (
        *([", ".join(table.form)] if table.form else []),
        *([f"{'dates' if index.is_dated else 'index'} in {index.name}"] if index.columns else []),
        *([f"without {listed(words)}, which has no numbers"] if words else []),
        *(["newest first, turned round"] if turned else []),
        *_unevenness(index, turned),
        *([f"{cut} row{'s' * (cut > 1)} without a value at the ends left out"] if cut else []),
        *([f"{gaps} gap{'s' * (gaps > 1)} filled with a straight line"] if gaps else []),
    )


def _unevenness(index: Index, turned: bool) -> tuple[str, ...]:
    """What of the dates or the index is not even, in words: the cells take a row for a step all the same."""
    if not np.isfinite(index.moments).all():
        return ("not every row has a date",)
    if len(index.moments) < 3:
        return ()
    moments = index.moments[::-1] if turned else index.moments
    ahead = steps_between(moments, index.finest).ahead
    left_out = int((ahead[ahead > 1] - 1).sum())
    odd = int((~(ahead >= 1)).sum())
    return (
        *([f"{left_out} step{'s' * (left_out > 1)} without a row, not filled"] if left_out else []),
        *([f"{odd} row{'s' * (odd > 1)} out of step, taken as they stand"] if odd else []),
    )
