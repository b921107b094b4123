"""A chart as a frame: what its picture shows, for a browser that has drawn it before."""

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np

from gruviz.figures.drawing.chart import Chart


def chart_frame(chart: Chart) -> dict[str, Any]:
    """A chart's traces, known by their `uid`, its layout and its words."""
    figure = chart.figure.to_plotly_json()
    figure["layout"].pop("template", None)  # the browser has its own
    return {
        "data": _unpacked(figure["data"]),
        "layout": _unpacked(figure["layout"]),
        "title": chart.title,
        "summary": chart.summary,
        "alt": f"{chart.title}. {chart.summary}",
    }


def _unpacked(value: Any) -> Any:
    """A part of a figure with arrays of numbers where Plotly has packed them into texts."""
    if isinstance(value, list | tuple):
        return [_unpacked(inner) for inner in value]
    if not isinstance(value, Mapping):
        return value
    if "bdata" in value:
        return np.frombuffer(base64.b64decode(value["bdata"]), dtype=value["dtype"])
    return {name: _unpacked(inner) for name, inner in value.items()}
