"""What every chart owes its reader, whatever its numbers are."""

import json
from collections.abc import Iterator

import numpy as np
import plotly.graph_objects as go
import plotly.io as pio

from gruviz.figures import Chart
from gruviz.figures.drawing.theme import TEMPLATES


def check_chart(chart: Chart) -> Chart:
    """Words, table, axes and ink of a chart that may be drawn; returns it."""
    assert chart.title.strip()
    assert "\n" not in chart.title
    assert chart.summary.endswith(".")
    assert chart.height > 100
    assert len({len(column) for column in chart.table.values()}) == 1
    assert len(next(iter(chart.table.values()))) > 0
    for theme, template in TEMPLATES.items():
        check_styled(chart.styled(theme), chart, template)
    check_axes(chart.figure)
    check_log_ink(chart.figure)
    return chart


def check_styled(figure: go.Figure, chart: Chart, template: dict) -> None:
    """Plotly itself accepts the figure, reads it back unchanged, and the figure carries its words."""
    assert go.Figure(figure.to_dict()).to_dict() is not None
    assert json.loads(pio.from_json(figure.to_json()).to_json()) == json.loads(figure.to_json())
    assert figure.layout.title.text.replace("<br>", " ") == " ".join(chart.title.split())
    assert figure.layout.meta == {"summary": chart.summary}
    assert figure.layout.template.to_plotly_json() == go.layout.Template(template).to_plotly_json()
    assert figure.layout.height > chart.height


def axes(figure: go.Figure, kind: str) -> dict[str, dict]:
    """The axes of a kind by the name that traces use."""
    layout = figure.to_dict()["layout"]
    return {key.replace("axis", ""): axis for key, axis in layout.items() if key.startswith(f"{kind}axis")}


UNITS = (
    "step",
    "update",
    "hidden units",
    "number",
    "%",
    "is better",
    "probability",
    "characters",
    "candidate",
    "month",
    "direction",
    "factor",
    "Bias of",
    "rate",
)
"""What runs along the x axes of our charts."""


def check_axes(figure: go.Figure) -> None:
    """Every y axis says what it measures, or the one on its left, and the lowest x axis what runs along it."""
    starts = {name: axis.get("domain", [0])[0] for name, axis in axes(figure, "x").items()}
    first = {name: axis for name, axis in axes(figure, "y").items() if starts.get(axis.get("anchor", "x"), 0) == 0}
    titles = {name: axis["title"]["text"] for name, axis in first.items()}
    assert all(text.strip() for text in titles.values()), titles
    along = list(axes(figure, "x").values())[-1]["title"]["text"]
    assert any(unit in along for unit in UNITS), f"name the unit of the x axis {along!r}"


def check_log_ink(figure: go.Figure) -> None:
    """On a log axis a gap is a gap (nan); zero, negative and infinite values have no place there."""
    kinds = {name: axis.get("type") for name, axis in axes(figure, "y").items()}
    for trace in figure.data:
        if trace.type == "scatter" and kinds[trace.yaxis or "y"] == "log":
            y = numbers(trace.y)
            assert not np.isinf(y).any(), f"{trace.name} draws an infinite value"
            assert not (y <= 0).any(), f"{trace.name} draws a value that has no place on a log axis"


def numbers(values: object) -> np.ndarray:
    """Trace data as float64, None as nan."""
    return np.array(values, dtype=np.float64)


def curves(figure: go.Figure) -> dict[str, go.Scatter]:
    """The traces that stand in the legend, by name."""
    return {trace.name: trace for trace in figure.data if trace.showlegend is not False and trace.name}


def crosses(figure: go.Figure) -> Iterator[go.Scatter]:
    """The markers that stand where something stops being a number."""
    return (trace for trace in figure.data if "markers" in (trace.mode or "") and trace.marker.symbol == "x")


def y_ranges(figure: go.Figure) -> list[tuple[float, float]]:
    """The range of every y axis."""
    return [tuple(axis["range"]) for axis in axes(figure, "y").values()]


def linear(color: str) -> list[float]:
    """Red, green and blue of a hex colour in linear light, from 0 to 1."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def luminance(color: str) -> float:
    """Of a hex colour, as WCAG 2 has it."""
    return float(np.dot((0.2126, 0.7152, 0.0722), linear(color)))


def contrast(one: str, other: str) -> float:
    """Between two hex colours, from 1 to 21, as WCAG 2 has it."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)
