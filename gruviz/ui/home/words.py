"""How much of a signal is left, as one says it to a person who has never heard of gradients."""

import math

from gruviz.engine.decay import FINITE, OVERFLOWED, UNDERFLOWED
from gruviz.engine.verdicts import LITTLE
from gruviz.wording import TWICE, large, left, true_minus


def factor(value: float, places: int = 2) -> str:
    """What a step multiplies by.

    Args:
        value: Nan or infinite where there is none.
        places: Behind the point.
    """
    if not math.isfinite(value):
        return "–"
    return large(math.log10(value)) if value >= 100 else f"{value:.{places}f}"


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
        return f"{name} has more of the signal than a number can say"
    if status == UNDERFLOWED:
        return f"{name} has too little left to tell from zero"
    if status != FINITE or value == 0:
        return f"{name} has exactly nothing left"
    if value > 1:
        return f"{name} has {part_of(value)}"
    if value >= 0.5:
        return f"{name} still has {part_of(value)}"
    if value >= LITTLE:
        return f"{name} has {part_of(value)} left"
    amount = left(value)
    if amount.endswith("%"):
        return f"{name} has only {amount} left"
    return f"{name} has {amount.replace('1 in', '1 part in')}"


def part_of(value: float) -> str:
    """What is left of the signal: "62% of the signal", "59 times the signal"."""
    return f"{left(value)} {'the signal' if value >= TWICE else 'of the signal'}"


def bias_words(value: float) -> str:
    """A bias with a true minus."""
    return true_minus(f"{value:g}")
