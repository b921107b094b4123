"""The two looks of a chart on its own: light and dark."""

from collections.abc import Mapping, Sequence
from typing import Any

from gruviz.figures.drawing.palette import CELL_COLORS, STATE_SCALES


def color_stops(colors: Sequence[str]) -> list[list[Any]]:
    """A colour scale of evenly spaced colours, as Plotly takes it."""
    return [[i / (len(colors) - 1), color] for i, color in enumerate(colors)]


FAMILY = "Source Sans, Source Sans Pro, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
"""As the pages have it; a file of its own takes what is there."""
TITLE, TEXT, SMALL = 18, 14, 13
"""Pixels: of a finding; of axis titles, headings and words; and of ticks, legends, labels and hovers."""


def _template(theme: str, ink: str, line: str, paper: str) -> dict[str, Any]:
    axis = {
        "gridcolor": line,
        "linecolor": line,
        "zerolinecolor": line,
        "ticks": "outside",
        "tickcolor": line,
        "automargin": True,
        "title": {"standoff": 10, "font": {"size": TEXT}},
        "tickfont": {"size": SMALL},
    }
    bar = {"title": {"font": {"size": SMALL}}, "tickfont": {"size": SMALL}, "outlinewidth": 0}
    return {
        "layout": {
            "font": {"color": ink, "size": TEXT, "family": FAMILY},
            "title": {"font": {"size": TITLE}},
            "paper_bgcolor": paper,
            "plot_bgcolor": paper,
            "xaxis": axis,
            "yaxis": axis,
            "colorscale": {"diverging": color_stops(STATE_SCALES[theme])},
            "colorway": list(CELL_COLORS.values())[:10],
            "hoverlabel": {"bgcolor": paper, "bordercolor": line, "font": {"size": SMALL, "color": ink}},
            "legend": {
                "orientation": "h",
                "x": 0,
                "xanchor": "left",
                "y": 1.02,
                "yanchor": "bottom",
                "font": {"size": SMALL},
            },
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        },
        "data": {"heatmap": [{"type": "heatmap", "colorbar": bar}]},
    }


TEMPLATES: Mapping[str, dict[str, Any]] = {
    "light": _template("light", "#1f2933", "#d5dbe1", "#ffffff"),
    "dark": _template("dark", "#e6edf3", "#3a434d", "#0e1117"),
}
