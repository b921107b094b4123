"""Learning curves: loss and metric of all learners, with the baselines as lines to beat."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import cycle
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import Axis, axis, drawable, log_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import End, end_labels, together
from gruviz.figures.drawing.lines import band, curve, line, pen
from gruviz.figures.drawing.palette import GREY, cell_color
from gruviz.figures.drawing.panels import on_panel, panels, stacked_axes
from gruviz.tasks import METRICS, Metric, Task
from gruviz.training.history import History
from gruviz.validation import InvalidValue
from gruviz.wording import listed, power

Histories = Sequence[History]
PANEL = 190
"""Pixels of a panel."""
SHORT = "%{y:.3g}"
DASHES = ("dash", "longdash", "dashdot", "longdashdot")
"""Of the baselines, in turn."""


def learning_curves(histories: Histories, task: Task, length: int, total: int, *, theme: str = "light") -> go.Figure:
    """Draw loss and metric over updates.

    Args:
        histories: One for each learner.
        task: What they learn.
        length: T, for the baselines.
        total: Updates planned, the end of the axis.
        theme: "light" or "dark".
    """
    return learning_chart(histories, task, length, total).styled(theme)


def learning_chart(histories: Histories, task: Task, length: int, total: int) -> Chart:
    """Draw the loss above the metric; medians and quartiles over seeds."""
    if not histories:
        raise InvalidValue("histories", "empty", "at least one learner that has reported something")
    stack = panels(["Loss of the training batch", f"{task.metric.capitalize()} on fixed sequences"], pixels=PANEL)
    baselines = task.baselines(length)
    traces = [*_curves(histories, METRICS[task.metric]), *_levels(task, baselines, total)]
    up = [_error_axis("loss", _heights(traces, 0)), _metric_axis(METRICS[task.metric], _heights(traces, 1))]
    up = [_ranged(one, _heights(traces, panel)) for panel, one in enumerate(up)]
    layout = stacked_axes(stack, axis("updates", range=[0, total]), up) | {"hovermode": "x unified"}
    layout = together(layout, [_named_learners(histories, up[0]), _named_levels(task, baselines, total, up[1])])
    title, summary = _title(histories), _summary(histories, task, baselines)
    return Chart(build(traces, layout), title, summary, _table(histories), stack.height)


def _metric_axis(metric: Metric, heights: Array) -> Axis:
    """Errors on a log axis, shares from nothing to all, other scores from zero."""
    if not metric.higher_is_better:
        return _error_axis(metric.name, heights)
    if metric.is_share:
        return axis(metric.name, range=[0, 1.03], tickformat=".0%")
    return axis(metric.name, rangemode="tozero")


def _error_axis(title: str, heights: Array) -> Axis:
    """A log axis that has at least two labels, however little its values differ."""
    ticks = log_ticks(float(heights.min()), float(heights.max())) if len(heights) else []
    if not ticks:
        return log_axis(title, apart=1)
    return log_axis(title, ticks=ticks) | {"ticktext": [f"{tick:.6g}" for tick in ticks]}


def log_ticks(low: float, high: float) -> list[float]:
    """Round values between two that lie within two powers of ten: 1, 2 and 5, or steps between them.

    Returns:
        At least two; none where every power of ten does, since they are far apart or the same.
    """
    if high >= 100 * low or high <= low:
        return []
    tens = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    ticks = [float(f"{m}e{ten}") for ten in tens for m in (1, 2, 5) if low <= float(f"{m}e{ten}") <= high]
    if len(ticks) >= 2:
        return ticks
    ten = math.floor(math.log10((high - low) / 2))
    step = max(m * 10.0**ten for m in (1, 2, 5) if m * 10.0**ten <= (high - low) / 2)
    return [k * step for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _heights(traces: Iterable[dict[str, Any]], panel: int) -> Array:
    """Everything that is drawn on a panel's log axis, without gaps."""
    drawn = [np.asarray(trace["y"], dtype=np.float64) for trace in traces if trace["yaxis"] == on_panel(panel)["yaxis"]]
    values = np.concatenate(drawn)
    return values[np.isfinite(values) & (values > 0)]


def _curves(histories: Histories, metric: Metric) -> list[dict[str, Any]]:
    return [
        trace
        for i, history in enumerate(histories)
        for panel, values in enumerate(_drawn(history, metric))
        for trace in _curve(history, values, panel, dashed=_repeats(histories, i))
    ]


def _drawn(history: History, metric: Metric) -> tuple[Array, Array]:
    """Loss and metric, (N, E) each, with gaps for what a log axis has no place for."""
    return drawable(history.loss), history.metric if metric.higher_is_better else drawable(history.metric)


def _repeats(histories: Histories, index: int) -> bool:
    """Whether an earlier learner has the same cell, so that colour alone would not tell them apart."""
    return any(other.cell == histories[index].cell for other in histories[:index])


