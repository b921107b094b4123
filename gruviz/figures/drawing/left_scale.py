"""The scale of what is left of something: logarithmic or linear, chosen by the lines drawn, with ticks for people."""

import math
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import Axis, axis, drawable, floor_below
from gruviz.validation import check_choice
from gruviz.wording import large, tenth_power

LEFT = "gradient that is left"
SCALES = ("log", "linear")
CEILINGS = (0.3, 1, 2, 4, 8, 16, 32)
"""Powers of ten at which a log axis may end above: a few, so that it seldom moves."""
LABELS = 9
"""Most intervals between the labels of a log axis."""
QUARTERS = 4
"""Intervals between the labels of a linear one."""
HEADROOM = 1.05
"""How much higher than its highest label a linear axis reaches."""


class LeftScale(NamedTuple):
    """A vertical axis and its two ends, as the axis counts: powers of ten on a log one."""

    kind: str
    low: float
    high: float

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and the highest value with a place on the axis."""
        return (10.0**self.low, 10.0**self.high) if self.kind == "log" else (self.low, self.high)

    def drawn(self, values: Array) -> Array:
        """The values that have a place, in or out of sight; nan for the others."""
        return drawable(values) if self.kind == "log" else np.where(np.isfinite(values), values, np.nan)

    def place(self, value: float) -> float:
        """Where a value lies as the axis counts; what has no place lies at the nearer end."""
        low, high = self.ends
        held = min(max(value, low), high) if value == value else high
        return math.log10(held) if self.kind == "log" else held

    def axis(self, title: str = LEFT) -> Axis:
        """The axis with its ticks."""
        return axis(title, type=self.kind, **self.ticks())

    def ticks(self) -> Axis:
        """What an axis needs to show the scale: its range, and ticks such as 100%, 1%, 0.01%, 10⁻⁸."""
        values = [10.0**power for power in self._powers()] if self.kind == "log" else self._parts()
        words = [tick_words(power) for power in self._powers()] if self.kind == "log" else map(multiple, values)
        return {"range": [self.low, self.high], "tickvals": values, "ticktext": list(words)}

    def _powers(self) -> list[int]:
        """Powers of ten to label: 0, and what lies evenly on both sides of it."""
        apart = next((apart for apart in (1, 2, 4, 8) if (self.high - self.low) / apart <= LABELS), 16)
        return [power for power in range(math.ceil(self.low), math.floor(self.high) + 1) if power % apart == 0]

    def _parts(self) -> list[float]:
        return [self.high / HEADROOM * part / QUARTERS for part in range(QUARTERS + 1)]


def left_scale(lines: Array, beside: Array, *, kind: str = "log") -> LeftScale:
    """The scale for lines of what is left.

    Args:
        lines: All values that the axis is for.
        beside: Those of references, which may stretch it as far down as the lines reach up, and no further.
        kind: One of `SCALES`.
    """
    check_choice("scale", kind, SCALES)
    everything = np.append(drawable(lines), 1.0)
    most = float(np.nanmax(everything))
    if kind == "linear":
        return LeftScale(kind, 0.0, HEADROOM * _round_above(min(most, 10.0 ** CEILINGS[-1])))
    high = next((power for power in CEILINGS if power > math.log10(most)), CEILINGS[-1])
    held = np.maximum(drawable(beside), 10.0 ** -max(high, 2))
    return LeftScale(kind, floor_below(np.append(everything, held)), high)


def tick_words(power: int) -> str:
    """A power of ten of what is left: 1%, 10⁻⁸, × 100."""
    if power > 0:
        return f"× {10**power:,}" if power < 5 else f"× {tenth_power(power)}"
    return f"{10.0 ** (power + 2):g}%" if power >= -4 else tenth_power(power)


def multiple(value: float) -> str:
    """A tick of a linear scale: 0%, 25%, × 2.5, × 50 million."""
    if value <= 1:
        return f"{100 * value:g}%"
    return f"× {value:g}" if value < 1000 else f"× {large(math.log10(value))}"


def _round_above(most: float) -> float:
    """1, or the first of 2, 5, 10, 20, 50, … that is no smaller."""
    if most <= HEADROOM:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(most))
    return next(times * unit for times in (1, 2, 5, 10) if times * unit >= most)
