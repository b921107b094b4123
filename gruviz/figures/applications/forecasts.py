"""Forecasts of a series beside what came and what simple rules say, and their error by horizon."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.theme import FALLBACK, build, cell_line
from gruviz.validation import InvalidValue

DASHES = ("dash", "dot", "dashdot", "longdash")


class ForecastCurve(NamedTuple):
    """What one model or rule says.

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
    """

    labels: Sequence[str]
    before: Array
    truth: Array


def forecasts(past: SeriesWindow, curves: Mapping[str, ForecastCurve], *, theme: str = "light") -> go.Figure:
    """Draw forecasts from one origin."""
    return forecast_chart(past, curves).styled(theme)


def forecast_chart(past: SeriesWindow, curves: Mapping[str, ForecastCurve]) -> Chart:
    """The same as a chart."""
    if not curves:
        raise InvalidValue("curves", "empty", "at least one forecast")
    count = len(past.before)
    ahead = list(past.labels[count:])
    known: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines",
        "name": "series",
        "x": list(past.labels),
        "line": {"color": FALLBACK, "width": 2},
    }
    known["y"] = np.concatenate([past.before, past.truth])
    truth: dict[str, Any] = {
        "type": "scatter",
        "mode": "markers",
        "name": "held-out truth",
        "x": ahead,
        "y": past.truth,
    }
    truth["marker"] = {"symbol": "circle-open", "size": 9, "color": FALLBACK}
    traces: list[dict[str, Any]] = [known, truth, *_traces(ahead, curves)]
    layout = {
        "xaxis": {"title": {"text": "step"}, "nticks": 10},
        "yaxis": {"title": {"text": "value, in the units of the series"}},
    }
    errors = {name: float(np.abs(curve.values - past.truth).mean()) for name, curve in curves.items()}
    ranked = sorted(errors, key=lambda name: errors[name])
    title = f"From {ahead[0]} on {ranked[0]} is closest: off by {errors[ranked[0]]:.3g} on average"
    summary = f"Mean absolute error of this one forecast: {', '.join(f'{n} {errors[n]:.3g}' for n in ranked)}."
    table: dict[str, Sequence[Any]] = {"step": ahead, "truth": past.truth.tolist()}
    table |= {name: curve.values.tolist() for name, curve in curves.items()}
    return Chart(build(traces, layout), title, summary, table, 440)


def horizon_errors(curves: Mapping[str, ForecastCurve], *, theme: str = "light") -> go.Figure:
    """Draw the mean absolute error at each step ahead."""
    return horizon_chart(curves).styled(theme)


def horizon_chart(curves: Mapping[str, ForecastCurve]) -> Chart:
    """The same as a chart."""
    if not curves:
        raise InvalidValue("curves", "empty", "at least one forecast")
    ahead = list(range(1, len(next(iter(curves.values())).values) + 1))
    layout = {
        "xaxis": {"title": {"text": "steps ahead"}, "dtick": 1},
        "yaxis": {"title": {"text": "mean absolute error, in the units of the series"}, "rangemode": "tozero"},
    }
    first, last = (min(curves, key=lambda name: float(curves[name].values[i])) for i in (0, -1))
    far = f"{len(ahead)} steps ahead"
    both = f"Best one step ahead and {far}: {first}"
    title = both if first == last else f"Best one step ahead: {first}; {far}: {last}"
    parts = [f"{name} from {curve.values[0]:.3g} to {curve.values[-1]:.3g}" for name, curve in curves.items()]
    summary = f"Mean absolute error over the whole held-out part, from the first step to the last: {', '.join(parts)}."
    table: dict[str, Sequence[Any]] = {"steps ahead": ahead}
    table |= {name: curve.values.tolist() for name, curve in curves.items()}
    return Chart(build(_traces(ahead, curves), layout), title, summary, table, 400)


def _traces(x: Sequence[Any], curves: Mapping[str, ForecastCurve]) -> list[dict[str, Any]]:
    dashes = iter(DASHES * len(curves))
    return [
        {
            "type": "scatter",
            "name": name,
            "x": list(x),
            "y": curve.values,
            "hovertemplate": f"{name}: %{{y:.3g}}<extra></extra>",
            **(
                cell_line(curve.cell, is_reference=False)
                if curve.cell
                else {"mode": "lines", "line": {"color": FALLBACK, "width": 2, "dash": next(dashes)}}
            ),
        }
        for name, curve in curves.items()
    ]
