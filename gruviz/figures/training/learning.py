"""Learning curves: loss and metric of all learners, with the baselines as lines to beat."""

from collections.abc import Mapping
from itertools import cycle
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.theme import FALLBACK, axis_key, axis_name, build, cell_color, cell_line, faded, panels
from gruviz.tasks import METRICS, Task
from gruviz.training.history import History
from gruviz.validation import InvalidValue
from gruviz.wording import listed, power

Learned = list[History]


def learning_curves(learned: Learned, task: Task, length: int, total: int, *, theme: str = "light") -> go.Figure:
    """Draw loss and metric over updates.

    Args:
        learned: One history for each learner.
        task: What they learn.
        length: T, for the baselines.
        total: Updates planned, the end of the axis.
        theme: "light" or "dark".
    """
    return learning_chart(learned, task, length, total).styled(theme)


def learning_chart(learned: Learned, task: Task, length: int, total: int) -> Chart:
    """The same as a chart."""
    if not learned:
        raise InvalidValue("histories", "empty", "at least one learner that has told something")
    metric, baselines = METRICS[task.metric], task.baselines(length)
    logged = (True, not metric.higher_is_better)
    stack = panels(["Loss of the training batch", f"{task.metric.capitalize()} on fixed sequences"], pixels=190)
    traces: list[dict[str, Any]] = []
    for i, history in enumerate(learned):
        for panel, values in enumerate((history.loss, history.metric)):
            shown = np.where(values > 0, values, np.nan) if logged[panel] else values
            traces += _curve(history, shown, panel, named=panel == 0, dashed=_repeats(learned, i))
    for (name, value), dash in zip(baselines.items(), cycle(("dash", "longdash", "dashdot", "longdashdot"))):
        traces.append(_level(total, value, name, dash))
    traces.append(_level(total, task.solved_at, "solved", "dot"))
    log = {"type": "log", "exponentformat": "power", "dtick": 1}
    layout: dict[str, Any] = {"annotations": stack.headings, "hovermode": "x unified"}
    layout[axis_key("x", 0)] = {"range": [0, total], "anchor": "y"}
    layout[axis_key("x", 1)] = {"range": [0, total], "anchor": "y2", "title": {"text": "updates"}}
    layout[axis_key("y", 0)] = {"domain": stack.extents[0], "anchor": "x", "title": {"text": "loss"}, **log}
    percent = {"range": [0, 1.03], "tickformat": ".0%"} if metric.is_share else {"rangemode": "tozero"}
    scale: dict[str, Any] = log if logged[1] else percent
    layout[axis_key("y", 1)] = {"domain": stack.extents[1], "anchor": "x2", "title": {"text": task.metric}, **scale}
    return Chart(
        build(traces, layout), _title(learned), _summary(learned, task, baselines), _table(learned), stack.height
    )


def _repeats(learned: Learned, index: int) -> bool:
    """Whether an earlier learner has the same cell, so that colour alone would not tell them apart."""
    return any(other.cell == learned[index].cell for other in learned[:index])


def _curve(history: History, values: Array, panel: int, *, named: bool, dashed: bool) -> list[dict[str, Any]]:
    color = cell_color(history.cell)
    low, middle, high = _quartiles(values)
    axes = {"xaxis": axis_name("x", panel), "yaxis": axis_name("y", panel), "x": history.steps}
    quiet = {"hoverinfo": "skip", "showlegend": False, "mode": "lines", "line": {"width": 0}}
    shared = {"type": "scatter", "legendgroup": history.label} | axes
    return [
        shared | quiet | {"y": low},
        shared | quiet | {"y": high, "fill": "tonexty", "fillcolor": faded(color, 0.16)},
        shared
        | {"y": middle, "name": history.label, "showlegend": named, "hovertemplate": "%{y:.3g}"}
        | cell_line(history.cell, dashed),
    ]


def _quartiles(values: Array) -> Array:
    """Of the seeds whose value is a number; nan where there is none."""
    known = np.where(np.isfinite(values), values, np.nan)
    empty = np.asarray(np.isnan(known).all(1))
    filled = np.where(empty[:, None], 0.0, known)
    quartiles: Array = np.nanquantile(filled, [0.25, 0.5, 0.75], axis=1)
    return np.where(empty, np.nan, quartiles)


def _level(total: int, value: float, name: str, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": [0, total],
        "y": [value, value],
        "xaxis": "x2",
        "yaxis": "y2",
        "mode": "lines",
        "name": name,
        "line": {"color": FALLBACK, "width": 2, "dash": dash},
        "hovertemplate": "%{y:.3g}",
    }


def _count(history: History) -> str:
    return f"{int(history.solved.any(0).sum())} of {history.solved.shape[1]}"


def _title(learned: Learned) -> str:
    solvers = [history for history in learned if history.solved.any()]
    if not solvers:
        return f"After {max(int(history.steps[-1]) for history in learned)} updates nobody has solved it"
    first = min(solvers, key=lambda history: float(np.nanmin(history.solved_steps)))
    return f"{first.label} solves it first, after {int(np.nanmin(first.solved_steps))} updates"


def _summary(learned: Learned, task: Task, baselines: Mapping[str, float]) -> str:
    known = listed([f"{name} {power(value)}" for name, value in baselines.items()])
    levels = f"To compare, {task.metric} {known}; {power(task.solved_at)} counts as solved"
    return ". ".join([*(_words(history, task) for history in learned), levels]) + "."


def _words(history: History, task: Task) -> str:
    now = power(float(np.median(history.metric[-1])))
    words = f"{history.label}: {_count(history)} seeds solved, {task.metric} {now}"
    if history.solved.any():
        median = "a median of " if history.solved.any(0).sum() > 1 else ""
        words += f", first solved after {median}{power(float(np.nanmedian(history.solved_steps)))} updates"
    if history.diverged[-1].any():
        words += f", {int(history.diverged[-1].sum())} stopped at a value that is no number"
    return words


def _table(learned: Learned) -> dict[str, list[Any]]:
    updates = sorted({step for history in learned for step in history.steps.tolist()})
    table: dict[str, list[Any]] = {"updates": updates}
    for history in learned:
        rows = {step: row for row, step in enumerate(history.steps.tolist())}
        for name in ("loss", "metric", "gradient_norm", "clipped_norm"):
            for seed, told in enumerate(getattr(history, name).T.tolist()):
                column = [told[rows[step]] if step in rows else None for step in updates]
                table[f"{history.label}: {name.replace('_', ' ')}, seed {seed}"] = column
    return table
