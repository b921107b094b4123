"""The error above the gradient, on one axis of updates: what happens while the error seems to stand still."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import curve, line, pen
from gruviz.figures.drawing.palette import GREY
from gruviz.figures.drawing.panels import on_panel, panels, stacked_axes
from gruviz.figures.training.highway import highway_panels, highway_summary, highway_table, highway_title
from gruviz.tasks import Task
from gruviz.training.history import History
from gruviz.validation import InvalidValue
from gruviz.wording import power

PANEL = 150
"""Pixels of a panel."""
BAR = 90
"""Pixels beside the panels, for the colour bar."""
ABOVE = 2.2
"""How far up the axis of errors goes, in errors without memory: what lies above, at the start, is of no interest."""


def error_and_highway(
    histories: Sequence[History], task: Task, length: int, total: int, *, theme: str = "light"
) -> go.Figure:
    """Draw the error of all learners, and below it how far back the gradient of each reaches, over updates.

    Args:
        histories: One for each learner.
        task: What they learn; scored by an error.
        length: T, for the error without memory.
        total: Updates planned, the end of the axis.
        theme: "light" or "dark".
    """
    return plateau_chart(histories, task, length, total).styled(theme)


def plateau_chart(histories: Sequence[History], task: Task, length: int, total: int) -> Chart:
    """Stack the error above a map of the gradient for each learner."""
    if not histories:
        raise InvalidValue("histories", "empty", "at least one learner that has reported something")
    (name, without), *_ = task.baselines(length).items()
    headings = [f"Error; dashed: {name}", *(f"Gradient of the {history.label}" for history in histories)]
    stack = panels(headings, pixels=PANEL)
    along = axis("updates", range=[-0.01 * total, total], showgrid=False)
    up = [axis(task.metric, range=[0, ABOVE * without]), *[axis("steps back", showgrid=False)] * len(histories)]
    layout = stacked_axes(stack, along, up) | {"margin": {"r": BAR}}
    traces = [*_errors(histories), _level(name, without, total), *highway_panels(histories, stack.extents, first=1)]
    layout |= {"showlegend": len(histories) > 1 or traces[-1]["type"] != "heatmap"}
    now = "; ".join(f"{history.label} {power(float(np.median(history.metric[-1])))}" for history in histories)
    summary = (
        f"Above, the {task.metric}: {now} now, and {power(without)} {name}. "
        f"Below, how much of the gradient is left, back in time. {highway_summary(histories)}"
    )
    return Chart(build(traces, layout), highway_title(histories), summary, _table(histories), stack.height)


def _errors(histories: Sequence[History]) -> list[dict[str, Any]]:
    return [
        curve(
            one.cell, one.steps, np.median(one.metric, axis=1), f"error of the {one.label}", "%{y:.3g}", **on_panel(0)
        )
        for one in histories
    ]


def _level(name: str, without: float, total: int) -> dict[str, Any]:
    return line([0, total], [without, without], name, "%{y:.3g}", pen=pen(GREY, 2, "dash"), **on_panel(0))


def _table(histories: Sequence[History]) -> dict[str, Any]:
    table = highway_table(histories)
    for history in histories:
        errors = dict(zip(history.steps.tolist(), np.median(history.metric, axis=1).tolist(), strict=True))
        table[f"{history.label}: error"] = [errors.get(int(step)) for step in table["updates"]]
    return table
