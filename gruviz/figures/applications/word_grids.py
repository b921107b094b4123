"""Shares on a grid, a row for each word said, one panel per model: what a decoder chose from, or where it looked."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.theme import GATE_SCALE, axis_key, axis_name, build, color_bar, panels
from gruviz.validation import InvalidValue
from gruviz.wording import share

ROW = 22


class Grid(NamedTuple):
    """Shares of one model.

    Args:
        rows: Words said, from the first; they may repeat.
        columns: The same for all models.
        values: From 0 to 1, (rows, columns).
        names: What stands in each cell, where it is more than its share, (rows, columns).
    """

    rows: Sequence[str]
    columns: Sequence[str]
    values: Array
    names: Sequence[Sequence[str]] | None = None


class GridWords(NamedTuple):
    """How the chart speaks: what is found, and what a share, a row and a column is."""

    finding: str
    """What begins the title; the smallest of the rows' largest shares ends it."""
    what: str
    row: str
    column: str


def word_grids(grids: Mapping[str, Grid], words: GridWords, *, theme: str = "light") -> go.Figure:
    """Draw shares on grids of words, all on the scale from 0 to 1."""
    return word_grid_chart(grids, words).styled(theme)


def word_grid_chart(grids: Mapping[str, Grid], words: GridWords) -> Chart:
    """The same as a chart."""
    if not grids:
        raise InvalidValue("grids", "empty", "at least one model")
    stack = panels(list(grids), pixels=max(120, ROW * max(len(grid.rows) for grid in grids.values())))
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"annotations": stack.headings}
    for i, grid in enumerate(grids.values()):
        traces.append(_panel(grid, i, stack.extents[i]))
        layout |= _axes(grid, i, stack.extents[i], words, last=i == len(grids) - 1)
    weakest = {label: float(grid.values.max(1).min()) for label, grid in grids.items() if grid.values.size}
    told = ", ".join(f"{label} {share(value)}" for label, value in weakest.items())
    title = f"{words.finding}: {told}"
    what = f"{words.what.capitalize()} of each {words.column} (columns) for each {words.row} (rows)"
    summary = f"{what}, all models on the scale from 0 to 100%."
    return Chart(build(traces, layout), title, summary, _table(grids, words), stack.height)


def _panel(grid: Grid, i: int, extent: tuple[float, float]) -> dict[str, Any]:
    return {
        "type": "heatmap",
        "x": list(range(1, len(grid.columns) + 1)),
        "y": list(range(len(grid.rows))),
        "z": grid.values,
        "text": grid.names or [["" for _ in grid.columns] for _ in grid.rows],
        "texttemplate": "%{text}",
        "zmin": 0,
        "zmax": 1,
        "colorscale": GATE_SCALE,
        "showscale": i == 0,
        "colorbar": color_bar(extent) | {"tickformat": ".0%"},
        "xgap": 2,
        "ygap": 2,
        "xaxis": axis_name("x", i),
        "yaxis": axis_name("y", i),
        "hovertemplate": "%{text} %{z:.1%}<extra></extra>",
    }


def _axes(grid: Grid, i: int, extent: tuple[float, float], words: GridWords, *, last: bool) -> dict[str, Any]:
    return {
        axis_key("x", i): {
            "anchor": axis_name("y", i),
            "title": {"text": words.column if last else ""},
            "tickvals": list(range(1, len(grid.columns) + 1)),
            "ticktext": list(grid.columns) if last else [""] * len(grid.columns),
            "showgrid": False,
        },
        axis_key("y", i): {
            "domain": extent,
            "anchor": axis_name("x", i),
            "title": {"text": words.row},
            "tickvals": list(range(len(grid.rows))),
            "ticktext": list(grid.rows),
            "range": [len(grid.rows) - 0.5, -0.5],
            "showgrid": False,
        },
    }


def _table(grids: Mapping[str, Grid], words: GridWords) -> dict[str, list[Any]]:
    cells = [
        (label, r + 1, grid.rows[r], grid.columns[c], grid.names[r][c] if grid.names else "", float(grid.values[r, c]))
        for label, grid in grids.items()
        for r, c in np.ndindex(grid.values.shape)
    ]
    names = ("model", "step", words.row, words.column, "word", words.what)
    return {name: [cell[i] for cell in cells] for i, name in enumerate(names)}
