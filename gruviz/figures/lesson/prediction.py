"""A chart before its run is revealed, and a person's prediction on a chart."""

from dataclasses import replace
from math import log10
from typing import Any

import plotly.graph_objects as go

from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.theme import build
from gruviz.wording import power

INK = "#9467e8"
"""Of a prediction: no cell, gate or path has this colour."""


def veiled(chart: Chart, *, asked: tuple[str, float, float] | None = None) -> Chart:
    """The same axes without any ink: finding, summary, table and headings would tell too much, and so would ranges.

    Args:
        chart: Any chart.
        asked: Where the question asks for a place on an axis: "x" or "y", and the powers of ten between which.
    """
    layout = chart.figure.to_plotly_json()["layout"]
    axes = {name: value for name, value in layout.items() if name.startswith(("xaxis", "yaxis"))}
    for name, axis in axes.items():
        if name.startswith("y") or "range" not in axis:
            hidden_range = axis.get("range", [0, 1])
            axes[name] = {**axis, "range": hidden_range, "showticklabels": False}
    if asked is not None:
        name, low, high = asked
        axis = axes[f"{name}axis"]
        axes[f"{name}axis"] = axis | {"showticklabels": True} | ({"range": [low, high]} if _is_log(axis) else {})
    hidden = {"type": "scatter", "x": [None], "y": [None], "showlegend": False, "hoverinfo": "skip"}
    note = {
        "text": "Predict first, then reveal the run",
        "xref": "paper",
        "yref": "paper",
        "x": 0.5,
        "y": 0.5,
        "showarrow": False,
        "font": {"size": 17},
    }
    figure = build([hidden], {**axes, "annotations": [note]})
    return replace(chart, figure=figure, title="The run is hidden", summary=f"The chart shows {_words(axes)}.")


def with_prediction(chart: Chart, axis: str, value: float) -> Chart:
    """The chart with a line at a predicted value.

    Args:
        chart: Any chart.
        axis: "x" or "y", the axis on which the value is read.
        value: In the axis' own units.
    """
    figure = go.Figure(chart.figure)
    place = {f"{axis}0": value, f"{axis}1": value, f"{axis}ref": axis}
    across = "y" if axis == "x" else "x"
    across_place = {f"{across}0": 0, f"{across}1": 1, f"{across}ref": f"{across} domain"}
    line = {"color": INK, "width": 3, "dash": "longdashdot"}
    label = {"text": f"your prediction: {power(value)}", "font": {"color": INK, "size": 14}}
    label |= {"textposition": "start", "yanchor": "bottom"} if axis == "y" else {"textposition": "end"}
    shape: dict[str, Any] = {"type": "line", **place, **across_place, "line": line, "label": label, "layer": "above"}
    figure.add_shape(shape)
    _make_room(figure.layout[f"{axis}axis"], value)
    words = f"{chart.summary.removesuffix('.')}. A line marks the prediction {power(value)}."
    return replace(chart, figure=figure, summary=words)


def _is_log(axis: dict[str, Any]) -> bool:
    return axis.get("type") == "log"


def _make_room(axis: Any, value: float) -> None:
    """Widen an axis whose range a value lies outside of, whichever way the axis runs."""
    if axis.range is None:
        return
    place = log10(value) if axis.type == "log" else value
    low, high = sorted(axis.range)
    wide = min(low, place - 0.5), max(high, place + 0.5)
    axis.range = wide if axis.range[0] <= axis.range[1] else wide[::-1]


def _words(axes: dict[str, Any]) -> str:
    """The titles of the axes, and that there is nothing else yet."""
    titles = [axis["title"]["text"] for axis in axes.values() if axis.get("title", {}).get("text")]
    return " against ".join(dict.fromkeys(reversed(titles))) + "; it is empty until the run is revealed"