def _curve(history: History, values: Array, panel: int, *, dashed: bool) -> list[dict[str, Any]]:
    """The median of the seeds between their quartiles."""
    low, median, high = _quartiles(values)
    place = {"legendgroup": history.label, **on_panel(panel)}
    look = {"is_reference": dashed, "showlegend": panel == 0}
    return [
        *band(history.steps, low, high, cell_color(history.cell), **place),
        curve(history.cell, history.steps, median, history.label, SHORT, **look, **place),
    ]


def _quartiles(values: Array) -> Array:
    """Of the seeds whose value is a number; nan where there is none."""
    known = np.where(np.isfinite(values), values, np.nan)
    empty = np.asarray(np.isnan(known).all(1))
    filled = np.where(empty[:, None], 0.0, known)
    quartiles: Array = np.nanquantile(filled, [0.25, 0.5, 0.75], axis=1)
    return np.where(empty, np.nan, quartiles)


def _levels(task: Task, baselines: Mapping[str, float], total: int) -> list[dict[str, Any]]:
    """A level line for each baseline, and for what counts as solved."""
    levels = [(name, value, dash) for (name, value), dash in zip(baselines.items(), cycle(DASHES))]
    return [
        line([0, total], [value, value], name, SHORT, pen=pen(GREY, 2, dash), **on_panel(1))
        for name, value, dash in (*levels, ("solved", task.solved_at, "dot"))
    ]


def _ranged(axis: Axis, heights: Array) -> Axis:
    """The axis with a range around what is drawn, if it has none."""
    if "range" in axis or not len(heights):
        return {"range": [0, 1]} | axis
    drawn = np.log10(heights) if axis.get("type") == "log" else np.append(heights, 0.0)
    low, high = float(drawn.min()), float(drawn.max())
    room = 0.06 * (high - low) or 0.5
    return axis | {"range": [low - room, high + room]}


def _named_learners(histories: Histories, up: Axis) -> dict[str, Any]:
    """Names at the ends of the curves of the loss; those of the metric have the same colours and marks."""
    ends = []
    for history in histories:
        now = float(_quartiles(history.loss[-1:])[1, 0])
        words, place = (power(now), math.log10(now)) if now > 0 else ("no number", up["range"][1])
        ends.append(End(history.label, words, int(history.steps[-1]), place, cell_color(history.cell)))
    return end_labels(ends, up, side="right", plot=PANEL, panel=0)


def _named_levels(task: Task, baselines: Mapping[str, float], total: int, up: Axis) -> dict[str, Any]:
    levels = {**baselines, "solved": task.solved_at}
    log = up.get("type") == "log"
    ends = [End(name, power(value), total, math.log10(value) if log else value, GREY) for name, value in levels.items()]
    return end_labels(ends, up, side="right", plot=PANEL, panel=1)


def _count(history: History) -> str:
    return f"{history.seeds_solved} of {history.solved.shape[1]}"


def _title(histories: Histories) -> str:
    """Who solved it first with at least half of its seeds."""
    soonest = min(history.mostly_solved for history in histories)
    if not math.isfinite(soonest):
        half = " with half of its seeds" if any(history.seeds_solved for history in histories) else ""
        return f"After {max(int(history.steps[-1]) for history in histories)} updates nobody has solved it{half}"
    tied = [history.label for history in histories if history.mostly_solved == soonest]
    solve = "solves" if len(tied) == 1 else "solve"
    return f"{listed(tied)} {solve} it first, after {int(soonest)} updates"


def _summary(histories: Histories, task: Task, baselines: Mapping[str, float]) -> str:
    known = listed([f"{name} {power(value)}" for name, value in baselines.items()])
    levels = (
        f"To compare, {task.metric} {known}; {power(task.solved_at)} counts as solved, from where on a seed stays there"
    )
    return ". ".join([*(_words(history, task) for history in histories), levels]) + "."


def _words(history: History, task: Task) -> str:
    now = power(float(np.median(history.metric[-1])))
    words = f"{history.label}: {_count(history)} seeds solved, {task.metric} {now}"
    if history.seeds_solved:
        median = "a median of " if history.seeds_solved > 1 else ""
        words += f", after {median}{power(float(np.nanmedian(history.solved_steps)))} updates"
    if history.diverged[-1].any():
        words += f", {int(history.diverged[-1].sum())} stopped when its values became NaN or infinite"
    return words


def _table(histories: Histories) -> dict[str, list[Any]]:
    updates = sorted({step for history in histories for step in history.steps.tolist()})
    table: dict[str, list[Any]] = {"updates": updates}
    for history in histories:
        rows = {step: row for row, step in enumerate(history.steps.tolist())}
        for name in ("loss", "metric", "gradient_norm", "clipped_norm"):
            for seed, values in enumerate(getattr(history, name).T.tolist()):
                column = [values[rows[step]] if step in rows else None for step in updates]
                table[f"{history.label}: {name.replace('_', ' ')}, seed {seed}"] = column
    return table
