"""Which lines of a table are its data, and what stands around them: titles, names, units, comments and footers."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gruviz.data.dates import FORMS, looks_like_a_date
from gruviz.data.numbers import SAMPLE, decimal_sign
from gruviz.data.separators import Line, Row, declared, kind_of, separator_of, split, width_of
from gruviz.data.surroundings import (
    TOTALS,
    check_foot,
    is_row_of_years,
    is_slip,
    left_out,
    named,
    names_before,
    tidy,
    wrong_width,
)
from gruviz.validation import InvalidValue

COMMENTS = ("#", "%", "//", "!")
ONE_ROW = "one row of numbers per time step, separated by commas"
FOREIGN = {
    "<!doctype html": "a web page",
    "<html": "a web page",
    "<?xml": "XML",
    "{": "JSON",
    "[": "JSON",
    "version https://git-lfs": "a Git LFS pointer, which only names the file",
}
"""What a text that is no table is, by its beginning."""
_WHOLE = re.compile(r'"[^"]*[,;\t][^"]*"')
_MONTH_DAY_YEAR = next(form for form in FORMS if form.words == "month, day and year")


@dataclass(frozen=True)
class Layout:
    """The rows of data, all of one width, and what was found around them.

    Args:
        separator: Between two cells; None is any run of blanks.
        decimal: The decimal sign.
        rows: Those of data.
        names: Of the columns; empty without a header.
        notes: What was left out, in words.
    """

    separator: str | None
    decimal: str
    rows: tuple[Row, ...]
    names: tuple[str, ...]
    notes: tuple[str, ...]


def laid_out(text: str) -> Layout:
    """Find the rows of data in a text with plain line ends; raises GruvizError where a row among them is none."""
    for beginning, what in FOREIGN.items():
        if text.lstrip().lower().startswith(beginning):
            raise InvalidValue("table", what, "a table", f"This is {what}, not a table.")
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    mark = declared(lines)
    comments = [line for line in lines if line[1].lstrip().startswith(COMMENTS)]
    lines = _without_quotes([line for line in lines if not line[1].lstrip().startswith(COMMENTS)])
    if not lines:
        raise InvalidValue("table", "empty", ONE_ROW, "There are no numbers: one row of numbers for each step.")
    separator = mark or separator_of(lines)
    rows = [row for row in split(lines, separator) if any(row.cells)]
    if not rows:
        raise InvalidValue("table", "rows of empty cells", ONE_ROW, "All cells of the table are empty.")
    layout = _around(_joined_decimals(_joined_dates(_turned(rows), separator), separator), separator)
    named = layout if layout.names else _named_in_a_comment(layout, comments)
    return replace(named, notes=(*left_out(len(comments), "comment line"), *named.notes))


def _without_quotes(lines: list[Line]) -> list[Line]:
    """Lines that are quoted as a whole, as some programs write them, without their quotes."""
    whole = [line for _, line in lines if _WHOLE.fullmatch(line.strip())]
    if len(whole) < max(2, 0.9 * len(lines)):
        return lines
    return [(number, line.strip()[1:-1] if line.strip() in whole else line) for number, line in lines]


def _turned(rows: list[Row]) -> list[Row]:
    """One long line of numbers as one column."""
    [*others], first = rows[1:], rows[0]
    cells = [cell for cell in first.cells if cell]
    if others or len(cells) < 3 or any(kind_of(cell) != "number" for cell in cells):
        return rows
    return [Row(first.line, (cell,)) for cell in cells]


def _joined_dates(rows: list[Row], separator: str | None) -> list[Row]:
    """With the comma in "Jan 5, 2018" no separator."""
    width = width_of(rows)
    for place in range(width - 1 if separator == "," else 0):
        wide = [row for row in rows if len(row.cells) == width]
        joined = [f"{row.cells[place]}, {row.cells[place + 1]}" for row in wide]
        if sum(_MONTH_DAY_YEAR.match(cell) is not None for cell in joined) > 0.8 * len(joined):
            return [
                Row(row.line, (*row.cells[:place], ", ".join(row.cells[place : place + 2]), *row.cells[place + 2 :]))
                if len(row.cells) == width
                else row
                for row in rows
            ]
    return rows


def _joined_decimals(rows: list[Row], separator: str | None) -> list[Row]:
    """With the comma in "2018-01-05,50,84" no separator, where the names are one less and the numbers whole."""
    width = width_of(rows)
    body = [row for row in rows if len(row.cells) == width]
    head = rows[: rows.index(body[0])]
    parted = all(looks_like_a_date(row.cells[0]) and all(map(str.isdecimal, row.cells[-1:])) for row in body)
    if separator != "," or width < 3 or not head or len(head[-1].cells) != width - 1 or not parted:
        return rows
    joined = [Row(row.line, (*row.cells[:-2], ",".join(row.cells[-2:]))) for row in body]
    known = {row.line: row for row in joined}
    return [known.get(row.line, row) for row in rows]


@dataclass(frozen=True)
class _Key:
    """How a row of data is told: by its width, and the first column of dates or, without one, of numbers."""

    width: int
    place: int
    kind: str
    decimal: str

    def fits(self, row: Row) -> bool:
        """Whether a row is one of data."""
        kinds = (self.kind, "gap") if self.kind == "number" else (self.kind,)
        return len(row.cells) == self.width and kind_of(row.cells[self.place], self.decimal) in kinds

    def named_by(self, rows: Sequence[Row]) -> bool:
        """Whether the first of these rows names columns although it fits: ",0" above an index, years above values."""
        if len(rows) < 3 or self.kind != "number":
            return False
        kinds = [kind_of(cell) for cell in rows[0].cells]
        if kinds[self.place] != "gap":
            return is_row_of_years(rows[0], rows[1])
        if "word" in kinds:
            return True
        index = [row.cells[self.place] for row in rows[1:]]
        return any(index == [str(i) for i in range(start, start + len(index))] for start in (0, 1))


def _around(rows: list[Row], separator: str | None) -> Layout:
    """Tell the rows of data from what stands before and after them."""
    width = _filled_width(rows)
    rows = [Row(row.line, row.cells[:width]) if not any(row.cells[width:]) else row for row in rows]
    key = _key(rows, width, separator)
    places = [i for i, row in enumerate(rows) if key.fits(row)]
    first, last = (places[0], places[-1] + 1) if places else (len(rows), len(rows))
    first += key.named_by(rows[first:last])
    while last > first and TOTALS.match(rows[last - 1].cells[0]):
        last -= 1
    while width == 1 and last < len(rows) and is_slip(rows[last]):
        last += 1
    names, notes = names_before(rows[:first], width)
    foot = rows[last:]
    check_foot(foot, width)
    body = tuple(row for row in rows[first:last] if not any(names) or tidy(row.cells) != names)
    _check_body(body, names, key)
    notes = (*notes, *left_out(len(foot), "line after the data", "lines after the data"))
    return Layout(separator, key.decimal, body, names, notes)


def _filled_width(rows: Sequence[Row]) -> int:
    """How many cells most rows have, without empty ones at the end of all of them."""
    width = width_of(rows)
    wide = [row.cells for row in rows if len(row.cells) == width]
    return max(place + 1 for place in range(width) if any(cells[place] for cells in wide))


def _key(rows: Sequence[Row], width: int, separator: str | None) -> _Key:
    columns = list(zip(*(row.cells for row in rows if len(row.cells) == width), strict=True))
    decimal = decimal_sign(columns, separator)
    kinds = [_main_kind(cells, decimal) for cells in columns]
    for kind in ("date", "number"):
        if kind in kinds:
            return _Key(width, kinds.index(kind), kind, decimal)
    cell = next(cell for row in reversed(rows) for cell in row.cells if cell)
    sentence = f"There is no column of numbers: line {rows[-1].line} begins with “{cell[:40]}”."
    raise InvalidValue("table", cell, "at least one column of numbers", sentence)


def _main_kind(cells: Sequence[str], decimal: str) -> str:
    kinds = Counter(kind_of(cell, decimal) for cell in cells[:: max(1, len(cells) // SAMPLE)])
    del kinds["gap"]
    kind = max(("date", "number"), key=lambda kind: kinds[kind])
    return kind if kinds[kind] and kinds[kind] >= 0.5 * kinds.total() else "word"


def _check_body(body: Sequence[Row], names: Sequence[str], key: _Key) -> None:
    """Refuse a row among the data that is none."""
    for row in body:
        if len(row.cells) != key.width:
            raise wrong_width(row, key.width)
        if not key.fits(row):
            name, cell = (names[key.place] if names else "") or f"column {key.place + 1}", row.cells[key.place]
            instead = f", but “{cell[:40]}”" if cell else ""
            sentence = f"Line {row.line} has no {key.kind} in {named(name)}{instead}."
            raise InvalidValue(f"table column {name}", f"line {row.line}: {cell or 'empty'}", f"a {key.kind}", sentence)


def _named_in_a_comment(layout: Layout, comments: Sequence[Line]) -> Layout:
    """With names from the last comment before the data, if it has as many."""
    before = [line for line in comments if line[0] < layout.rows[0].line] if layout.rows else []
    for number, line in before[-1:]:
        [row] = split([(number, line.lstrip(" #%!/"))], layout.separator)
        if len(row.cells) == len(layout.rows[0].cells) > 1 and all(kind_of(cell) == "word" for cell in row.cells):
            return replace(layout, names=tidy(row.cells))
    return layout
