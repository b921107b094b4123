"""A chart before its run is revealed, and a person's prediction on a chart.

Both have the ranges of the run, so that nothing jumps when it is revealed.
"""

from dataclasses import replace
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
    "xref": "paper",
    "y": 0.5,
    "yref": "paper",
    "showarrow": False,
    "font": {"size": 17},
}
NEAR_THE_TOP = 0.85
"""Share of an axis above which a label stands below its line."""


def veiled(chart: Chart, *, asked: str = "") -> Chart:
    """A chart's axes without any ink: finding, summary, table and headings would tell too much, and so would labels.

    Args:
        chart: A framed chart, whose ranges stay.
        asked: "x" or "y" where the question asks for a place on that axis: its labels stay.
    """
    layout = chart.figure.to_plotly_json()["layout"]
    axes = {name: axis for name, axis in layout.items() if name.startswith(("xaxis", "yaxis"))}
    shown = {name: axis | {"showticklabels": _tells_nothing(name, axis, asked)} for name, axis in axes.items()}
    room = {"margin": layout["margin"]} if "margin" in layout else {}  # as the run's labels will need it
    note = [] if asked else [NOTE]  # there stands the line that a person drags
    figure = build([HIDDEN], {**shown, **room, "annotations": note})
    return replace(chart, figure=figure, title="The run is hidden", summary=f"The chart shows {_words(axes)}.")


def _tells_nothing(name: str, axis: Axis, asked: str) -> bool:
    """Whether labels may be seen: those of the question, and of what runs along whatever the run does."""
    return bool(asked and name.startswith(asked)) or (name.startswith("x") and axis.get("type") != "log")


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
