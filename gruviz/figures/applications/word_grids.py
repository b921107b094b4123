"""Shares on a grid, a row for each word of an answer, one panel per model: a decoder's choices, or its attention."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import Axis, axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.heatmaps import color_bar, heatmap, words_on
from gruviz.figures.drawing.palette import GATE_SCALE
from gruviz.figures.drawing.panels import Extent, Panels, on_panel, panels, stacked_axes
from gruviz.validation import InvalidValue
from gruviz.wording import share

ROW, NAMES = 22, 36
"""Pixels of a row, and of the names below a panel beyond those of other ticks."""


class Grid(NamedTuple):
    """Shares of one model.

    Args:
        rows: Words of the answer, from the first; they may repeat.
        columns: Equal for all models.
        values: From 0 to 1, (rows, columns).
        names: What stands in each field, where it is more than its share, (rows, columns).
    """

    rows: Sequence[str]
    columns: Sequence[str]
    values: Array
    names: Sequence[Sequence[str]] | None = None


class GridWords(NamedTuple):
    """How the chart speaks: its finding, and what a share, a row and a column is."""

    finding: str
    """What is said of the smallest of the rows' largest shares, which follow it."""
    what: str
    row: str
    column: str
    title: str = ""
    """The title; without one, the finding."""


def word_grids(grids: Mapping[str, Grid], words: GridWords, *, theme: str = "light") -> go.Figure:
    """Draw shares on grids of words, all on the scale from 0 to 1."""
    return word_grid_chart(grids, words).styled(theme)


def word_grid_chart(grids: Mapping[str, Grid], words: GridWords) -> Chart:
    """Draw a panel for each model, with the names of its columns below."""
    if not grids:
        raise InvalidValue("grids", "empty", "at least one model")
    stack = _stack(grids)
    along = [_columns(grid, words.column) for grid in grids.values()]
    layout = stacked_axes(stack, along, [_rows(grid, words.row) for grid in grids.values()])
    drawn = [_panel(grid, i, stack.extents[i]) for i, grid in enumerate(grids.values())]
    weakest = {label: float(grid.values.max(1).min()) for label, grid in grids.items() if grid.values.size}
    finding = f"{words.finding}: {', '.join(f'{label} {share(value)}' for label, value in weakest.items())}"
    what = f"{words.what.capitalize()} of each {words.column} (columns) for each {words.row} (rows)"
    summary = f"{what}, all models on the scale from 0 to 100%.{f' {finding}.' if words.title else ''}"
    traces = [trace for panel in drawn for trace in panel]
    return Chart(build(traces, layout), words.title or finding, summary, _table(grids, words), stack.height)


def _stack(grids: Mapping[str, Grid]) -> Panels:
    """Panels with room for names below each, also where they are turned."""
    rows = max(120, ROW * max(len(grid.rows) for grid in grids.values()))
    stack = panels(list(grids), pixels=rows + NAMES)
    room = NAMES / (rows + NAMES)
    return stack._replace(extents=[(low + room * (high - low), high) for low, high in stack.extents])


def _panel(grid: Grid, i: int, extent: Extent) -> list[dict[str, Any]]:
    columns, rows = list(range(1, len(grid.columns) + 1)), list(range(len(grid.rows)))
    names = grid.names or [["" for _ in grid.columns] for _ in grid.rows]
    cells = heatmap(
        columns,
        rows,
        grid.values,
        (0, 1),
        scale=GATE_SCALE,
        bar=color_bar(extent, tickformat=".0%") if i == 0 else None,
        hover="%{text} %{z:.1%}",
        text=names,
        xgap=2,
        ygap=2,
        **on_panel(i),
    )
    return [cells, words_on(columns, rows, grid.values, (0, 1), names, scale=GATE_SCALE, **on_panel(i))]


def _columns(grid: Grid, title: str) -> Axis:
    return axis(title, tickvals=list(range(1, len(grid.columns) + 1)), ticktext=list(grid.columns), showgrid=False)


def _rows(grid: Grid, title: str) -> Axis:
    count = len(grid.rows)
    return axis(title, tickvals=list(range(count)), ticktext=list(grid.rows), range=[count - 0.5, -0.5], showgrid=False)


def _table(grids: Mapping[str, Grid], words: GridWords) -> dict[str, list[Any]]:
    cells = [
        (label, r + 1, grid.rows[r], grid.columns[c], grid.names[r][c] if grid.names else "", float(grid.values[r, c]))
        for label, grid in grids.items()
        for r, c in np.ndindex(grid.values.shape)
    ]
    names = ("model", "step", words.row, words.column, "word", words.what)
    return {name: [cell[i] for cell in cells] for i, name in enumerate(names)}
