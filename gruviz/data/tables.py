"""A table of one's own, read by one reader: text → separator → rows → columns of numbers.

Python's csv module splits the cells; what they mean is decided here. pandas would read more forms, but it fills,
renames or drops what does not fit where a person wants to hear which line it was, and `import gruviz` needs no more
than NumPy and Plotly.
"""

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from gruviz.data.files import plain_ends
from gruviz.data.numbers import is_gap, read_number
from gruviz.validation import InvalidShape, InvalidValue, TooLarge

TABLE_LIMIT = 2_000_000
"""Characters of a pasted or uploaded table."""
COLUMN_LIMIT = 64
"""Columns of numbers."""
LISTED = 5
"""Lines named in a message, at most."""
SEPARATORS = ("\t", ";", ",")
"""Between two cells; the first of them that the first line contains. Without any, blanks separate."""
ONE_ROW = "one row of numbers per time step, separated by commas"


class Row(NamedTuple):
    """A line with something in it: its number in the file, counted from 1, and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """One column of N rows.

    Args:
        name: From the header, or its number counted from 1.
        cells: As written, without blanks around them, (N,).
        numbers: What they say, (N,): nan where a cell is no number, infinite where the number is too large.
    """

    name: str
    cells: tuple[str, ...]
    numbers: tuple[float, ...]

    @property
    def is_numeric(self) -> bool:
        """Whether any of its cells is a number."""
        return not all(map(math.isnan, self.numbers))


@dataclass(frozen=True)
class Table:
    """A text as columns, and how it was understood.

    Args:
        separator: Between two cells; None is any run of blanks.
        has_header: Whether the first row names the columns.
        lines: Number in the file of each row below the header, (N,).
        columns: All of them, whether or not they hold numbers.
    """

    separator: str | None
    has_header: bool
    lines: tuple[int, ...]
    columns: tuple[Column, ...]

    def refuse(self, column: Column, rows: Sequence[int]) -> None:
        """Raise an error that names these rows of a column, if there are any."""
        if rows:
            cells = by_line([(self.lines[row], column.cells[row] or "empty") for row in rows])
            raise InvalidValue(f"table column {column.name}", cells, "a finite number with a decimal point")


def parse_table(text: str) -> tuple[tuple[float, ...], ...]:
    """Read every column of numbers of a text.

    Args:
        text: One row per time step; a header and columns of words or dates may stand beside the numbers.

    Returns:
        Rows of equal length with only the columns that hold numbers.

    Raises:
        GruvizError: If it is no table, has more than `COLUMN_LIMIT` columns of numbers or a cell among them that is
            no finite number; the message names column and lines.
    """
    table = read_table(text)
    columns = [column for column in table.columns if column.is_numeric]
    if not columns:
        first = table.columns[0].cells[0]
        raise InvalidValue("table", first, "at least one column of numbers, with a point as decimal sign")
    if len(columns) > COLUMN_LIMIT:
        raise TooLarge("table", f"{len(columns)} columns", f"at most {COLUMN_LIMIT} columns of numbers")
    for column in columns:
        table.refuse(column, [row for row, number in enumerate(column.numbers) if not math.isfinite(number)])
    return tuple(zip(*(column.numbers for column in columns), strict=True))


def read_table(text: str) -> Table:
    """Split a text into columns, and read every cell that is a number.

    Raises:
        GruvizError: If the text is too long, or no table of at least two rows of equal length.
    """
    if len(text) > TABLE_LIMIT:
        raise TooLarge("table", f"{len(text) / 1e6:.1f} million characters", f"at most {TABLE_LIMIT / 1e6:g} million")
    lines = [(i, line) for i, line in enumerate(plain_ends(text).split("\n"), start=1) if line.strip()]
    if not lines:
        raise InvalidValue("table", "empty", ONE_ROW)
    separator = next((mark for mark in SEPARATORS if mark in lines[0][1]), None)
    rows = list(_split(lines, separator))
    has_header = _is_header(rows, separator)
    names, body = (rows[0].cells, rows[1:]) if has_header else ((), rows)
    if len(body) < 2:
        raise InvalidShape("table", f"{len(body)} row(s) of numbers", "at least two rows of numbers")
    _check_widths(body)
    columns = _columns(names, body, separator)
    if not columns:
        raise InvalidValue("table", "rows of empty cells", ONE_ROW)
    return Table(separator, has_header, tuple(row.line for row in body), columns)


def by_line(remarks: Sequence[tuple[int, str]]) -> str:
    """Line numbers and what stands there, in words: the first few, and how many more there are."""
    return "line " + listed([f"{line}: {remark}" for line, remark in remarks])


def listed(items: Sequence[str]) -> str:
    """The first `LISTED` of some items, and how many more there are."""
    more = len(items) - LISTED
    return ", ".join(items[:LISTED]) + (f" and {more} more" if more > 0 else "")


def _split(lines: Sequence[tuple[int, str]], separator: str | None) -> Iterator[Row]:
    """Cells of every line; a quoted cell may go over several."""
    if separator is None:
        yield from (Row(number, tuple(line.split())) for number, line in lines)
        return
    reader, first = csv.reader((f"{line}\n" for _, line in lines), delimiter=separator), 0
    try:
        for cells in reader:
            yield Row(lines[first][0], tuple(map(str.strip, cells)))
            first = reader.line_num
    except csv.Error as error:
        raise InvalidValue("table", str(error), "rows of numbers, separated by commas") from None


def _is_header(rows: Sequence[Row], separator: str | None) -> bool:
    """Whether the first row names the columns.

    No name is a number, and one at least of the names above numbers is more than a gap: a series may begin with one.
    """
    first, below = rows[0].cells, [row.cells for row in rows[1:]]
    if not all(math.isnan(read_number(cell, separator)) for cell in first):
        return False
    tops = [
        cell
        for place, cell in enumerate(first)
        if any(not math.isnan(read_number(row[place], separator)) for row in below if place < len(row))
    ]
    return not tops or not all(map(is_gap, tops))


def _check_widths(body: Sequence[Row]) -> None:
    width = len(body[0].cells)
    if odd := [(row.line, f"{len(row.cells)} cell(s)") for row in body if len(row.cells) != width]:
        raise InvalidShape("table", by_line(odd), f"{width} cell(s) in every line, as in line {body[0].line}")


def _columns(names: Sequence[str], body: Sequence[Row], separator: str | None) -> tuple[Column, ...]:
    """By name, or by number where the name is missing; one with neither name nor content is the end of a line."""
    columns = []
    for place, cells in enumerate(zip(*(row.cells for row in body), strict=True)):
        name = " ".join(names[place].split()) if place < len(names) else ""
        if name or any(cells):
            numbers = tuple(read_number(cell, separator) for cell in cells)
            columns.append(Column(name or str(place + 1), cells, numbers))
    return tuple(columns)
