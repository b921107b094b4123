"""Numbers that stand for a missing value, such as −999: found by what they are and how far they are from the others."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gruviz.wording import true_minus

NAMED = frozenset({-200.0, -777.0, -888.0, -7777.0, -8888.0, -32768.0, -2147483648.0, 1e20, 1e30, -1e30, 1e36, -1e36})
"""Numbers other than nines that programs and sensors write where they have no value."""
ENOUGH = 20
"""Other values by which one tells what is far from them, at least."""
FAR = 0.3
"""How far outside the range of all other values such a number is, at least, in widths of that range."""
_NINES = re.compile(r"-?9+(?:\.9*0*)?")


class Sentinel(NamedTuple):
    """A number that may stand for a missing value, and how often it stands there."""

    value: float
    times: int

    def __str__(self) -> str:
        how_often = "once" if self.times == 1 else f"{self.times:,} times"
        return true_minus(f"{self.value:,.10g} stands {how_often}")


def is_nines(cell: str) -> bool:
    """Whether a number is written with nines only, two at least."""
    return bool(_NINES.fullmatch(cell)) and cell.count("9") > 1


def sentinels(numbers: Sequence[float]) -> tuple[Sentinel, ...]:
    """Find them in a column: nines and the like far from all else, and −1 below what is never negative.

    Args:
        numbers: nan where the column has a gap.
    """
    counts = Counter(number for number in numbers if np.isfinite(number))
    odd = {number for number in counts if number in NAMED or is_nines(f"{number:.10g}") or 9.9e36 < number < 1e37}
    others = np.array([number for number in counts if number not in odd and number != -1])
    if sum(counts[number] for number in others.tolist()) < ENOUGH:
        return ()
    low, high = float(others.min()), float(others.max())
    margin = FAR * (high - low)
    found = [number for number in sorted(odd) if number < low - margin or number > high + margin]
    if -1 in counts and low >= 0 and high >= 5:
        found.append(-1.0)
    return tuple(Sentinel(number, counts[number]) for number in found)
