"""The scales on which one predicts a number: where one may point, how far off one is, and how that is said."""

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from math import log10

from gruviz.wording import power, share, steps


@dataclass(frozen=True)
class Scale(ABC):
    """Where a number is predicted.

    Args:
        tolerance: How far off still counts as right, in the scale's own unit; up to twice that is close.
    """

    tolerance: float

    @abstractmethod
    def places(self, seq_len: int) -> list[float]:
        """What one may predict, rising; in a run of so many steps."""

    @abstractmethod
    def words(self, place: float) -> str:
        """A place, in the unit in which the run's own number is said."""

    @abstractmethod
    def off(self, guess: float, truth: float) -> float:
        """How far a guess lies above the truth; what lies beyond the ends of the scale counts as its end."""

    @abstractmethod
    def distance(self, off: float) -> str:
        """A distance in words."""

    def allowed(self, truth: float) -> float:
        """The distance that counts as right."""
        return self.tolerance


SHARE_COUNTS = 0.01
"""From here on a factor of ten is the whole question: a factor of two is allowed."""


@dataclass(frozen=True)
class Orders(Scale):
    """Powers of ten.

    Args:
        low: Exponent at the lower end.
        high: Exponent at the upper one.
        step: Exponents between two places.
    """

    low: float
    high: float
    step: float = 0.5

    def places(self, seq_len: int) -> list[float]:
        exponents = [self.low + self.step * i for i in range(round((self.high - self.low) / self.step) + 1)]
        return [float(f"{10**exponent:.3g}") for exponent in exponents]  # as an address writes them

    def words(self, place: float) -> str:
        exponent = log10(place)
        end = " or less" if exponent <= self.low + 1e-3 else " or more" if exponent >= self.high - 1e-3 else ""
        return share(place).removeprefix("1.0 × ") + end

    def off(self, guess: float, truth: float) -> float:
        return log10(guess) - self._place(truth)

    def _place(self, truth: float) -> float:
        if math.isnan(truth) or truth <= 0:
            return self.low
        return self.high if math.isinf(truth) else min(max(log10(truth), self.low), self.high)

    def allowed(self, truth: float) -> float:
        return min(self.tolerance, 0.3) if truth >= SHARE_COUNTS else self.tolerance

    def distance(self, off: float) -> str:
        if abs(off) < 1:
            return f"a factor of {power(10 ** abs(off))}"
        text = f"{abs(off):.1f}".removesuffix(".0")
        return f"{text} order{'' if text == '1' else 's'} of magnitude"


@dataclass(frozen=True)
class Percent(Scale):
    """From 0 to 100%, evenly."""

    def places(self, seq_len: int) -> list[float]:
        return [i / 20 for i in range(21)]

    def words(self, place: float) -> str:
        return f"{100 * place:.0f}%"

    def off(self, guess: float, truth: float) -> float:
        return guess - (min(max(truth, 0.0), 1.0) if not math.isnan(truth) else 0.0)

    def distance(self, off: float) -> str:
        return f"{100 * abs(off):.0f} percentage points"


@dataclass(frozen=True)
class Steps(Scale):
    """A number of steps of the sequence; the tolerance is a share of the truth, and one step at least."""

    def places(self, seq_len: int) -> list[float]:
        rounds = [n * 10**k for k in range(4) for n in (1, 1.5, 2, 3, 4, 5, 6, 8)]
        return [*(float(n) for n in rounds if n < seq_len and n == int(n)), float(seq_len)]

    def words(self, place: float) -> str:
        return steps(place)

    def off(self, guess: float, truth: float) -> float:
        return guess - truth

    def allowed(self, truth: float) -> float:
        return max(1.0, self.tolerance * truth)

    def distance(self, off: float) -> str:
        return steps(abs(off))
