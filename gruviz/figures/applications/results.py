"""How good trained models are, beside the baselines of their task."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from gruviz.applications.results import ApplicationResult, best_of, verdict
from gruviz.figures.drawing.axes import Axis, axis, rows_axis, rows_height
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import cell_marker, scatter
from gruviz.figures.drawing.palette import GREY
from gruviz.tasks import METRICS, Metric, Task
from gruviz.validation import InvalidValue


def application_results(
    task: Task, table: Sequence[ApplicationResult], cells: Mapping[str, str], *, theme: str = "light"
) -> go.Figure:
    """Draw the metric of every seed of each model, the middle one filled, and what rules reach.

    The best rule is dashed; dotted is what no model can better, where that is known.

    Args:
        task: What was learned.
        table: From `applications.results.results`.
        cells: Registry key of each model's cell, by name.
        theme: "light" or "dark".
    """
    return results_chart(task, table, cells).styled(theme)


def results_chart(task: Task, table: Sequence[ApplicationResult], cells: Mapping[str, str]) -> Chart:
    """Draw a row for each model and rule; the title says what the comparison shows, whoever wins."""
    if not any(not result.is_baseline for result in table):
        raise InvalidValue("table", "no model", "at least one model")
    metric = METRICS[task.metric]
    rows, rules = [result.name for result in table], [result for result in table if result.is_baseline]
    traces = [_points(result, cells.get(result.name, ""), metric) for result in table]
    layout = {
        "xaxis": _axis(table, metric),
        "yaxis": rows_axis(rows, "model or rule", showgrid=False),
        "shapes": ([_level(best_of(rules, metric))] if rules else []) + _floor(task),
        "showlegend": False,
    }
    title, summary = verdict(task, table).removesuffix("."), _summary(table, metric) + _unbeaten(task, metric)
    return Chart(build(traces, layout), title, summary, _table(table, metric), rows_height(len(rows)) + 20)


def _points(result: ApplicationResult, cell: str, metric: Metric) -> dict[str, Any]:
    """Every seed, the middle one filled and named."""
    tick = {"symbol": "line-ns", "size": 16, "line": {"width": 3, "color": GREY}, "color": GREY}
    look = tick if result.is_baseline else cell_marker(cell, size=12)
    seeds = range(len(result.values))
    middle = min(seeds, key=lambda seed: abs(result.values[seed] - result.median))
    return scatter(
        list(result.values),
        [result.name] * len(result.values),
        result.name,
        "%{y}: %{customdata}<extra></extra>",
        mode="markers+text",
        text=[metric.words(result.median) if seed == middle else "" for seed in seeds],
        textposition="middle right" if result.is_baseline else "top center",
        marker=look | {"opacity": [1.0 if seed == middle else 0.4 for seed in seeds]},
        customdata=[metric.words(value) for value in result.values],
    )


def _axis(table: Sequence[ApplicationResult], metric: Metric) -> Axis:
    title = f"{metric.name}<br>({'higher' if metric.higher_is_better else 'lower'} is better)"
    if metric.is_share:
        return axis(title, range=[-0.04, 1.12], zeroline=True, tickformat=".0%")
    largest = max(value for result in table for value in result.values)
    return axis(title, range=[-0.04 * largest, 1.25 * largest or 1.0], zeroline=True)


def _level(result: ApplicationResult) -> dict[str, Any]:
    """A dashed line at what the best rule reaches."""
    dashes = {"color": GREY, "dash": "dash", "width": 1.5}
    ends = {"x0": result.median, "x1": result.median, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", "line": dashes, **ends}


def _floor(task: Task) -> list[dict[str, Any]]:
    """A dotted line at what no model can better, where that is known."""
    if task.floor is None:
        return []
    dots = {"color": GREY, "dash": "dot", "width": 2}
    return [{"type": "line", "line": dots, "x0": task.floor, "x1": task.floor, "yref": "paper", "y0": 0, "y1": 1}]


def _unbeaten(task: Task, metric: Metric) -> str:
    if task.floor is None:
        return ""
    return f" Dotted: {metric.words(task.floor)}, which in the long run no model can better."


def _summary(table: Sequence[ApplicationResult], metric: Metric) -> str:
    seeds = max(len(result.values) for result in table)
    few = "one seed, so that small differences mean nothing"
    over = f"medians of {seeds} seeds and their range" if seeds > 1 else few
    return f"On what is held out: {', '.join(f'{result.name} {result.words(metric)}' for result in table)}; {over}."


def _table(table: Sequence[ApplicationResult], metric: Metric) -> dict[str, list[Any]]:
    rows = [(result, seed, value) for result in table for seed, value in enumerate(result.values)]
    return {
        "model or rule": [result.name for result, _, _ in rows],
        "seed": [None if result.is_baseline else seed for result, seed, _ in rows],
        metric.name: [value for _, _, value in rows],
    }
