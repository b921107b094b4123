"""The gradient highway under construction: training step × time step, for every learner on one log scale."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.theme import (
    BACK_AXIS,
    GRADIENT_SCALE,
    axis_key,
    axis_name,
    build,
    cell_line,
    decade_bar,
    panels,
)
from gruviz.training.history import History
from gruviz.validation import InvalidValue
from gruviz.wording import power, share, steps

FLOOR, CEILING = -12, 0
"""Powers of ten at the ends of the scale; other values keep their number in the hover and the table."""


def gradient_highway(learned: list[History], total: int, *, theme: str = "light") -> go.Figure:
    """Draw, for each learner, the gradient's ratio to the last step over updates (right) and steps (up).

    Args:
        learned: One history for each learner.
        total: Updates planned, the end of the axis.
        theme: "light" or "dark".
    """
    return highway_chart(learned, total).styled(theme)


def highway_chart(learned: list[History], total: int) -> Chart:
    """The same as a chart."""
    if not learned:
        raise InvalidValue("histories", "empty", "at least one learner that has told something")
    stack = panels([history.label for history in learned], pixels=150)
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"annotations": stack.headings}
    for i, history in enumerate(learned):
        traces.append(_panel(history, i, stack.extents))
        last = i == len(learned) - 1
        layout[axis_key("x", i)] = {
            "range": [-0.5, total],
            "anchor": axis_name("y", i),
            "showgrid": False,
            "title": {"text": "updates" if last else ""},
        }
        layout[axis_key("y", i)] = {
            "domain": stack.extents[i],
            "anchor": axis_name("x", i),
            "showgrid": False,
            "title": {"text": "steps back"},
        }
    return Chart(build(traces, layout), _title(learned), _summary(learned), _table(learned), stack.height)


def profile_chart(learned: list[History], at: int) -> Chart:
    """The profile of every learner at its last event not later than `at` updates."""
    if not learned:
        raise InvalidValue("histories", "empty", "at least one learner that has told something")
    traces: list[dict[str, Any]] = []
    table: dict[str, list[Any]] = {}
    parts = []
    seen: set[str] = set()
    for history in learned:
        row = history.row_at(at)
        ratio = history.ratio[row]
        lags = np.arange(len(ratio) - 1, -1, -1)
        traces.append(
            {
                "type": "scatter",
                "x": lags,
                "y": np.where(np.isfinite(ratio) & (ratio > 0), ratio, np.nan),
                "name": history.label,
                "hovertemplate": "%{y:.2e}",
                **cell_line(history.cell, history.cell in seen),
            }
        )
        seen.add(history.cell)
        table.setdefault("steps before the loss", lags.tolist())
        table[f"{history.label}: ratio"] = ratio.tolist()
        table[f"{history.label}: gradient norm"] = history.profile[row].tolist()
        parts.append(f"{history.label} {power(float(ratio[0]))}")
    length = len(table["steps before the loss"]) - 1
    layout: dict[str, Any] = {
        "xaxis": {"title": {"text": BACK_AXIS}, "range": [length * 1.01, -length * 0.01]},
        "yaxis": {
            "title": {"text": "gradient norm ÷ its norm at the loss"},
            "type": "log",
            "range": [-16, 2],
            "dtick": 4,
            "exponentformat": "power",
        },
        "hovermode": "x unified",
    }
    title = f"After {at} updates"
    over = "sequences and seeds" if max(history.loss.shape[1] for history in learned) > 1 else "sequences"
    summary = f"Kept over {steps(length)} after {at} updates: {', '.join(parts)}. Medians over {over}."
    return Chart(build(traces, layout), title, summary, table, height=360)


def _panel(history: History, i: int, extents: list[tuple[float, float]]) -> dict[str, Any]:
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.log10(history.ratio)
    shown = np.clip(np.nan_to_num(log, nan=np.nan, posinf=CEILING, neginf=FLOOR), FLOOR, CEILING)
    return {
        "type": "heatmap",
        "x": history.steps,
        "y": np.arange(history.ratio.shape[1] - 1, -1, -1),
        "z": shown.T.astype(np.float32),
        "customdata": history.ratio.T,
        "zmin": FLOOR,
        "zmax": CEILING,
        "colorscale": GRADIENT_SCALE,
        "showscale": i == 0,
        "colorbar": decade_bar("gradient<br>ratio", FLOOR, CEILING, extents[0]),
        "xaxis": axis_name("x", i),
        "yaxis": axis_name("y", i),
        "hovertemplate": "after %{x} updates, %{y} steps back: %{customdata:.2e}<extra></extra>",
    }


def growth(history: History) -> float:
    """By what factor the gradient at the initial state has changed since before the first update."""
    first, now = float(history.ratio[0, 0]), float(history.ratio[-1, 0])
    return now / first if first > 0 else np.inf if now > 0 else np.nan


def _title(learned: list[History]) -> str:
    best = max(learned, key=lambda history: float(np.nan_to_num(history.ratio[-1, 0], nan=-1.0, posinf=np.inf)))
    distance = steps(best.ratio.shape[1] - 1)
    kept = float(best.ratio[-1, 0])
    if kept >= 2:
        return f"{best.label} now multiplies its gradient {power(kept)} times over {distance}"
    return f"{best.label} now keeps {share(kept) if kept > 0 else 'nothing'} of its gradient over {distance}"


def _summary(learned: list[History]) -> str:
    parts = [f"{history.label} {_change(history)}" for history in learned]
    return f"The gradient at the first step, relative to the last: {'; '.join(parts)}. One colour scale for all."


def _change(history: History) -> str:
    first, now = float(history.ratio[0, 0]), float(history.ratio[-1, 0])
    return f"from {power(first)} to {power(now)}" if len(history.steps) > 1 else power(now)


def _table(learned: list[History]) -> dict[str, Any]:
    updates = np.unique(np.concatenate([history.steps for history in learned]))
    rows, columns = len(updates), learned[0].ratio.shape[1]
    table: dict[str, Any] = {
        "updates": np.repeat(updates, columns),
        "steps back": np.tile(np.arange(columns - 1, -1, -1), rows),
    }
    for history in learned:
        padded = np.full((rows, columns), np.nan)
        padded[np.searchsorted(updates, history.steps)] = history.ratio
        table[history.label] = padded.ravel()
    return table
