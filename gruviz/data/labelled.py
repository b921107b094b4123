"""Sequences of one's own, each with a label and an id: a table with one row for each step, or one for each sequence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.data.columns import COLUMN_LIMIT
from gruviz.data.filling import filled, known_values, may_be_filled
from gruviz.data.tables import Column, Table, listed, read_table
from gruviz.validation import InvalidShape, InvalidValue, TooLarge
from gruviz.wording import listed as all_listed

ID_NAMES = ("id", "subject", "person", "participant", "patient", "user", "group", "case", "series", "sequence", "name")
LABEL_NAMES = ("label", "class", "target", "category", "activity", "kind", "y")
STEP_NAMES = ("step", "time", "t", "timestamp", "sample", "frame", "index", "date", "seconds")
"""What a column is called that says whose a row is, what it is to be named, and when it was."""
WIDE = 8
"""Columns of numbers from which on a table without ids or steps is read as one row for each sequence."""
SHORTEST = 2
"""Steps of a sequence."""
FORM = "one row for each step with the columns “id”, “label” and one for each value, or one row for each sequence"


@dataclass(frozen=True)
class Labelled:
    """N sequences of D numbers a step, and how they were understood.

    Args:
        ids: Who or what each is of, (N,).
        labels: Of each, (N,).
        lengths: Steps of each, (N,).
        channels: Names of the numbers, (D,).
        values: float32 numbers of all sequences, one after the other, by rows; bytes, so that it is hashed once.
        notes: What was understood, left out or filled in, in words.
    """

    ids: tuple[str, ...]
    labels: tuple[str, ...]
    lengths: tuple[int, ...]
    channels: tuple[str, ...]
    values: bytes
    notes: tuple[str, ...] = ()

    @property
    def sequences(self) -> list[Array]:
        """Each (T, D)."""
        rows = np.frombuffer(self.values, np.float32).reshape(-1, len(self.channels))
        return np.split(rows, np.cumsum(self.lengths)[:-1])

    @property
    def classes(self) -> tuple[str, ...]:
        """The different labels, in the order of the alphabet; numbers in theirs: "dose 2" before "dose 10"."""
        return tuple(sorted(set(self.labels), key=_in_order))

    @property
    def summary(self) -> tuple[str, str, str]:
        """One sentence in three parts, the labels in the middle: what was read, and how."""
        people = len(set(self.ids))
        steps = "–".join(f"{count:,}" for count in sorted({min(self.lengths), max(self.lengths)}))
        channels = f"{len(self.channels)} number{'s' * (len(self.channels) > 1)} a step"
        before = f"Read {len(self.ids):,} sequences of {people:,} ids, {steps} steps of {channels}, with the labels "
        return before, listed(self.classes), "".join(f"; {note}" for note in self.notes) + "."


class _Roles(NamedTuple):
    """Which column is what."""

    id: Column | None
    label: Column
    step: Column | None
    values: tuple[Column, ...]


@lru_cache(maxsize=4)
def read_labelled(text: str) -> Labelled:
    """Read a table of labelled sequences.

    With one row for each step, the rows of one id and one label are a sequence, in the order of the steps; where the
    steps begin again, another one begins.

    Raises:
        GruvizError: If it is no such table; the message says what is missing, and in which lines.
    """
    table = read_table(text)
    roles = _roles(table)
    read = _by_sequence(table, roles) if _is_wide(roles) else _by_step(table, roles)
    if not read.ids:
        sentence = f"No sequence has {SHORTEST} steps or more."
        raise InvalidShape("table", "sequences of one step", f"at least {SHORTEST} steps", sentence)
    return read


def _roles(table: Table) -> _Roles:
    if not table.has_header:
        sentence = "The first line names no columns: “id”, “label” and the values."
        raise InvalidValue("table", "no header", "a first line that names the columns", sentence)
    label = _named(table, LABEL_NAMES)
    if label is None:
        sentence = f"There is no column called “label”: the table has {listed([one.name for one in table.columns])}."
        raise InvalidValue("table", "no label", "a column called “label”", sentence)
    empty = [row for row, cell in enumerate(label.cells) if not cell]
    table.refuse(label, empty, "label")
    own, step = _named(table, ID_NAMES), _named(table, STEP_NAMES)
    values = tuple(one for one in table.columns if one not in (own, label, step) and one.is_numeric)
    if not values:
        raise InvalidValue(
            "table", "no values", "a column of numbers", "There is no column of numbers beside the label."
        )
    return _Roles(own, label, step, values)


def _named(table: Table, names: Sequence[str]) -> Column | None:
    """The column with the first of these names that there is."""
    by_name = {column.name.strip().lower(): column for column in reversed(table.columns)}
    return next((by_name[name] for name in names if name in by_name), None)


def _is_wide(roles: _Roles) -> bool:
    """Whether each row is a sequence: no id comes twice, or there are no ids, and many columns."""
    if roles.id is not None:
        return roles.step is None and len(set(roles.id.cells)) == len(roles.id.cells) and len(roles.values) >= SHORTEST
    if roles.step is None and len(roles.values) >= WIDE:
        return True
    sentence = f"There is no column called “id”, which says whose the rows are: {FORM}."
    raise InvalidValue("table", "no id", "a column called “id”", sentence)


def _by_sequence(table: Table, roles: _Roles) -> Labelled:
    """One row each; empty cells at its end are no steps."""
    numbers = np.column_stack([known_values(table, column) for column in roles.values])
    ids = roles.id.cells if roles.id else tuple(f"row {line}" for line in table.lines)
    kept, rows = [], []
    for place, row in enumerate(numbers):
        known = np.flatnonzero(np.isfinite(row))
        if len(known) and known[-1] + 1 >= SHORTEST:
            kept.append(place)
            rows.append(_whole(row[: known[-1] + 1, None], f"line {table.lines[place]}"))
    notes = (
        *table.form,
        "one row for each sequence",
        *(() if roles.id else ("every row taken for an id of its own, since there are none",)),
        *_too_short(len(numbers) - len(kept)),
    )
    return _packed([ids[i] for i in kept], [roles.label.cells[i] for i in kept], rows, ("value",), notes)


def _by_step(table: Table, roles: _Roles) -> Labelled:
    assert roles.id is not None
    if len(roles.values) > COLUMN_LIMIT:
        sentence = f"There are {len(roles.values)} columns of numbers; at most {COLUMN_LIMIT} can be read."
        raise TooLarge("table", f"{len(roles.values)} columns", f"at most {COLUMN_LIMIT} columns", sentence)
    table.refuse(roles.id, [row for row, cell in enumerate(roles.id.cells) if not cell], "id")
    numbers = np.column_stack([known_values(table, column) for column in roles.values])
    ids, labels, sequences, left = [], [], [], 0
    for (own, label), rows in _rows_of(table, roles).items():
        for part in _parts(rows, roles.step):
            if len(part) < SHORTEST:
                left += 1
                continue
            ids.append(own)
            labels.append(label)
            sequences.append(_whole(numbers[part], f"id {own}, label {label}"))
    text = [one.name for one in table.columns if one not in (roles.id, roles.label, roles.step, *roles.values)]
    notes = (
        *table.form,
        f"columns {all_listed([one.name for one in roles.values])}",
        *((f"in the order of {roles.step.name}",) if roles.step else ("in the order of the lines",)),
        *(
            (f"{all_listed(text)} left out, since {'they are' if len(text) > 1 else 'it is'} no number",)
            if text
            else ()
        ),
        *_too_short(left),
    )
    return _packed(ids, labels, sequences, tuple(one.name for one in roles.values), notes)


def _rows_of(table: Table, roles: _Roles) -> dict[tuple[str, str], list[int]]:
    """The rows of each id with each label, in the order of the file."""
    assert roles.id is not None
    rows: dict[tuple[str, str], list[int]] = {}
    for row, key in enumerate(zip(roles.id.cells, roles.label.cells, strict=True)):
        rows.setdefault(key, []).append(row)
    return rows


def _parts(rows: list[int], step: Column | None) -> list[list[int]]:
    """The sequences that the rows of an id and a label are: one in the order of its steps, or where these come again,
    as many as there are beginnings."""
    moments = np.array([step.numbers[row] for row in rows]) if step else np.arange(len(rows), dtype=np.float64)
    if not np.isfinite(moments).all():
        return [rows]
    if len(set(moments.tolist())) == len(rows):
        return [[rows[i] for i in np.argsort(moments, kind="stable")]]
    begins = np.flatnonzero(np.diff(moments) <= 0) + 1
    return [part.tolist() for part in np.split(np.array(rows), begins)]


def _whole(values: Array, where: str) -> Array:
    """Values (T, D) with a few gaps filled by straight lines, each channel for itself."""
    steps = np.arange(len(values), dtype=np.float64)
    for channel in values.T:
        missing = ~np.isfinite(channel)
        if missing.all() or not may_be_filled(missing):
            sentence = f"Too many numbers are missing in {where}: {missing.sum()} of {len(values)}."
            raise InvalidValue("table", f"{missing.sum()} of {len(values)} missing", "numbers", sentence)
    return np.column_stack([filled(steps, channel, steps) for channel in values.T])


def _in_order(label: str) -> tuple[tuple[str | int, ...], str]:
    parts = re.split(r"(\d+)", label)  # words and numbers in turn
    return tuple(int(part) if place % 2 else part.lower() for place, part in enumerate(parts)), label


def _too_short(count: int) -> tuple[str, ...]:
    return (f"{count} of a single step left out",) if count else ()


def _packed(
    ids: list[str], labels: list[str], rows: list[Array], channels: tuple[str, ...], notes: tuple[str, ...]
) -> Labelled:
    values = np.concatenate(rows).astype(np.float32).tobytes() if rows else b""
    return Labelled(tuple(ids), tuple(labels), tuple(map(len, rows)), channels, values, notes)
