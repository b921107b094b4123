"""How people write numbers, and what they write where one is missing."""

import math
import re

LARGEST = 1e100
"""Magnitude of a number in a table: far from where its square overflows."""
GAPS = frozenset({"", "-", "na", "n/a", "nan", "null", "none", "."})
"""What stands for a missing value, in lower case."""

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,'\u00a0\u202f ]\d{3})+(?:\.\d*)?")
_AMBIGUOUS = re.compile(r"[+-]?\d{1,3},\d{3}")


def read_number(cell: str, separator: str | None = None) -> float:
    """The number in a cell; nan where there is none, infinite where it is above `LARGEST`.

    It has a decimal point, and thousands may be set apart.
    """
    if _AMBIGUOUS.fullmatch(cell) and separator != ",":
        return math.nan  # beside semicolons, 0,900 may well be 0.9
    if is_grouped(cell):
        cell = re.sub(r"[^\d.+-]", "", cell)
    try:
        number = math.nan if "_" in cell else float(cell)
    except ValueError:
        return math.nan
    return math.copysign(math.inf, number) if abs(number) > LARGEST else number


def is_grouped(cell: str) -> bool:
    """Whether a cell is a number whose thousands are set apart."""
    return bool(_GROUPED.fullmatch(cell))


def is_gap(cell: str) -> bool:
    """Whether a cell stands for a missing value."""
    return cell.lower() in GAPS
