"""A place on a chart that the words beside it speak of."""

from dataclasses import replace

import plotly.graph_objects as go

from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.lines import scatter
from gruviz.figures.drawing.palette import PREDICTION_COLOR
from gruviz.figures.drawing.panels import on_panel

RING = {"symbol": "square-open", "size": 24, "color": PREDICTION_COLOR, "line": {"width": 4, "color": PREDICTION_COLOR}}


def with_mark(chart: Chart, x: float, y: float, words: str, *, panels: int = 1) -> Chart:
    """The chart with a ring around the same place in each of its panels.

    Args:
        chart: Whose panels have equal axes.
        x: In the axis' own units.
        y: Likewise.
        words: What the place is, for the legend and the summary.
        panels: How many there are.
    """
    figure = go.Figure(chart.figure)
    for panel in range(panels):
        ring = scatter([x], [y], words, f"{words}<extra></extra>", mode="markers", marker=RING)
        figure.add_trace(ring | {"legendgroup": words, "showlegend": panel == 0} | on_panel(panel))
    return replace(chart, figure=figure, summary=f"{chart.summary} A ring marks {words}.")
