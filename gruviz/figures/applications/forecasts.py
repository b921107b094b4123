"""Forecasts of a series beside what came and those of simple rules, and their error by horizon."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import curve, line, pen
from gruviz.figures.drawing.palette import GREY
from gruviz.validation import InvalidValue

DASHES = ("dash", "dot", "dashdot", "longdash")
"""Of the rules, in turn."""


class ForecastCurve(NamedTuple):
    """The forecast of one model or rule.

    Args:
        values: (horizon,).
        cell: Registry key; empty for a rule, which is drawn dashed in grey.
    """

    values: Array
    cell: str = ""


class SeriesWindow(NamedTuple):
    """The series before the forecast, and what came.

    Args:
        labels: Date or index of each step, those of the truth included.
        before: Values up to the origin.
        truth: Values from it on, (horizon,).
        step: What a label is, such as "date".
        start: The first label of the truth in words; by default as it is.
        values: What the values are.
    """

    labels: Sequence[str]
    before: Array
    truth: Array
    step: str = "step"
    start: str = ""
    values: str = "value, in the units of the series"


def forecasts(past: SeriesWindow, curves: Mapping[str, ForecastCurve], *, theme: str = "light") -> go.Figure:
    """Draw forecasts from one origin."""
    return forecast_chart(past, curves).styled(theme)


def forecast_chart(past: SeriesWindow, curves: Mapping[str, ForecastCurve]) -> Chart:
    """Draw the series, what came, and every forecast of it."""
    if not curves:
        raise InvalidValue("curves", "empty", "at least one forecast")
    ahead = list(past.labels[len(past.before) :])
    layout = {"xaxis": axis(past.step, nticks=10), "yaxis": axis(past.values)}
    errors = {name: float(np.abs(one.values - past.truth).mean()) for name, one in curves.items()}
    ranked = sorted(errors, key=lambda name: errors[name])
    title = f"From {past.start or ahead[0]} on {ranked[0]} is closest: off by {errors[ranked[0]]:.3g} on average"
    span = f"{len(ahead)} steps from {past.start or ahead[0]} on"
    summary = (
        f"Mean absolute error of this one forecast, the {span}: {', '.join(f'{n} {errors[n]:.3g}' for n in ranked)}."
    )
    table: dict[str, Sequence[Any]] = {past.step: ahead, "truth": past.truth.tolist()}
    table |= {name: one.values.tolist() for name, one in curves.items()}
    return Chart(build([*_series(past, ahead), *_traces(ahead, curves)], layout), title, summary, table, 440)


def _series(past: SeriesWindow, ahead: list[str]) -> list[dict[str, Any]]:
    """The whole series as a line, and what came after the origin as marks."""
    both = {"type": "scatter", "mode": "lines", "name": "series", "x": list(past.labels)}
    truth = {"type": "scatter", "mode": "markers", "name": "held-out truth", "x": ahead, "y": past.truth}
    return [
        both | {"y": np.concatenate([past.before, past.truth]), "line": {"color": GREY, "width": 2}},
        truth | {"marker": {"symbol": "circle-open", "size": 9, "color": GREY}},
    ]


def horizon_errors(curves: Mapping[str, ForecastCurve], *, theme: str = "light") -> go.Figure:
    """Draw the mean absolute error at each step ahead."""
    return horizon_chart(curves).styled(theme)


def horizon_chart(curves: Mapping[str, ForecastCurve]) -> Chart:
    """Draw the errors over the steps ahead."""
    if not curves:
        raise InvalidValue("curves", "empty", "at least one forecast")
    ahead = list(range(1, len(next(iter(curves.values())).values) + 1))
    layout = {
        "xaxis": axis("steps ahead", dtick=1),
        "yaxis": axis("mean absolute error, in the units of the series", rangemode="tozero"),
    }
    parts = [f"{name} from {one.values[0]:.3g} to {one.values[-1]:.3g}" for name, one in curves.items()]
    summary = f"Mean absolute error over the whole held-out part, from the first step to the last: {', '.join(parts)}."
    table: dict[str, Sequence[Any]] = {"steps ahead": ahead}
    table |= {name: one.values.tolist() for name, one in curves.items()}
    return Chart(build(_traces(ahead, curves), layout), _horizon_title(curves, len(ahead)), summary, table, 400)


def _horizon_title(curves: Mapping[str, ForecastCurve], horizon: int) -> str:
    first, last = (min(curves, key=lambda name: float(curves[name].values[i])) for i in (0, -1))
    far = f"{horizon} steps ahead"
    if first == last:
        return f"Best one step ahead and {far}: {first}"
    return f"Best one step ahead: {first}; {far}: {last}"


def _traces(x: Sequence[Any], curves: Mapping[str, ForecastCurve]) -> list[dict[str, Any]]:
    """Models in the colours of their cells, rules in grey dashes."""
    dashes = cycle(DASHES)
    return [_trace(list(x), name, forecast, dashes) for name, forecast in curves.items()]


def _trace(x: list[Any], name: str, forecast: ForecastCurve, dashes: Iterator[str]) -> dict[str, Any]:
    hover = f"{name}: %{{y:.3g}}<extra></extra>"
    if forecast.cell:
        return curve(forecast.cell, x, forecast.values, name, hover)
    return line(x, forecast.values, name, hover, pen=pen(GREY, 2, next(dashes)))
