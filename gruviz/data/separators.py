"""What stands between the cells of a table: found by trying, since the first line may be a title."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

import numpy as np

from gruviz.data.dates import looks_like_a_date
from gruviz.data.numbers import is_gap, read_number
from gruviz.validation import InvalidValue

SEPARATOR_WORDS = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas", None: "blanks"}
"""What may separate, None for any run of blanks, and its name; what is first wins if two do equally well."""
TRIED = 300
"""Lines by which the separator is found."""
_DECLARED = re.compile(r'"?sep=(\\t|.)"?', re.IGNORECASE)
_RUNAWAY = 20
"""Line ends in one cell that only a quotation mark that stands for itself makes."""


class Row(NamedTuple):
    """A line with something in it: its number in the file, counted from 1, and its cells."""

    line: int
    cells: tuple[str, ...]


Line = tuple[int, str]


def declared(lines: list[Line]) -> str | None:
    """The separator that a line such as "sep=;" declares, as Excel reads it; the line is taken away."""
    match = _DECLARED.fullmatch(lines[0][1].strip()) if lines else None
    if match is None:
        return None
    del lines[0]
    return "\t" if match[1] == "\\t" else match[1]


def separator_of(lines: Sequence[Line]) -> str | None:
    """The separator by which most rows are of one width and most cells are numbers, dates or gaps."""
    sample = lines[:TRIED]
    scores = {mark: _score(sample, mark) for mark in SEPARATOR_WORDS}
    return max(scores, key=lambda mark: scores[mark])


def split(lines: Sequence[Line], separator: str | None) -> Iterator[Row]:
    """Cells of every line; a quoted cell may go over several."""
    if separator is None:
        for number, line in lines:
            row = Row(number, _by_blanks(line))
            if max(map(len, row.cells)) > csv.field_size_limit():
                raise _unsplit(number, "a cell is too long")
            yield row
        return
    rows = list(_quoted(lines, separator, csv.QUOTE_MINIMAL))
    if any(cell.count("\n") > _RUNAWAY for row in rows for cell in row.cells):
        rows = list(_quoted(lines, separator, csv.QUOTE_NONE))
    yield from rows


def _by_blanks(line: str) -> tuple[str, ...]:
    """Cells between blanks; a quoted one may contain some."""
    return tuple(next(csv.reader([" ".join(line.split())], delimiter=" "))) if '"' in line else tuple(line.split())


def width_of(rows: Sequence[Row]) -> int:
    """The number of cells that most rows have."""
    return Counter(len(row.cells) for row in rows).most_common(1)[0][0]


def kind_of(cell: str, decimal: str | None = None) -> str:
    """Whether a cell is a "number", "date", "gap" or "word"; without a decimal sign, a number by either."""
    if is_gap(cell):
        return "gap"
    signs = (decimal,) if decimal else (".", ",")
    if any(not np.isnan(read_number(cell, sign)) for sign in signs):
        return "number"
    return "date" if looks_like_a_date(cell) else "word"


def _quoted(lines: Sequence[Line], separator: str, quoting: Literal[0, 3]) -> Iterator[Row]:
    texts = (f"{line}\n" for _, line in lines)
    reader, first = csv.reader(texts, delimiter=separator, quoting=quoting, skipinitialspace=True), 0
    try:
        for cells in reader:
            yield Row(lines[first][0], tuple(map(str.strip, cells)))
            first = reader.line_num
    except csv.Error as error:
        raise _unsplit(lines[min(first, len(lines) - 1)][0], str(error)) from None


def _unsplit(line: int, why: str) -> InvalidValue:
    sentence = f"Line {line} cannot be split into cells: {why}."
    return InvalidValue("table", why, "rows of numbers, separated by commas", sentence)


def _score(lines: Sequence[Line], separator: str | None) -> float:
    """How well a separator does, from 0 to a little above 1; below 0 if no cells can be made with it."""
    try:
        rows = list(split(lines, separator))
    except InvalidValue:
        return -1.0
    width = width_of(rows)
    if width == 1 and separator is not None:
        return 0.0
    alike = [row for row in rows if len(row.cells) == width]
    kinds = Counter(kind_of(cell) for row in alike for cell in row.cells)
    understood = (kinds["number"] + kinds["date"] + 0.97 * kinds["gap"]) / kinds.total()
    score = round(len(alike) / len(rows) * understood, 2) + 0.01 * (width > 1)
    return score - 0.5 * (separator == "," and width == 2 and _is_one_column(rows))


def _is_one_column(rows: Sequence[Row]) -> bool:
    """Whether commas stand within numbers: under one name, or where what is after them has zeros in front."""
    head = [row for row in rows[:3] if all(kind_of(cell) == "word" for cell in row.cells)]
    body = [row.cells for row in rows if row not in head]
    if (head and len(head[-1].cells) != 1) or any(kind_of(",".join(cells)) != "number" for cells in body):
        return False
    return bool(head) or any(re.fullmatch(r"0\d+", cells[-1]) for cells in body)
