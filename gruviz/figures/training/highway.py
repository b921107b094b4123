"""The gradient highway under construction: training step × time step, for every learner on one log scale."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.heatmaps import decade_bar, decade_map, heatmap
from gruviz.figures.drawing.palette import END_COLOR, faded
from gruviz.figures.drawing.panels import Extent, on_panel, panels, stacked_axes
from gruviz.training.history import History
from gruviz.validation import InvalidValue
from gruviz.wording import left, steps

LIMITS = FLOOR, CEILING = -12, 0
"""Powers of ten at the ends of the colours; other values keep their number in the hover and the table."""

STRIPES = 24
"""Across a panel, where a gradient is exactly zero."""
CUT, NOTHING = "exactly zero: cut", "zero: less than float32 can hold, or nothing"


def gradient_highway(
    histories: Sequence[History], total: int, *, truncation: int | None = None, theme: str = "light"
) -> go.Figure:
    """Draw, for each learner, the gradient's ratio to the last step over updates (right) and steps (up).

    Args:
        histories: One for each learner.
        total: Updates planned, the end of the axis.
        truncation: Steps after which backpropagation was cut, for the words; None if it was not.
        theme: "light" or "dark".
    """
    return highway_chart(histories, total, truncation).styled(theme)


def highway_chart(histories: Sequence[History], total: int, truncation: int | None = None) -> Chart:
    """Draw a panel for each learner, all on one colour scale; what is exactly zero is hatched."""
    if not histories:
        raise InvalidValue("histories", "empty", "at least one learner that has reported something")
    stack = panels([history.label for history in histories], pixels=150)
    along = axis("updates", range=[-0.5, total], showgrid=False)
    layout = stacked_axes(stack, along, axis("steps back", showgrid=False))
    traces = highway_panels(histories, stack.extents, truncation)
    if traces[-1]["type"] != "heatmap":
        layout |= {"showlegend": True}
    return Chart(
        build(traces, layout),
        highway_title(histories, truncation),
        highway_summary(histories),
        highway_table(histories),
        stack.height,
    )


def highway_panels(
    histories: Sequence[History], extents: Sequence[Extent], truncation: int | None = None, *, first: int = 0
) -> list[dict[str, Any]]:
    """The maps of some learners, a panel each; after them, where a gradient is exactly zero, what hatching means.

    Args:
        histories: Of the learners.
        extents: Where all panels of the figure lie.
        truncation: As in `gradient_highway`.
        first: Index of the first map's panel.
    """
    traces = [_panel(history, i, extents[first], bar=i == first) for i, history in enumerate(histories, first)]
    zeros = [_zeros(history, i) for i, history in enumerate(histories, first) if (history.ratio == 0).any()]
    return [*traces, *zeros, _legend(CUT if truncation else NOTHING)] if zeros else traces


def _panel(history: History, i: int, extent: Extent, *, bar: bool) -> dict[str, Any]:
    lags = np.arange(history.ratio.shape[1] - 1, -1, -1)
    beside = decade_bar("gradient<br>ratio", LIMITS, extent) if bar else None
    hover = "after %{x} updates, %{y} steps back: %{customdata:.2e}"
    known = np.where(history.ratio.T == 0, np.nan, history.ratio.T)
    return decade_map(history.steps, lags, known, LIMITS, hover=hover, bar=beside, **on_panel(i))


def _zeros(history: History, i: int) -> dict[str, Any]:
    """Hatch the cells whose gradient is exactly zero: on the scale they would look like 10⁻¹²."""
    lags = np.arange(history.ratio.shape[1] - 1, -1, -1)
    wide = max(1, min(history.ratio.shape) // STRIPES)
    stripes = np.add.outer(lags, np.arange(len(history.steps))) // wide % 2
    cells = np.where(history.ratio.T == 0, stripes, np.nan)
    hover = "after %{x} updates, %{y} steps back: exactly 0"
    scale = [[0, faded(END_COLOR, 0)], [1, END_COLOR]]
    return heatmap(history.steps, lags, cells, (0, 1), scale=scale, hover=hover, **on_panel(i))


def _legend(name: str) -> dict[str, Any]:
    marker = {"symbol": "hash-open", "size": 12, "color": END_COLOR}
    return {"type": "scatter", "x": [None], "y": [None], "mode": "markers", "name": name, "marker": marker}


def growth(history: History) -> float:
    """By what factor the gradient at the initial state has changed since before the first update."""
    first, now = float(history.ratio[0, 0]), float(history.ratio[-1, 0])
    return now / first if first > 0 else np.inf if now > 0 else np.nan


def highway_title(histories: Sequence[History], truncation: int | None = None) -> str:
    """The learner whose gradient reaches furthest, and how much of it."""
    best = max(histories, key=lambda history: float(np.nan_to_num(history.ratio[-1, 0], nan=-1.0, posinf=np.inf)))
    distance = steps(best.ratio.shape[1] - 1)
    kept = float(best.ratio[-1, 0])
    if kept == 0 and truncation is not None:
        return f"No gradient goes back more than {steps(truncation)}, where it is cut"
    if kept >= 2:
        return f"{best.label} now has {left(kept)} its gradient, {distance} back"
    amount = left(kept).replace("1 in", "1 part in") if kept > 0 else "nothing"
    return f"{best.label} now has {amount} of its gradient left, {distance} back"


def highway_summary(histories: Sequence[History]) -> str:
    """Of every learner, the gradient at the first step before and now."""
    parts = [f"{history.label} {_change(history)}" for history in histories]
    return f"The gradient at the first step, relative to the last: {'; '.join(parts)}. One colour scale for all."


def _change(history: History) -> str:
    first, now = float(history.ratio[0, 0]), float(history.ratio[-1, 0])
    return f"from {left(first)} to {left(now)}" if len(history.steps) > 1 else left(now)


def highway_table(histories: Sequence[History]) -> dict[str, Any]:
    """A row for each update and step back, a column for each learner."""
    updates = np.unique(np.concatenate([history.steps for history in histories]))
    rows, columns = len(updates), histories[0].ratio.shape[1]
    table: dict[str, Any] = {
        "updates": np.repeat(updates, columns),
        "steps back": np.tile(np.arange(columns - 1, -1, -1), rows),
    }
    for history in histories:
        padded = np.full((rows, columns), np.nan)
        padded[np.searchsorted(updates, history.steps)] = history.ratio
        table[history.label] = padded.ravel()
    return table
