"""How much there is to explain: gates, weights, equations and states of each cell, counted."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from gruviz.comparison.costs import Structure, structure
from gruviz.engine.cells import find_cell
from gruviz.figures.drawing.axes import axis, rows_axis, rows_height
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.heatmaps import heatmap, words_on
from gruviz.figures.drawing.palette import GATE_SCALE
from gruviz.validation import InvalidValue
from gruviz.wording import listed

COUNTED = {"gates": "sigmoid gates", "blocks": "weight blocks", "equations": "equations", "states": "state vectors"}


def cell_structure(cells: Sequence[str], *, theme: str = "light") -> go.Figure:
    """Draw the counts of every cell as a table of shaded numbers."""
    return structure_chart([structure(cell) for cell in cells]).styled(theme)


def structure_chart(structures: Sequence[Structure]) -> Chart:
    """Draw the counts of each cell as a row of shaded numbers."""
    if not structures:
        raise InvalidValue("cells", "none", "at least one cell", "Choose at least one cell.")
    labels = [find_cell(one.cell).title for one in structures]
    counts = [[getattr(one, name) for name in COUNTED] for one in structures]
    table: dict[str, Sequence[Any]] = {"cell": labels}
    table |= {words: [row[i] for row in counts] for i, words in enumerate(COUNTED.values())}
    layout = {
        "xaxis": axis("counted per cell (number)", showgrid=False),
        "yaxis": rows_axis(labels, "cell", showgrid=False),
    }
    rows = "; ".join(f"{label} {', '.join(map(str, row))}" for label, row in zip(labels, counts, strict=True))
    summary = f"{listed(list(COUNTED.values())).capitalize()} of each cell: {rows}."
    figure = build(_shaded(labels, counts), layout)
    return Chart(figure, _title(structures), summary, table, rows_height(len(labels)) + 30)


def _shaded(labels: Sequence[str], counts: Sequence[Sequence[int]]) -> list[dict[str, Any]]:
    columns = [words.replace(" ", "<br>", 1) for words in COUNTED.values()]
    limits = 0, max(6, *(count for row in counts for count in row))
    cells = heatmap(columns, labels, counts, limits, scale=GATE_SCALE, hover="%{y}: %{z} %{x}", xgap=3, ygap=3)
    words = words_on(
        columns, labels, counts, limits, [[str(count) for count in row] for row in counts], scale=GATE_SCALE
    )
    words["textfont"] |= {"size": 16}
    return [cells, words]


def _title(structures: Sequence[Structure]) -> str:
    most, least = (pick(structures, key=lambda one: (one.equations, one.gates)) for pick in (max, min))
    if most.equations == least.equations:
        return f"{find_cell(most.cell).title} takes {most.equations} equations to write down"
    words = [f"{find_cell(one.cell).title} {one.equations}" for one in (least, most)]
    return f"Equations to write down: {', '.join(words)}"
