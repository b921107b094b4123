"""Shares on a grid of words, one panel per model: what a decoder chose from, or where it looked."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.figures.chart import Chart
from gruviz.figures.theme import GATE_SCALE, axis_key, axis_name, build, panels
from gruviz.validation import Array, InvalidValue
from gruviz.wording import share

ROW = 22


class Grid(NamedTuple):
    """Shares of one model.

    Args:
        rows: Names, from the top.
        columns: Names, in order; they may repeat.
        values: From 0 to 1, (rows, columns).
    """

    rows: Sequence[str]
    columns: Sequence[str]
    values: Array


class Words(NamedTuple):
    """How the chart speaks: what is found, and what a share, a row and a column is."""

    finding: str
    """What begins the title; the smallest of the columns' largest shares ends it."""
    what: str
    row: str
    column: str


def word_grids(grids: Mapping[str, Grid], words: Words, *, theme: str = "light") -> go.Figure:
    """Draw shares on grids of words, all on the scale from 0 to 1."""
    return word_grid_chart(grids, words).styled(theme)


def word_grid_chart(grids: Mapping[str, Grid], words: Words) -> Chart:
    """The same as a chart."""
    if not grids:
        raise InvalidValue("grids", "empty", "at least one model")
    stack = panels(list(grids), pixels=max(150, ROW * max(len(grid.rows) for grid in grids.values())))
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"annotations": stack.headings}
    for i, grid in enumerate(grids.values()):
        traces.append(_panel(grid, i, stack.extents[i]))
        layout |= _axes(grid, i, stack.extents[i], words, last=i == len(grids) - 1)
    weakest = {label: float(grid.values.max(0).min()) for label, grid in grids.items() if grid.values.size}
    told = ", ".join(f"{label} {share(value)}" for label, value in weakest.items())
    title = f"{words.finding}: {told}"
    summary = f"{words.what.capitalize()} of each {words.row} (rows) at each {words.column} (columns). {_peaks(grids)}"
    return Chart(build(traces, layout), title, summary, _table(grids, words), stack.height)


def _panel(grid: Grid, i: int, extent: tuple[float, float]) -> dict[str, Any]:
    return {
        "type": "heatmap",
        "x": list(range(1, len(grid.columns) + 1)),
        "y": list(range(len(grid.rows))),
        "z": grid.values,
        "customdata": [[f"{row} at {column}" for column in grid.columns] for row in grid.rows],
        "zmin": 0,
        "zmax": 1,
        "colorscale": GATE_SCALE,
        "showscale": i == 0,
        "colorbar": {
            "thickness": 12,
            "tickformat": ".0%",
            "len": extent[1] - extent[0],
            "y": extent[1],
            "yanchor": "top",
        },
        "xgap": 1,
        "ygap": 1,
        "xaxis": axis_name("x", i),
        "yaxis": axis_name("y", i),
        "hovertemplate": "%{customdata}: %{z:.1%}<extra></extra>",
    }


def _axes(grid: Grid, i: int, extent: tuple[float, float], words: Words, *, last: bool) -> dict[str, Any]:
    return {
        axis_key("x", i): {
            "anchor": axis_name("y", i),
            "title": {"text": words.column if last else ""},
            "tickvals": list(range(1, len(grid.columns) + 1)),
            "ticktext": list(grid.columns),
            "tickangle": 0 if len(grid.columns) < 5 else -45,
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


def _peaks(grids: Mapping[str, Grid]) -> str:
    parts = []
    for label, grid in grids.items():
        tops = grid.values.argmax(0)
        pairs = [f"{column}: {grid.rows[top]}" for column, top in zip(grid.columns, tops, strict=True)]
        parts.append(f"Largest of {label} at {', '.join(pairs)}.")
    return " ".join(parts)


def _table(grids: Mapping[str, Grid], words: Words) -> dict[str, list[Any]]:
    cells = [
        (label, t + 1, grid.columns[t], grid.rows[r], float(grid.values[r, t]))
        for label, grid in grids.items()
        for r, t in np.ndindex(grid.values.shape)
    ]
    names = ("model", "place", words.column, words.row, words.what)
    return {name: [cell[i] for cell in cells] for i, name in enumerate(names)}
