"""How much of a signal is left, as one says it to a person who has never heard of gradients."""

import math

from gruviz.engine.decay import FINITE, OVERFLOWED, UNDERFLOWED
from gruviz.engine.verdicts import LITTLE, MUCH, TWICE
from gruviz.wording import true_minus

SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def amount(value: float) -> str:
    """A part of the signal: "62%", "0.13%", "1 in 5 million", "59 times". Words.js says the same in the browser."""
    if value == 0:
        return "nothing"
    if not math.isfinite(value):
        return "beyond numbers"
    if value >= TWICE:
        return f"{_large(value)} times"
    return _percent(100 * value) if value >= 0.001 else f"1 in {_large(1 / value)}"


def factor(value: float, places: int = 2) -> str:
    """What a step multiplies by.

    Args:
        value: Nan or infinite where there is none.
        places: Behind the point.
    """
    if not math.isfinite(value):
        return "–"
    return _large(value) if value >= 100 else f"{value:.{places}f}"


def rate(value: float) -> str:
    """What a step multiplies by on average: so many places that 1 and 0 are said of nothing else."""
    if 0.995 <= value < 1.005 and value != 1:
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return factor(value) if value >= 0.005 or value != value else factor(value, 4)


def fate(name: str, value: float, status: str) -> str:
    """What has become of the signal in a network, as a sentence without a full stop.

    Args:
        name: Of the network, with its article.
        value: Median ratio at the beginning.
        status: Of that ratio, one of those of `Band`.
    """
    if status == OVERFLOWED:
        return f"in {name} the signal has grown beyond all numbers"
    if status == UNDERFLOWED:
        return f"{name} has too little left to tell from zero"
    if status != FINITE or value == 0:
        return f"{name} has exactly nothing left"
    if value > TWICE:
        return f"in {name} the signal has {'exploded' if value > MUCH else 'grown'} to {amount(value)} its size"
    if value > 1.05:
        return f"in {name} the signal has grown to {amount(value)} of its size"
    if value >= 0.5:
        return f"{name} still has {amount(value)} of the signal"
    if value >= LITTLE:
        return f"{name} has {amount(value)} of the signal left"
    left = amount(value)
    return f"{name} has only {left} left" if left.endswith("%") else f"{name} has {left.replace('1 in', '1 part in')}"


def tick(power: int) -> str:
    """A power of ten at an axis: "100%", "1%", "0.01%", then "10⁻⁸"; above all of it "10²×"."""
    if power > 0:
        return f"10{str(power).translate(_SUPERSCRIPT)} ×"
    return f"{100 * 10**power:g}%" if power >= -4 else f"10⁻{str(-power).translate(_SUPERSCRIPT)}"


def bias_words(value: float) -> str:
    """A bias with a true minus."""
    return true_minus(f"{value:g}")


def _percent(value: float) -> str:
    """Two digits; 100 is said of nothing less and nothing more."""
    if 99.5 <= value < 100.5 and value != 100:
        return f"{min(value, 99.9):.1f}%" if value < 100 else f"{max(value, 100.1):.1f}%"
    return f"{_rounded(value):g}%"


def _large(value: float) -> str:
    """A number of at least 2 in two digits and words: "2.3", "230,000", "5 million"."""
    if value >= 1e15:
        return f"10{str(math.floor(math.log10(value) + 0.5)).translate(_SUPERSCRIPT)}"
    rounded = _rounded(value)
    for size, name in SIZES:
        if rounded >= size:
            return f"{rounded / size:g} {name}"
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"


def _rounded(value: float) -> float:
    """To two digits, halves up, as the browser rounds; whole from 100 on stays in two digits."""
    exponent = math.floor(math.log10(value)) - 1
    units = math.floor(value / 10.0**exponent + 0.5)
    return units * 10.0**exponent if exponent >= 0 else units / 10.0**-exponent
