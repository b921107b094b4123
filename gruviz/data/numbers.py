"""How people write numbers, and what they write where one is missing."""

import math
import re
from collections.abc import Iterable, Sequence

SAMPLE = 2000
"""Cells of a column, at least, by which its kind and its decimal sign are told."""
LARGEST = 1e100
"""Magnitude of a number in a table: far from where its square overflows."""
GAPS = frozenset(
    {"", "-", "--", "---", "–", "—", "na", "n/a", "n.a.", "#n/a", "#na", "nan", "-nan", "null", "nil", "none", "nd"}
    | {".", "..", "...", ":", "?", "*", "**", "***", "****", "*****", "missing", "m", "#value!", "#div/0!", "<na>"}
)
"""What stands for a missing value, in lower case."""

_DRESS = re.compile(r"^[$€£¥₹]|^(?:USD|EUR|GBP|CHF|Fr\.) ?|[ \u00a0\u202f]?(?:[$€£¥₹%]|USD|EUR|GBP|CHF)$")
"""A currency or a percent sign before or after a number."""
_MINUS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-", "\ufe63": "-", "\uff0d": "-"})
_SPACES = "'\u2019\u00a0\u202f\u2009 "
_GROUPED = {
    ".": re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:([,{_SPACES}])\d{{3}}(?:\1\d{{3}})*)(?:\.\d*)?"),
    ",": re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:([.{_SPACES}])\d{{3}}(?:\1\d{{3}})*)(?:,\d*)?"),
}
"""A number whose thousands are set apart, by its decimal sign."""
_PLAIN_COMMA = re.compile(r"[+-]?(?:\d+,\d*|,\d+)(?:[eE][+-]?\d+)?")
_ONE_MARK = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
"""With a point or a comma that may be a decimal sign or set thousands apart."""
_LIMIT = re.compile(r"<\s*(?=[\d.,])")


def read_number(cell: str, decimal: str = ".") -> float:
    """The number in a cell; nan where there is none, infinite where it is above `LARGEST`.

    Thousands may be set apart, a currency or percent sign may stand beside it, and a minus may be any dash, stand at
    the end or be a pair of brackets. "<2" is below a limit of detection, and read as half of it.

    Args:
        cell: Without blanks around it.
        decimal: The decimal sign, a point or a comma.
    """
    try:
        number = math.nan if "_" in cell else float(cell if decimal == "." else cell.replace(",", "."))
        if decimal == "." or "." not in cell:
            return _bounded(number)
    except ValueError:
        pass
    if ":" in cell or "/" in cell or cell.count("-") > 1:
        return math.nan  # a date or a time
    text = _bare(cell)
    if limit := _LIMIT.match(text):
        return read_number(text[limit.end() :], decimal) / 2
    if is_grouped(text, decimal):
        text = re.sub(rf"[{_SPACES}{',' if decimal == '.' else '.'}]", "", text)
    if decimal == ",":
        text = text.replace(",", ".") if _PLAIN_COMMA.fullmatch(text) or "." not in text else "no number"
    try:
        return math.nan if "_" in text else _bounded(float(text))
    except ValueError:
        return math.nan


def is_grouped(cell: str, decimal: str = ".") -> bool:
    """Whether a cell is a number whose thousands are set apart."""
    return bool(_GROUPED[decimal].fullmatch(_bare(cell)))


def is_gap(cell: str) -> bool:
    """Whether a cell stands for a missing value."""
    return cell.lower() in GAPS


def decimal_sign(columns: Iterable[Sequence[str]], separator: str | None) -> str:
    """The decimal sign of a table, a point or a comma: the one by which more of its cells are numbers.

    "1,050" alone may be either. It is thousands in a column that has 950 but not 1050, and in one whose cells are
    separated by commas, tabs or blanks; beside semicolons it has a decimal comma. "0,900" always has one.
    """
    votes, open_marks = {".": 0, ",": 0}, set()
    for column in columns:
        sample = column[:: max(1, len(column) // SAMPLE)]
        cells = [text for text in map(_bare, sample) if text[-1:].isdigit() or text[-1:] in (".", ",")]
        readings = [(cell, [sign for sign in votes if not math.isnan(read_number(cell, sign))]) for cell in cells]
        for _, signs in readings:
            if len(signs) == 1:
                votes[signs[0]] += 1
        either = [cell for cell, signs in readings if len(signs) == 2 and _ONE_MARK.fullmatch(cell.lstrip("+-"))]
        open_marks |= {"," if "," in cell else "." for cell in either}
        if either and _would_be_thousands(cells):
            votes["." if "," in either[0] else ","] += len(either)
    if votes["."] == votes[","] and open_marks == {","} and separator == ";":
        return ","
    return max(votes, key=lambda sign: votes[sign])


def _would_be_thousands(cells: Sequence[str]) -> bool:
    """Whether all whole numbers of a column are below 1,000, and some near it."""
    whole = [int(cell) for cell in cells if cell.lstrip("+-").isdecimal()]
    return any(abs(number) >= 100 for number in whole) and all(abs(number) < 1000 for number in whole)


def is_below_limit(cell: str) -> bool:
    """Whether a cell says only that a value is below a limit, such as "<1"."""
    return bool(_LIMIT.match(cell))


def _bare(cell: str) -> str:
    """A number without what stands around it, its minus a hyphen at its beginning."""
    if cell.isascii() and cell[-1:].isdigit() and (cell[0].isdigit() or (cell[0] in "+-" and cell[1:2].isdigit())):
        return cell
    text = _DRESS.sub("", _DRESS.sub("", cell.translate(_MINUS).strip()))
    if text[:1] == "(" and text[-1:] == ")" and text[1:2].isdigit():
        return "-" + text[1:-1]
    if text[-1:] == "-" and text[:1].isdigit():
        return "-" + text[:-1]
    sign, rest = text[:1], text[1:]
    return sign + _DRESS.sub("", rest.strip()) if sign in "+-" and rest else text


def _bounded(number: float) -> float:
    return math.copysign(math.inf, number) if abs(number) > LARGEST else number
