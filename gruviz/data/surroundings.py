"""What stands before and after the rows of data: titles, names of columns, units, footers."""

import re
from collections.abc import Sequence

from gruviz.data.sentinels import is_nines
from gruviz.data.separators import Row, kind_of
from gruviz.validation import InvalidShape

TOTALS = re.compile(r"(total|sum|mean|average|avg|source|note|summe|gesamt|mittel|somme|moyenne)\b", re.IGNORECASE)
"""How the last row begins where it sums up the others."""
_UNITS = re.compile(
    r"|[\[(].*[\])]|\d+[sdn]|[yYmMdDhH]{1,4}([-/.: T][yYmMdDhHsS]{1,4})*|n/a|none|%|[°µ]?[CKF]|deg\.?\s?[CKF]|h?Pa"
    r"|m?bar|[mckµ]?m([/ ]?s)?|k?g|[kMG]?Wh?|[mk]?V|m?A|pp[mb]|km/h|mph|[kM]?Hz|USD|EUR"
)
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")


def names_before(head: Sequence[Row], width: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the columns among the lines before the data, and what was left out of these, in words.

    The last line names the columns, unless it is a row of units; those before it are titles.
    """
    for row in head:
        if all(kind_of(cell) == "number" for cell in row.cells) and not _is_span(row):
            raise wrong_width(row, width)
    rows = [row for row in head if (len(row.cells) > 1 or width == 1) and not _is_span(row)]
    units = len(rows) > 1 and all(_UNITS.fullmatch(cell) for cell in rows[-1].cells)
    header = rows[-2:-1] if units else rows[-1:]
    names = tidy(header[0].cells) if header else ()
    if names and len(names) == width - 1 and all(names):  # as R writes tables, whose index has no name
        names = ("", *names)
    titles = len(head) - len(header) - units
    return names, (*left_out(titles, "title line"), *(["a row of units left out"] if units else []))


def is_row_of_years(row: Row, next_: Row) -> bool:
    """Whether a row names columns by the years above their values."""
    first, *years = row.cells
    if len(years) < 3 or not all(map(_YEAR.fullmatch, years)) or kind_of(first) == "number":
        return False
    numbers = list(map(int, years))
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and next_.cells[1:] != row.cells[1:]


def check_foot(foot: Sequence[Row], width: int) -> None:
    """Refuse a last line that is cut off, rather than take it for a footer."""
    for row in foot:
        first = next(cell for cell in row.cells if cell)
        is_footer = kind_of(first) not in ("number", "date") or is_nines(first) or TOTALS.match(first)
        if len(row.cells) != width and not is_footer:
            raise wrong_width(row, width)


def is_slip(row: Row) -> bool:
    """Whether a line below one column of numbers is rather a mistake in it than a footer: a single word."""
    return len(row.cells) == 1 and " " not in row.cells[0] and not TOTALS.match(row.cells[0])


def wrong_width(row: Row, width: int) -> InvalidShape:
    """The error of a row that has too few cells or too many."""
    count = len(row.cells)
    sentence = f"Line {row.line} has {count} cell{'s' * (count != 1)}, and most lines have {width}."
    return InvalidShape("table", f"line {row.line}: {count} cell(s)", f"{width} cell(s) in every line", sentence)


def named(name: str) -> str:
    """A column by its name, for the middle of a sentence."""
    return name if name.startswith("column ") else f"column {name}"


def tidy(cells: Sequence[str]) -> tuple[str, ...]:
    """Names on one line, with single blanks."""
    return tuple(" ".join(cell.split()) for cell in cells)


def left_out(count: int, one: str, more: str = "") -> tuple[str, ...]:
    """How many of something were left out, in words; nothing of none."""
    return (f"{count} {one if count == 1 else more or one + 's'} left out",) if count else ()


def _is_span(row: Row) -> bool:
    """Whether a line only names a first and a last year, as climate tables begin."""
    return len(row.cells) == 2 and all(map(_YEAR.fullmatch, row.cells))
