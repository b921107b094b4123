"""How good trained models are, beside the baselines of their task."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from gruviz.applications.results import ApplicationResult, verdict
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.theme import FALLBACK, build, cell_color, cell_line, rows_axis, rows_height
from gruviz.tasks import METRICS, Metric, Task
from gruviz.validation import InvalidValue


def application_results(
    task: Task, table: Sequence[ApplicationResult], cells: Mapping[str, str], *, theme: str = "light"
) -> go.Figure:
    """Draw the metric of every seed of each model, the middle one filled; baselines dashed.

    Args:
        task: What was learned.
        table: From `applications.results.results`.
        cells: Registry key of each model's cell, by name.
        theme: "light" or "dark".
    """
    return results_chart(task, table, cells).styled(theme)


def results_chart(task: Task, table: Sequence[ApplicationResult], cells: Mapping[str, str]) -> Chart:
    """The same as a chart; its title says what the comparison shows, whoever wins."""
    if not any(not result.is_baseline for result in table):
        raise InvalidValue("table", "no model", "at least one model")
    metric = METRICS[task.metric]
    rows = [result.name for result in table]
    traces = [_points(result, cells.get(result.name, ""), metric) for result in table]
    layout = {
        "xaxis": _axis(task, table, metric),
        "yaxis": rows_axis(rows, "model or rule") | {"showgrid": False},
        "shapes": [_line(result) for result in table if result.is_baseline],
        "showlegend": False,
    }
    title = verdict(task, table).removesuffix(".")
    return Chart(build(traces, layout), title, _told(table, metric), _table(table, task), rows_height(len(rows)) + 20)


def _points(result: ApplicationResult, cell: str, metric: Metric) -> dict[str, Any]:
    look = {"symbol": "line-ns", "size": 16, "line": {"width": 3, "color": FALLBACK}, "color": FALLBACK}
    if not result.is_baseline:
        look = {**cell_line(cell, is_reference=False)["marker"], "size": 12, "color": cell_color(cell)}
    words = [metric.words(value) for value in result.values]
    middle = min(range(len(words)), key=lambda seed: abs(result.values[seed] - result.median))
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": result.name,
        "x": list(result.values),
        "y": [result.name] * len(result.values),
        "text": [metric.words(result.median) if seed == middle else "" for seed in range(len(words))],
        "textposition": "middle right" if result.is_baseline else "top center",
        "marker": look | {"opacity": [1.0 if seed == middle else 0.4 for seed in range(len(words))]},
        "customdata": words,
        "hovertemplate": "%{y}: %{customdata}<extra></extra>",
    }


def _axis(task: Task, table: Sequence[ApplicationResult], metric: Metric) -> dict[str, Any]:
    better = "higher" if metric.higher_is_better else "lower"
    largest = max(value for result in table for value in result.values)
    shares = {"tickformat": ".0%", "range": [-0.04, 1.12]}
    return {
        "title": {"text": f"{task.metric}<br>({better} is better)"},
        "range": [-0.04 * largest, 1.25 * largest or 1.0],
        "zeroline": True,
    } | (shares if metric.is_share else {})


def _line(result: ApplicationResult) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": result.median,
        "x1": result.median,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": FALLBACK, "dash": "dash", "width": 1.5},
    }


def _told(table: Sequence[ApplicationResult], metric: Metric) -> str:
    seeds = max(len(result.values) for result in table)
    few = "one seed, so that small differences mean nothing"
    over = f"medians of {seeds} seeds and their range" if seeds > 1 else few
    return f"On what is held out: {', '.join(f'{result.name} {result.words(metric)}' for result in table)}; {over}."


def _table(table: Sequence[ApplicationResult], task: Task) -> dict[str, list[Any]]:
    rows = [(result, seed, value) for result in table for seed, value in enumerate(result.values)]
    return {
        "model or rule": [result.name for result, _, _ in rows],
        "seed": [None if result.is_baseline else seed for result, seed, _ in rows],
        task.metric: [value for _, _, value in rows],
    }
