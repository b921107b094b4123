"""How long controllers balance a pole."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from gruviz.figures.drawing.axes import axis, rows_axis, rows_height
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import scatter
from gruviz.figures.drawing.palette import cell_color, faded
from gruviz.validation import InvalidValue
from gruviz.wording import listed

Attempts = Mapping[str, tuple[str, NDArray[np.int64]]]
"""By label, the key of the cell and the steps until each attempt fell, (B,)."""


def balanced_steps(attempts: Attempts, limit: int, *, theme: str = "light") -> go.Figure:
    """Draw the steps that every attempt lasted, and their median.

    Args:
        attempts: By label, the key of the cell and steps (B,).
        limit: Steps after which an attempt ended upright.
        theme: "light" or "dark".
    """
    return balanced_chart(attempts, limit).styled(theme)


def balanced_chart(attempts: Attempts, limit: int) -> Chart:
    """Draw a row of points for each controller, an upright bar at its median."""
    if not attempts:
        raise InvalidValue("attempts", "none", "those of at least one network")
    traces = [trace for label, (cell, steps) in attempts.items() for trace in _row(label, cell, steps)]
    layout = {
        "xaxis": axis("steps balanced (50 a second)", range=[-0.02 * limit, 1.02 * limit]),
        "yaxis": rows_axis(list(attempts), "controller"),
        "showlegend": False,
    }
    height = rows_height(len(attempts)) + 20 * len(attempts)
    return Chart(build(traces, layout), _title(attempts, limit), _summary(attempts, limit), _table(attempts), height)


def _row(label: str, cell: str, steps: NDArray[np.int64]) -> list[dict[str, Any]]:
    color = cell_color(cell)
    end = f"<extra>{label}</extra>"
    marks = {"size": 11, "color": faded(color, 0.45), "line": {"color": color, "width": 1}}
    bar = {"symbol": "line-ns", "size": 30, "line": {"color": color, "width": 4}}
    return [
        scatter(
            steps,
            [label] * len(steps),
            label,
            "start %{customdata}: %{x} steps" + end,
            mode="markers",
            marker=marks,
            customdata=np.arange(1, len(steps) + 1),
        ),
        scatter(
            [float(np.median(steps))],
            [label],
            f"{label}, median",
            "median %{x:.0f} steps" + end,
            mode="markers",
            marker=bar,
        ),
    ]


def _table(attempts: Attempts) -> dict[str, list[Any]]:
    rows = [(label, i + 1, int(n)) for label, (_, steps) in attempts.items() for i, n in enumerate(steps)]
    return {name: [row[i] for row in rows] for i, name in enumerate(("controller", "start", "steps balanced"))}


def _title(attempts: Attempts, limit: int) -> str:
    means = {label: float(steps.mean()) for label, (_, steps) in attempts.items()}
    best = [label for label, mean in means.items() if mean == max(means.values())]
    if len(best) == len(means) > 1:
        return f"All balance equally long: {max(means.values()):.0f} of {limit} steps on average"
    last = "lasts" if len(best) == 1 else "last"
    who = listed(best)
    return f"{who[0].upper()}{who[1:]} {last} longest: {max(means.values()):.0f} of {limit} steps on average"


def _summary(attempts: Attempts, limit: int) -> str:
    parts = [
        f"{label}: mean {steps.mean():.0f} steps, median {np.median(steps):.0f}, {int((steps >= limit).sum())} of "
        f"{len(steps)} attempts upright to the end"
        for label, (_, steps) in attempts.items()
    ]
    return f"Steps balanced in simulation. {'. '.join(parts)}. All have equal starts and blackouts."
