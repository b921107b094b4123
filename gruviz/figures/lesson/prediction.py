"""A chart before its run is revealed, and a person's prediction on a chart.

Both have the ranges of the run, so that nothing jumps when it is revealed.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from gruviz.figures.drawing.axes import Axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import pen
from gruviz.figures.drawing.palette import PREDICTION_COLOR
from gruviz.figures.lesson.frame import on_axis

HIDDEN = {"type": "scatter", "x": [None], "y": [None], "showlegend": False, "hoverinfo": "skip"}
NOTE = {
    "text": "Predict first,<br>then reveal the run",
    "x": 0.5,
    "xref": "x domain",
    "y": 0.5,
    "yref": "y domain",
    "showarrow": False,
    "font": {"size": 17},
}
NEAR_THE_TOP = 0.85
"""Share of an axis above which a label stands below its line."""


def veiled(chart: Chart, *, asked: str = "", note: bool = True) -> Chart:
    """A chart's axes without any ink: finding, summary, table and headings would tell too much, and so would labels.

    Args:
        chart: A framed chart, whose ranges stay.
        asked: "x" or "y" where the question asks for a place on that axis: its labels stay; "xy" for both.
        note: Whether words tell to predict first, where nothing else stands in the chart.
    """
    layout = chart.figure.to_plotly_json()["layout"]
    axes = {name: axis for name, axis in layout.items() if name.startswith(("xaxis", "yaxis"))}
    shown = {name: axis | {"showticklabels": _tells_nothing(name, axis, asked)} for name, axis in axes.items()}
    room = {"margin": layout["margin"]} if "margin" in layout else {}  # as the run's labels will need it
    figure = build(_nothing(axes), {**shown, **room, "annotations": [NOTE] if note else []})
    return replace(chart, figure=figure, title="The run is hidden", summary=f"The chart shows {_words(axes)}.")


def _nothing(axes: dict[str, Axis]) -> list[dict[str, Any]]:
    """A trace without ink for each panel: without one Plotly would leave its axes out."""
    upright = {name.replace("axis", ""): axis for name, axis in axes.items() if name.startswith("yaxis")}
    return [HIDDEN | {"xaxis": axis.get("anchor", "x"), "yaxis": name} for name, axis in upright.items()]


def _tells_nothing(name: str, axis: Axis, asked: str) -> bool:
    """Whether labels may be seen: those of the question, and of what runs along whatever the run does."""
    return name[0] in asked or (name.startswith("x") and axis.get("type") != "log")


def with_prediction(chart: Chart, axis: str, value: float, words: str) -> Chart:
    """The chart with a line at a predicted value.

    Args:
        chart: A framed chart.
        axis: "x" or "y", the axis on which the value is read.
        value: In the axis' own units.
        words: The value as the question has it.
    """
    figure = go.Figure(chart.figure)
    across = "y" if axis == "x" else "x"
    place: dict[str, Any] = {f"{axis}0": value, f"{axis}1": value, f"{axis}ref": axis}
    place |= {f"{across}0": 0, f"{across}1": 1, f"{across}ref": f"{across} domain"}
    look = {"line": pen(PREDICTION_COLOR, 3, "longdashdot"), "layer": "above"}
    label = {"text": f"your prediction: {words}", "font": {"color": PREDICTION_COLOR, "size": 14}}
    figure.add_shape({"type": "line", **place, **look, "label": label | _beside(figure.layout[f"{axis}axis"], value)})
    summary = f"{chart.summary.removesuffix('.')}. A line marks the prediction {words}."
    return replace(chart, figure=figure, summary=summary)


BAND, CHOSEN = "rgba(148, 103, 232, 0.06)", "rgba(148, 103, 232, 0.25)"
"""Tint of a range that one may choose, and of the chosen one."""


def with_ranges(chart: Chart, axis: str, ends: Sequence[float], chosen: int | None) -> Chart:
    """The chart with a band for each of the ranges that an answer may lie in, named A, B, … as the answers are.

    Args:
        chart: A framed chart.
        axis: "x" or "y", the axis on which the answer lies.
        ends: Where one range ends and the next begins, rising, in the axis' own units.
        chosen: Place of the chosen range from 0; None before one is.
    """
    figure = go.Figure(chart.figure)
    own, across = figure.layout[f"{axis}axis"], "y" if axis == "x" else "x"
    low, high = sorted(own.range)
    edges = [low, *(on_axis(end, own.type == "log") for end in ends), high]
    for place, (start, end) in enumerate(pairwise(edges)):
        span = [10**start, 10**end] if own.type == "log" else [start, end]
        box: dict[str, Any] = {f"{axis}0": span[0], f"{axis}1": span[1], f"{axis}ref": axis}
        box |= {f"{across}0": 0, f"{across}1": 1, f"{across}ref": f"{across} domain"}
        look = {"fillcolor": CHOSEN if place == chosen else BAND, "layer": "below"}
        figure.add_shape({"type": "rect", **box, **look, "line": pen(PREDICTION_COLOR, 1.5, "dot")})
        letter = {"text": f"<b>{chr(65 + place)}</b>", "font": {"size": 22, "color": PREDICTION_COLOR}}
        middle: dict[str, Any] = {axis: (start + end) / 2, f"{axis}ref": axis, across: 0.04 if axis == "y" else 0.92}
        figure.add_annotation({**letter, **middle, f"{across}ref": f"{across} domain", "showarrow": False})
    said = f" The answer {chr(65 + chosen)} is marked." if chosen is not None else ""
    return replace(chart, figure=figure, summary=f"{chart.summary}{said}")


def _beside(axis: Any, value: float) -> dict[str, Any]:
    """Where the label of a line stands so that no edge cuts it."""
    low, high = axis.range
    along = (on_axis(value, axis.type == "log") - low) / (high - low)
    far = along > NEAR_THE_TOP
    if axis.plotly_name.startswith("yaxis"):
        return {"textposition": "start", "yanchor": "top" if far else "bottom"}
    side = "right" if along > 0.5 else "left"
    return {"textposition": "end", "textangle": 0, "xanchor": side, "yanchor": "top"}


def _words(axes: dict[str, Axis]) -> str:
    """The titles of the axes, and that there is nothing else yet."""
    titles = [axis["title"]["text"] for axis in axes.values() if axis.get("title", {}).get("text")]
    return " against ".join(dict.fromkeys(reversed(titles))) + "; it is empty until the run is revealed"
