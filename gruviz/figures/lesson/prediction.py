"""A chart before its run is revealed, and a person's prediction on a chart."""

from dataclasses import replace
from math import log10
from typing import Any

import plotly.graph_objects as go

from gruviz.figures.drawing.axes import Axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import pen
from gruviz.figures.drawing.palette import PREDICTION_COLOR
from gruviz.wording import power

HIDDEN = {"type": "scatter", "x": [None], "y": [None], "showlegend": False, "hoverinfo": "skip"}
NOTE = {
    "text": "Predict first, then reveal the run",
    "x": 0.5,
    "xref": "paper",
    "y": 0.5,
    "yref": "paper",
    "showarrow": False,
    "font": {"size": 17},
}


def veiled(chart: Chart, *, place: tuple[str, float, float] | None = None) -> Chart:
    """A chart's axes without any ink: finding, summary, table and headings would tell too much, and so would ranges.

    Args:
        chart: Any chart.
        place: Where the question asks for a place on an axis: "x" or "y", and the powers of ten between which.
    """
    layout = chart.figure.to_plotly_json()["layout"]
    axes = {name: _veiled(name, axis) for name, axis in layout.items() if name.startswith(("xaxis", "yaxis"))}
    if place is not None:
        name, low, high = place
        axis = axes[f"{name}axis"]
        axes[f"{name}axis"] = axis | {"showticklabels": True} | ({"range": [low, high]} if _is_log(axis) else {})
    figure = build([HIDDEN], {**axes, "annotations": [NOTE]})
    return replace(chart, figure=figure, title="The run is hidden", summary=f"The chart shows {_words(axes)}.")


def _veiled(name: str, axis: Axis) -> Axis:
    """An axis without labels where they would tell: along y, and where the range follows the run."""
    if name.startswith("x") and "range" in axis:
        return axis
    return {"range": [0, 1], **axis, "showticklabels": False}


def with_prediction(chart: Chart, axis: str, value: float) -> Chart:
    """The chart with a line at a predicted value.

    Args:
        chart: Any chart.
        axis: "x" or "y", the axis on which the value is read.
        value: In the axis' own units.
    """
    figure = go.Figure(chart.figure)
    across = "y" if axis == "x" else "x"
    place: dict[str, Any] = {f"{axis}0": value, f"{axis}1": value, f"{axis}ref": axis}
    place |= {f"{across}0": 0, f"{across}1": 1, f"{across}ref": f"{across} domain"}
    look = {"line": pen(PREDICTION_COLOR, 3, "longdashdot"), "layer": "above"}
    label: dict[str, Any] = {
        "text": f"your prediction: {power(value)}",
        "font": {"color": PREDICTION_COLOR, "size": 14},
    }
    label |= {"textposition": "start", "yanchor": "bottom"} if axis == "y" else {"textposition": "end"}
    figure.add_shape({"type": "line", **place, **look, "label": label})
    _make_room(figure.layout[f"{axis}axis"], value)
    words = f"{chart.summary.removesuffix('.')}. A line marks the prediction {power(value)}."
    return replace(chart, figure=figure, summary=words)


def _is_log(axis: Axis) -> bool:
    return axis.get("type") == "log"


def _make_room(axis: Any, value: float) -> None:
    """Widen an axis whose range a value lies outside of, whichever way the axis runs."""
    if axis.range is None:
        return
    place = log10(value) if axis.type == "log" else value
    low, high = sorted(axis.range)
    wide = min(low, place - 0.5), max(high, place + 0.5)
    axis.range = wide if axis.range[0] <= axis.range[1] else wide[::-1]


def _words(axes: dict[str, Axis]) -> str:
    """The titles of the axes, and that there is nothing else yet."""
    titles = [axis["title"]["text"] for axis in axes.values() if axis.get("title", {}).get("text")]
    return " against ".join(dict.fromkeys(reversed(titles))) + "; it is empty until the run is revealed"
