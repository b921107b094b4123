"""The chart component: Plotly figures that change in place."""

from gruviz.figures.drawing.theme import TEMPLATES
from gruviz.ui.charts.plotly_js import plotly_file
from gruviz.ui.components import component as component

AROUND = 112
"""Pixels that headline, buttons and summary take around a plot, as a rule: kept free before they are there."""


def plot(
    figure_json: str,
    *,
    key: str,
    alt: str,
    height: int,
    title: str = "",
    summary: str = "",
    name: str = "",
    compares: bool = False,
) -> None:
    """Show a figure with its words; a later run with the same key changes it in place, keeping zoom and hidden lines.

    Between two runs, the picture may be moved by frames told to "picture:<key>" (assets/components/shared/live.js).

    Args:
        figure_json: A Plotly figure without template; the component adds the one of the viewer's theme.
        key: Unique on the page and constant over runs.
        alt: Text alternative of the plot.
        height: Pixels of the plot.
        title: Headline, if it shall stand above.
        summary: Text below, if any. In both, b_z is shown as a subscript; nothing else is markup.
        name: Of its image files, without ending; without one there are no buttons.
        compares: Whether the curves before a change stay behind as grey ones, and may be pinned.
    """
    data = {
        "figure": figure_json,
        "templates": TEMPLATES,
        "alt": alt,
        "height": height,
        "plotly": plotly_file(),
        "key": key,
        "title": title,
        "summary": summary,
        "name": name,
        "compares": compares,
    }
    component("chart", key=key, height=height + (AROUND if title else 0), data=data)
