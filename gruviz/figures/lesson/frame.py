"""Explicit ranges for a chart: close around its ink, and as wide as the question that is asked on it."""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil, floor, log10
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import Axis
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.ends import FRAME, NAME, moved
from gruviz.figures.drawing.exits import LEAVES, exits
from gruviz.figures.drawing.left_scale import LeftScale

ROOM = 0.35
"""Powers of ten that a log axis goes on beyond what is drawn."""
NEAR = 0.05
"""Of an axis's own units: a label no further from an end of it stands there."""
EVERY = ((6, 1), (13, 2), (28, 4), (80, 8))
"""Up to how many powers of ten an axis has a label at each of so many."""


class Asked(NamedTuple):
    """Where a question lies on a chart."""

    axis: str
    """"x" or "y"."""
    low: float
    high: float
    even: bool
    """Whether the axis is to run evenly, as per cent."""


def framed(chart: Chart, asked: Asked | None = None) -> Chart:
    """The chart with a range on every axis that holds all that is drawn, and all that may be predicted.

    Only what lies beyond the ends of a log axis that the chart itself has set stays outside, as on its own page.

    Args:
        chart: Any chart.
        asked: Where the question lies.
    """
    figure = go.Figure(chart.figure)
    layout = figure.to_plotly_json()["layout"]
    for name, axis in layout.items():
        if name.startswith(("xaxis", "yaxis")):
            here = asked if asked and asked.axis + "axis" == name else None
            figure.layout[name].update(_framed(name, axis, _ink(figure, name), here))
    _follow(figure, chart)
    return replace(chart, figure=go.Figure({"data": [*_still_leaving(figure)], "layout": figure.layout}))


def _leaving(figure: go.Figure) -> dict[str, Any]:
    """Lines that leave the chart, by the names of the marks that say so."""
    marks = [trace.name for trace in figure.data if (trace.name or "").endswith(LEAVES)]
    return {f"{trace.name}{LEAVES}": trace for trace in figure.data if f"{trace.name}{LEAVES}" in marks}


def _still_leaving(figure: go.Figure) -> Iterator[Any]:
    """The traces, with marks where lines leave the axis that it has now."""
    lines = _leaving(figure)
    for trace in figure.data:
        if trace.name not in lines:
            yield trace
            continue
        line, up = lines[trace.name], figure.layout[f"yaxis{(trace.yaxis or 'y')[1:]}"]
        scale = LeftScale("log" if up.type == "log" else "linear", *up.range)
        group = {"legendgroup": trace.legendgroup, "xaxis": trace.xaxis, "yaxis": trace.yaxis}
        yield from exits(line.name, line.x, np.array(line.y, float), scale, trace.marker.color, **group)


def _follow(figure: go.Figure, chart: Chart) -> None:
    """Move the labels at the ends of lines with their axis; one of a line that left the chart, to where that goes."""
    labels = [label for label in figure.layout.annotations if label.name == NAME and label.yref == "y"]
    if labels:
        log, lines = chart.figure.layout.yaxis.type == "log", _leaving(figure)
        for mark in (trace for trace in figure.data if trace.name in lines):
            left_at, end = mark.y[0], lines[mark.name].y[0]
            edge = on_axis(left_at, log)
            own = [one for one in labels if one.arrowcolor == mark.marker.color and abs(one.y - edge) < NEAR]
            for label in own[:1]:
                label.y = on_axis(end if end and np.isfinite(end) else left_at, log)
        changes = moved(labels, chart.figure.layout.yaxis, figure.layout.yaxis, plot=chart.height - FRAME)
        for label, change in zip(labels, changes, strict=True):
            label.update(change)


def on_axis(value: float, log: bool) -> float:
    """A value as the range of an axis counts it."""
    return log10(value) if log else value


def _framed(name: str, axis: Axis, ink: Array, asked: Asked | None) -> dict[str, Any]:
    if asked and asked.even:
        return _per_cent(ink)
    if axis.get("type") == "log":
        return _decades(axis, ink, asked)
    if "range" in axis:
        return {"range": axis["range"]}
    if axis.get("autorange") == "reversed":
        return {"autorange": None, "range": [ink.max() + 0.5, ink.min() - 0.5]}
    room = 0.04 * (ink.max() - ink.min())
    return {"range": [ink.min() - room, ink.max() + room]}


def _per_cent(ink: Array) -> dict[str, Any]:
    top = max(1.0, float(ink.max())) if len(ink) else 1.0
    plain = {"dtick": None, "tickvals": None, "ticktext": None, "tickformat": ".0%"}
    return {"type": "linear", "range": [-0.03 * top, 1.06 * top], **plain}


def _decades(axis: Axis, ink: Array, asked: Asked | None) -> dict[str, Any]:
    """Around the ink as far as the chart's own range goes, and around the question."""
    decades = np.log10(ink[ink > 0])
    if "range" in axis:
        decades = np.clip(decades, *sorted(axis["range"]))
    ends = [] if asked is None else [log10(asked.low), log10(asked.high)]
    places = [*decades.tolist(), *ends] or [0.0]
    low, high = floor(min(places) - ROOM), ceil(max(places) + ROOM)
    if "ticktext" in axis:
        return LeftScale("log", low, high).ticks()
    apart = next(label for span, label in EVERY if high - low <= span or label == EVERY[-1][1])
    return {"range": [low, high], "dtick": apart}


def _ink(figure: go.Figure, name: str) -> Array:
    """Finite numbers that are drawn along an axis; of a heatmap the edges of its cells, of names their places."""
    axis = name.replace("axis", "")
    values = [value for trace in figure.data for value in _along(trace, axis)]
    finite = np.array(values, dtype=np.float64)
    return finite[np.isfinite(finite)]


def _along(trace: Any, axis: str) -> Iterator[float]:
    """What a trace has along an axis; tints between quartiles may be cut off."""
    letter = axis[0]
    if (trace[f"{letter}axis"] or letter) != axis or trace.hoverinfo == "skip" or trace[letter] is None:
        return
    values = list(trace[letter])
    if values and isinstance(values[0], str):
        values = list(range(len(values)))
    numbers = [float(value) for value in values if value is not None]
    edge = 0.5 * abs(numbers[1] - numbers[0]) if trace.type == "heatmap" and len(numbers) > 1 else 0.0
    yield from (end for number in numbers for end in ((number - edge, number + edge) if edge else (number,)))
