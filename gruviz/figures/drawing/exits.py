"""Lines that go back in time, and where they leave the chart."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import drawable
from gruviz.figures.drawing.left_scale import LeftScale
from gruviz.figures.drawing.lines import line, scatter
from gruviz.wording import left

LEAVES = ": leaves the chart"
"""End of the name of a mark."""
Lags = NDArray[np.integer[Any]]


def back_line(
    name: str, lags: Lags, values: Array, up: LeftScale, pen: dict[str, Any], **more: Any
) -> list[dict[str, Any]]:
    """A line of what is left, with a mark where it leaves the chart; arguments as of `exits`, and how it looks."""
    words = [left(value) for value in values.tolist()]
    drawn = drawable(values)
    trace = line(lags, drawn, name, "%{customdata}", pen=pen, customdata=words, **more)
    return [trace, *exits(name, lags, drawn, up, pen["color"], **more)]


def exits(name: str, lags: Lags, values: Array, up: LeftScale, color: str, **more: Any) -> list[dict[str, Any]]:
    """A triangle where a line leaves the drawn range on its way back; nothing where it stays within.

    Args:
        name: Of the line.
        lags: Steps before the loss, falling, (N,).
        values: (N,); nan where nothing is drawn.
        up: The vertical scale.
        color: Of the line.
        more: What else Plotly is to know of the mark.
    """
    low, high = up.ends
    outside = np.flatnonzero((values < low) | (values > high))
    if not len(outside):
        return []
    row = outside[-1]
    above = bool(values[row] > high)
    words = f"the line goes on to {left(float(values[0]))}" if np.isfinite(values[0]) else "the line goes on"
    ink = {"symbol": "triangle-up" if above else "triangle-down", "size": 13, "color": color}
    look = {"mode": "markers", "marker": ink, "showlegend": False, "cliponaxis": False}
    return [scatter([lags[row]], [up.ends[above]], name + LEAVES, words, **look, **more)]
