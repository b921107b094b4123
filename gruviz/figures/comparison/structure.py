"""How much there is to explain: gates, weights, equations and states of each cell, counted."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from gruviz.comparison.costs import Structure, structure
from gruviz.engine.cells import find_cell
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.theme import GATE_SCALE, build, rows_axis, rows_height
from gruviz.validation import InvalidValue
from gruviz.wording import listed

COUNTED = {"gates": "sigmoid gates", "blocks": "weight blocks", "equations": "equations", "states": "state vectors"}


def cell_structure(cells: Sequence[str], *, theme: str = "light") -> go.Figure:
    """Draw the counts of every cell as a table of shaded numbers."""
    return structure_chart([structure(cell) for cell in cells]).styled(theme)


def structure_chart(found: list[Structure]) -> Chart:
    """The same as a chart."""
    if not found:
        raise InvalidValue("cells", "none", "at least one cell")
    labels = [find_cell(one.cell).title for one in found]
    counts = [[getattr(one, name) for name in COUNTED] for one in found]
    table: dict[str, Sequence[Any]] = {"cell": labels}
    table |= {words: [row[i] for row in counts] for i, words in enumerate(COUNTED.values())}
    shaded = {
        "type": "heatmap",
        "x": [words.replace(" ", "<br>", 1) for words in COUNTED.values()],
        "y": labels,
        "z": counts,
        "texttemplate": "%{z}",
        "textfont": {"size": 16},
        "zmin": 0,
        "zmax": max(6, *(count for row in counts for count in row)),
        "colorscale": GATE_SCALE,
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
        "hovertemplate": "%{y}: %{z} %{x}<extra></extra>",
    }
    layout = {
        "xaxis": {"title": {"text": "counted per cell (number)"}, "showgrid": False},
        "yaxis": rows_axis(labels, "cell") | {"showgrid": False},
    }
    told = "; ".join(f"{label} {', '.join(map(str, row))}" for label, row in zip(labels, counts, strict=True))
    summary = f"{listed(list(COUNTED.values())).capitalize()} of each cell: {told}."
    return Chart(build([shaded], layout), _title(found), summary, table, rows_height(len(labels)) + 30)


def _title(found: list[Structure]) -> str:
    most, least = (pick(found, key=lambda one: (one.equations, one.gates)) for pick in (max, min))
    words = [f"{find_cell(one.cell).title} {one.equations}" for one in (most, least)]
    if most.equations == least.equations:
        return f"{find_cell(most.cell).title} takes {most.equations} equations to write down"
    return f"Equations to write down: {words[1]}, {words[0]}"
