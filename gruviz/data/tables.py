"""A table of one's own, read by one reader: text → layout → columns of numbers, and what was understood.

Python's csv module splits the cells; what they mean is decided here and in the modules around it. pandas would not do:
of the 80 kinds of file in tests/data/test_series.py, its reader with a guessed separator finds the values of 42, and of
25 with their dates in order, since it knows no titles, footers, decimal commas or newest-first dates until it is told
of them; it never says which line it could not read; and `import gruviz` needs no more than NumPy and Plotly.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from gruviz import wording
from gruviz.data.files import plain_ends
from gruviz.data.layout import Layout, laid_out
from gruviz.data.numbers import is_below_limit, is_gap, is_grouped, read_number
from gruviz.data.separators import SEPARATOR_WORDS
from gruviz.data.surroundings import named
from gruviz.validation import InvalidShape, InvalidValue, TooLarge

TABLE_LIMIT = 2_000_000
"""Characters of a pasted or uploaded table."""
LISTED = 5
"""Lines named in a message, at most."""
NUMERIC = 0.5
"""Share of a column's cells that are numbers or gaps, from which on the others are mistakes."""


@dataclass(frozen=True)
class Column:
    """One column of N rows.

    Args:
        name: From the header, or "column 3", counted from 1.
        cells: As written, without blanks around them, (N,).
        numbers: What they say, (N,): nan where a cell is no number, infinite where the number is too large.
    """

    name: str
    cells: tuple[str, ...]
    numbers: tuple[float, ...]

    @cached_property
    def is_numeric(self) -> bool:
        """Whether most of its cells are numbers or gaps, and one at least is a number."""
        found = sum(not math.isnan(number) for number in self.numbers)
        return found > 0 and found + sum(map(is_gap, self.cells)) >= NUMERIC * len(self.cells)


@dataclass(frozen=True)
class Table:
    """A text as columns, and how it was understood.

    Args:
        separator: Between two cells; None is any run of blanks.
        decimal: The decimal sign, a point or a comma.
        has_header: Whether a row names the columns.
        lines: Number in the file of each row of data, as an editor counts, (N,).
        columns: All of them, whether or not they hold numbers.
        notes: What was left out around the rows of data, in words.
    """

    separator: str | None
    decimal: str
    has_header: bool
    lines: tuple[int, ...]
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()

    def refuse(self, column: Column, rows: Sequence[int], what: str = "number") -> None:
        """Raise an error that names these rows of a column as without a number or date, if there are any."""
        if not rows:
            return
        lines, cells = [self.lines[row] for row in rows], [column.cells[row] for row in rows]
        words = listed([f"“{cell[:40]}”" for cell in cells if cell])
        many = len(lines) > 1
        sentence = f"{lines_of(lines)} {'have' if many else 'has'} no {what} in {named(column.name)}"
        sentence += f", but {words}." if words else "."
        value = ", ".join(f"{line}: {cell or 'empty'}" for line, cell in zip(lines[:LISTED], cells, strict=False))
        raise InvalidValue(f"table column {column.name}", f"line {value}", f"a {what}", sentence)

    @property
    def form(self) -> tuple[str, ...]:
        """Separator, decimal sign and what was left out, in words; nothing of what goes without saying."""
        mark = SEPARATOR_WORDS.get(self.separator, f"“{self.separator}”")
        words = f"separated by {mark}" if len(self.columns) > 1 else ""
        decimal = "decimal comma" if self.decimal == "," else ""
        return tuple(part for part in (words, decimal, *self.notes) if part)

    def remarks(self, column: Column) -> tuple[str, ...]:
        """How the cells of a column were read where that does not go without saying."""
        cells = column.cells
        grouped = sum(is_grouped(cell, self.decimal) for cell in cells)
        below = sum(map(is_below_limit, cells))
        return tuple(
            words
            for count, words in (
                (grouped, "thousands set apart"),
                (below, f"{below} below a limit, read as half of it"),
            )
            if count
        )


@lru_cache(maxsize=8)
def read_table(text: str) -> Table:
    """Split a text into columns, and read every cell that is a number.

    Raises:
        GruvizError: If the text is too long, or no table of at least two rows of equal length.
    """
    if len(text) > TABLE_LIMIT:
        size = f"{math.ceil(len(text) / 1e4) / 100:.10g} million characters"
        sentence = f"The table has {size}; at most {TABLE_LIMIT / 1e6:g} million can be read."
        raise TooLarge("table", size, f"at most {TABLE_LIMIT / 1e6:g} million", sentence)
    layout = laid_out(plain_ends(text))
    if len(layout.rows) < 2:
        sentence = f"There {'is only one row' if layout.rows else 'are no rows'} of numbers: at least two are needed."
        raise InvalidShape("table", f"{len(layout.rows)} row(s) of numbers", "at least two rows of numbers", sentence)
    columns = _columns(layout)
    if not columns:
        raise InvalidValue("table", "rows of empty cells", "rows of numbers", "All cells of the table are empty.")
    lines = tuple(row.line for row in layout.rows)
    return Table(layout.separator, layout.decimal, bool(layout.names), lines, columns, layout.notes)


def lines_of(lines: Sequence[int]) -> str:
    """Lines by number, for the beginning of a sentence: "Lines 3, 5 and 9 more"."""
    if len(lines) == 1:
        return f"Line {lines[0]}"
    return "Lines " + listed([str(line) for line in lines])


def listed(items: Sequence[str]) -> str:
    """The first `LISTED` of some items, and how many more there are."""
    more = len(items) - LISTED
    if more > 0:
        return ", ".join(items[:LISTED]) + f" and {more} more"
    return wording.listed(list(items)) if items else ""


def _columns(layout: Layout) -> tuple[Column, ...]:
    """By name, or by number where the name is missing; one with neither name nor content is the end of a line."""
    columns: list[Column] = []
    for place, cells in enumerate(zip(*(row.cells for row in layout.rows), strict=True)):
        name = layout.names[place] if place < len(layout.names) else ""
        if name or any(cells):
            numbers = tuple(read_number(cell, layout.decimal) for cell in cells)
            columns.append(Column(_unlike(columns, name or f"column {place + 1}"), cells, numbers))
    return tuple(columns)


def _unlike(columns: Sequence[Column], name: str) -> str:
    """A name that none of these columns has."""
    same = sum(column.name == name for column in columns)
    return _unlike(columns, f"{name} ({same + 1})") if same else name
