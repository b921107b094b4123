"""Files of a person's own: bytes → text, and columns of it → a series. What is wrong is said by name and row."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date

import numpy as np

from gruviz.arrays import Array
from gruviz.validation import InvalidShape, InvalidValue, TooLarge

FILE_LIMIT = 2_000_000
"""Bytes of a file of text or numbers."""
SERIES_LIMIT = 20_000
"""Rows of a series."""
FILLED_LIMIT = 0.1
"""Largest share of a series' rows that may be empty."""
LISTED = 5
"""Rows named in a message, at most."""

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,'\u00a0\u202f ]\d{3})+(?:\.\d*)?")
_GAPS = {"", "-", "na", "n/a", "nan", "null", "none", "."}


def decode(content: bytes, *, field: str = "file", most: int = FILE_LIMIT) -> str:
    """Read bytes as UTF-8 text with plain line ends.

    Raises:
        GruvizError: If there is nothing, too much, or something else than UTF-8 text.
    """
    if len(content) > most:
        raise TooLarge(field, f"{len(content) / 1e6:,.1f} MB", f"at most {most / 1e6:g} MB")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise InvalidValue(field, "text in UTF-16", "text in UTF-8: save it with that encoding")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidValue(field, f"byte {error.start + 1} is no text", "text in UTF-8") from None
    if "\0" in text:
        raise InvalidValue(field, "a binary file", "text in UTF-8")
    if not text.strip():
        raise InvalidValue(field, "empty", "a file with some text in it")
    return text.replace("\r\n", "\n").replace("\r", "\n")


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
    """Read a date or index column and a column of values; a header row may stand.

    Columns are separated by tab, semicolon or comma. A number has a decimal point; thousands may be set apart. Of more
    columns, the first is the index and the last the value. Empty cells are filled with a straight line, and said.

    Raises:
        GruvizError: If it is not such a table; the message names the rows.
    """
    rows = _rows(text)
    header, first = (rows[0], 1) if _value(rows[0][-1]) is None and rows[0][-1].lower() not in _GAPS else (None, 0)
    body = rows[first:]
    if len(body) < 2:
        raise InvalidShape("file", f"{len(body)} row(s) of values", "at least two rows: a date or index, and a value")
    if len(body) > SERIES_LIMIT:
        raise TooLarge("file", f"{len(body):,} rows", f"at most {SERIES_LIMIT:,} rows")
    numbers = [(row, i + first + 1) for i, row in enumerate(body)]
    if wrong := [f"{line}: {len(row)}" for row, line in numbers if len(row) != len(body[0])]:
        raise InvalidShape("file rows", _few(wrong), f"{len(body[0])} cells in every row, as in row {first + 1}")
    values, notes = _values([(row[-1], line) for row, line in numbers])
    labels = tuple(row[0] for row in body)
    _check_steps(labels, first)
    return Series(header[-1] if header else "value", labels, values, notes)


def _rows(text: str) -> list[list[str]]:
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if not lines:
        raise InvalidValue("file", "empty", "a date or index column and a value column")
    separator = next((mark for mark in ("\t", ";", ",") if mark in lines[0]), None)
    if separator is None:
        raise InvalidShape("file", "one column", "two columns, a date or index and a value, separated by commas")
    try:
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=separator))
    except csv.Error as error:
        raise InvalidValue("file", str(error), "rows of a date or index and a value") from None
    return [[cell.strip() for cell in row] for row in rows]


def _value(cell: str) -> float | None:
    if _GROUPED.fullmatch(cell):
        cell = re.sub(r"[^\d.+-]", "", cell)
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if np.isfinite(number) and abs(number) < 1e15 and "_" not in cell else None


def _values(cells: list[tuple[str, int]]) -> tuple[tuple[float, ...], tuple[str, ...]]:
    read = [_value(cell) for cell, _ in cells]
    empty = [cell.lower() in _GAPS for cell, _ in cells]
    missing = [(cell, line, gap) for (cell, line), value, gap in zip(cells, read, empty, strict=True) if value is None]
    if bad := [f"{line}: {cell}" for cell, line, gap in missing if not gap]:
        raise InvalidValue("file rows", _few(bad), "a number with a decimal point in the last column")
    if len(missing) > min(FILLED_LIMIT * len(cells), len(cells) - 2):
        raise InvalidValue(
            "file", f"{len(missing)} of {len(cells)} values missing", f"at most {FILLED_LIMIT:.0%} of them"
        )
    known = [i for i, value in enumerate(read) if value is not None]
    filled = np.interp(np.arange(len(read)), known, [value for value in read if value is not None])
    notes = []
    if missing:
        notes.append(f"Filled with a straight line, since empty: row {_few([str(line) for _, line, _ in missing])}.")
    if grouped := [str(line) for cell, line in cells if _GROUPED.fullmatch(cell)]:
        notes.append(f"Read with thousands set apart: row {_few(grouped)}.")
    return tuple(filled.tolist()), tuple(notes)


def _check_steps(labels: tuple[str, ...], first: int) -> None:
    """Refuse an index or dates that go back, repeat a step or leave one out; days may leave out weekends."""
    places, dated = _places(labels)
    steps = np.diff(places)
    if not len(steps):
        return
    usual = float(np.median(steps))
    most = 5.0 if dated and usual == 1 else 1.2 * usual
    odd = np.flatnonzero((steps <= 0) | (steps < 0.8 * usual) | (steps > most))
    if len(odd):
        where = [f"{i + 2 + first}: {labels[i + 1]} after {labels[i]}" for i in odd]
        raise InvalidValue("file rows", _few(where), "one row for each step, from the earliest; a value may stay empty")


def _places(labels: tuple[str, ...]) -> tuple[Array, bool]:
    """An index as it is, or dates as days, and which it was; nothing where it is neither."""
    try:
        return np.array([float(label) for label in labels]), False
    except ValueError:
        pass
    try:
        days = [date.fromisoformat(f"{label}-01" if len(label) == 7 else label[:10]).toordinal() for label in labels]
    except ValueError:
        return np.array([]), False
    return np.array(days, np.float64), True


def _few(items: list[str]) -> str:
    more = len(items) - LISTED
    return ", ".join(items[:LISTED]) + (f" and {more} more" if more > 0 else "")
