"""The axes of a still picture: where values lie on them, and their ticks, read from a figure's layout."""

import math
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.wording import power, tenth_power, true_minus

MOST_TICKS = 6
"""Ticks of an axis that leaves the choice to us."""


class Scale(NamedTuple):
    """An axis between two ends, as it counts: powers of ten on a logarithmic one.

    Args:
        title: What is measured.
        low: At its start, the left or the bottom.
        high: At its other end; below `low` where it runs backwards.
        is_log: Whether it counts powers of ten.
        ticks: Values and words.
    """

    title: str
    low: float
    high: float
    is_log: bool
    ticks: tuple[tuple[float, str], ...]

    @classmethod
    def of(cls, axis: Mapping[str, Any], values: Array) -> "Scale":
        """Read an axis of Plotly's layout, which covers these values where it has no range."""
        is_log = axis.get("type") == "log"
        low, high = (float(end) for end in axis.get("range") or _extent(values, is_log))
        title = str(axis.get("title", {}).get("text", ""))
        return cls(title, low, high, is_log, tuple(_ticks(axis, low, high, is_log)))

    def counts(self, values: Array) -> Array:
        """Values as the axis counts; nan where they have no place."""
        values = np.asarray(values, np.float64)
        known = np.isfinite(values) & ((values > 0) | (not self.is_log))
        safe = np.where(known, values, 1.0)
        return np.where(known, np.log10(safe) if self.is_log else safe, np.nan)

    def along(self, counted: Array) -> Array:
        """From 0 at the start to 1 at the other end."""
        return (counted - self.low) / ((self.high - self.low) or 1.0)


def _extent(values: Array, is_log: bool) -> tuple[float, float]:
    known = values[np.isfinite(values) & ((values > 0) | (not is_log))]
    if not len(known):
        return 0.0, 1.0
    low, high = float(known.min()), float(known.max())
    return (math.log10(low), math.log10(high)) if is_log else (min(low, 0.0), high or 1.0)


def _ticks(axis: Mapping[str, Any], low: float, high: float, is_log: bool) -> list[tuple[float, str]]:
    """Of the axis itself, or a few round numbers, as the axis counts."""
    first, last = sorted((low, high))
    if axis.get("tickvals") is not None:
        values = [float(value) for value in axis["tickvals"]]
        words = [str(text) for text in axis.get("ticktext", [power(value) for value in values])]
        counted = [math.log10(value) if is_log else value for value in values if value > 0 or not is_log]
        pairs = list(zip(counted, words, strict=True))
    elif is_log:
        apart = max(1, math.ceil((last - first) / MOST_TICKS))
        pairs = [(float(at), tenth_power(at)) for at in range(math.ceil(first), math.floor(last) + 1, apart)]
    else:
        suffix = str(axis.get("ticksuffix", ""))
        pairs = [(value, true_minus(f"{value:,.10g}") + suffix) for value in _round(first, last, axis.get("dtick"))]
    return [(at, words) for at, words in pairs if first <= at <= last]


def _round(first: float, last: float, apart: float | None) -> list[float]:
    """Multiples of 1, 2 or 5 times a power of ten."""
    rough = (last - first) / MOST_TICKS or 1.0
    unit = 10.0 ** math.floor(math.log10(rough))
    step = apart or next(times * unit for times in (1, 2, 5, 10) if times * unit >= rough)
    return [round(step * count, 10) for count in range(math.ceil(first / step), math.floor(last / step) + 1)]
