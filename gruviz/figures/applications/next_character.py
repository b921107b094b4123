"""What may come next: the probabilities of all models for the likeliest candidates."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from gruviz.figures.drawing.axes import axis, rows_axis, rows_height
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import cell_marker, scatter
from gruviz.validation import InvalidValue
from gruviz.wording import share

ROWS = 8
"""Candidates that are drawn at most."""


class Chances(NamedTuple):
    """The probabilities of one model.

    Args:
        cell: Registry key.
        probability: By candidate, the likeliest; what is missing was not among them.
    """

    cell: str
    probability: Mapping[str, float]


def next_chances(chances: Mapping[str, Chances], *, theme: str = "light") -> go.Figure:
    """Draw the likeliest candidates of all models, by label."""
    return chances_chart(chances).styled(theme)


def chances_chart(chances: Mapping[str, Chances]) -> Chart:
    """Draw a row for each candidate, a mark for each model."""
    if not chances:
        raise InvalidValue("chances", "empty", "at least one model")
    names = _likeliest(chances)
    layout = {
        "xaxis": axis("probability", range=[-0.02, 1.02], tickformat=".0%"),
        "yaxis": rows_axis(names, "candidate", tickangle=0),
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    }
    best = {label: max(model.probability.items(), key=lambda item: item[1]) for label, model in chances.items()}
    title = "Likeliest next: " + ", ".join(f"{label} {name} ({share(value)})" for label, (name, value) in best.items())
    agree = len({name for name, _ in best.values()}) == 1 and len(best) > 1
    summary = f"{'All models agree on the likeliest' if agree else title}. The {len(names)} likeliest of all models."
    table: dict[str, Sequence[Any]] = {"candidate": names}
    table |= {label: _probabilities(model, names) for label, model in chances.items()}
    figure = build([_marks(label, model, names) for label, model in chances.items()], layout)
    return Chart(figure, title, summary, table, rows_height(len(names)) + 30)


def _likeliest(chances: Mapping[str, Chances]) -> list[str]:
    """Candidates by the largest probability that any model gives them."""
    largest: dict[str, float] = {}
    for model in chances.values():
        for name, value in model.probability.items():
            largest[name] = max(value, largest.get(name, 0.0))
    return sorted(largest, key=lambda name: -largest[name])[:ROWS]


def _probabilities(model: Chances, names: Sequence[str]) -> list[float | None]:
    return [model.probability.get(name) for name in names]


def _marks(label: str, model: Chances, names: list[str]) -> dict[str, Any]:
    marker = cell_marker(model.cell, size=12, opacity=0.85)
    hover = f"{label}: %{{x:.1%}}<extra></extra>"
    return scatter(_probabilities(model, names), names, label, hover, mode="markers", marker=marker)
