"""The chart component: Plotly figures that change in place."""

from gruviz.figures.drawing.theme import TEMPLATES
from gruviz.ui.charts.plotly_js import plotly_file
from gruviz.ui.components import component as component


def plot(figure_json: str, *, key: str, alt: str, height: int) -> None:
    """Show a figure; a later run with the same key changes it in place, keeping zoom and hidden lines.

    Args:
        figure_json: A Plotly figure without template; the component adds the one of the viewer's theme.
        key: Unique on the page and constant over runs.
        alt: Text alternative.
        height: Pixels, kept free before anything is drawn.
    """
    data = {"figure": figure_json, "templates": TEMPLATES, "alt": alt, "height": height, "plotly": plotly_file()}
    component("chart", key=key, height=height, data=data)
