"""Axes: linear, of powers of ten, of named rows; and which values a log axis has a place for."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gruviz.arrays import Array

Axis = dict[str, Any]
"""An axis as Plotly's layout takes it."""

BACK_AXIS = "← back in time (steps before the loss)"
FLOORS = (-2, -4, -8, -16, -24, -32, -48)
"""Powers of ten at which a log axis may end."""
WIDE = 20
"""Characters beside a chart that leave a phone room for the chart."""


def axis(title: str, **more: Any) -> Axis:
    """An axis with its title, and what else Plotly is to know of it."""
    return {"title": {"text": title}, **more}


def back_axis(longest: int) -> Axis:
    """Steps before the loss, which stands at the right: time runs rightwards, gradients are read leftwards."""
    hover = {"unifiedhovertitle": {"text": "%{x} steps back"}}
    return axis(BACK_AXIS, range=[longest * 1.01, -longest * 0.01], zeroline=False, **hover)


def log_axis(
    title: str,
    floor: float | None = None,
    ceiling: float | None = None,
    *,
    apart: int = 4,
    ticks: Sequence[float] | None = None,
) -> Axis:
    """A log axis between two powers of ten; without them, as far as the values go.

    Args:
        title: What is measured.
        floor: Power of ten at the start.
        ceiling: Power of ten at the end.
        apart: Powers of ten from label to label.
        ticks: The values to label, as plain numbers, in place of every few powers of ten.
    """
    extent = {} if floor is None else {"range": [floor, ceiling]}
    labels = {"dtick": apart, "exponentformat": "power"} if ticks is None else {"tickvals": list(ticks)}
    return axis(title, type="log", **extent, **labels)


def floor_below(values: Array) -> int:
    """Power of ten at which a log axis of these values ends: one of a few, so that it seldom moves."""
    drawn = drawable(values)
    if np.isnan(drawn).all():
        return FLOORS[0]
    low = float(np.log10(np.nanmin(drawn)))
    return next((floor for floor in FLOORS if floor <= low), FLOORS[-1])


def drawable(values: Array) -> Array:
    """The values that a log axis has a place for; nan, which leaves a gap, in place of the others."""
    return np.where(np.isfinite(values) & (values > 0), values, np.nan)


def rows_axis(labels: Sequence[str], title: str, **more: Any) -> Axis:
    """A vertical axis with a row for each label, the first on top; long labels take two lines."""
    return axis(
        title,
        type="category",
        range=[len(labels) - 0.5, -0.5],
        categoryorder="array",
        categoryarray=list(labels),
        tickvals=list(labels),
        ticktext=[_broken(label) for label in labels],
        **more,
    )


def rows_height(count: int) -> int:
    """Pixels of a chart with so many rows."""
    return 110 + 40 * count


def _broken(label: str) -> str:
    """A label that breaks after its commas or, too wide for a phone, after the slash nearest to its middle."""
    slashes = [place for place, letter in enumerate(label[:-1], 1) if letter == "/"]
    if len(label) <= WIDE or not slashes:
        return label.replace(", ", ",<br>")
    middle = min(slashes, key=lambda place: abs(2 * place - len(label)))
    return f"{label[:middle]}<br>{label[middle:]}"
