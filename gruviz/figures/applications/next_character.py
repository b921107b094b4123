"""What may come next: the probabilities of all models for the likeliest candidates."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import plotly.graph_objects as go

from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.theme import build, cell_line, rows_axis, rows_height
from gruviz.validation import InvalidValue
from gruviz.wording import share

SHOWN = 8


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
    """The same as a chart."""
    best = {label: max(model.probability.items(), key=lambda item: item[1]) for label, model in chances.items()}
    if not best:
        raise InvalidValue("chances", "empty", "at least one model")
    largest: dict[str, float] = {}
    for model in chances.values():
        for name, value in model.probability.items():
            largest[name] = max(value, largest.get(name, 0.0))
    names = sorted(largest, key=lambda name: -largest[name])[:SHOWN]
    traces = [_trace(label, model, names) for label, model in chances.items()]
    layout = {
        "xaxis": {"title": {"text": "probability"}, "range": [-0.02, 1.02], "tickformat": ".0%"},
        "yaxis": rows_axis(names, "candidate") | {"tickangle": 0},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    }
    title = "Likeliest next: " + ", ".join(f"{label} {name} ({share(value)})" for label, (name, value) in best.items())
    agree = len({name for name, _ in best.values()}) == 1 and len(best) > 1
    summary = f"{'All models agree on the likeliest' if agree else title}. The {len(names)} likeliest of all models."
    table: dict[str, list[Any]] = {"candidate": names}
    table |= {label: [model.probability.get(name) for name in names] for label, model in chances.items()}
    return Chart(build(traces, layout), title, summary, table, rows_height(len(names)) + 30)


def _trace(label: str, model: Chances, names: list[str]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "name": label,
        "x": [model.probability.get(name) for name in names],
        "y": names,
        "hovertemplate": f"{label}: %{{x:.1%}}<extra></extra>",
        **cell_line(model.cell, is_reference=False),
        "mode": "markers",
    } | {"marker": {**cell_line(model.cell, is_reference=False)["marker"], "size": 12, "opacity": 0.85}}
