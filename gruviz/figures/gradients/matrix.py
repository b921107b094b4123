"""Every loss time against every source time, on one colour scale for all cells."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.heatmaps import decade_bar, decade_map
from gruviz.figures.drawing.panels import Extent, on_panel, panels, stacked_axes
from gruviz.figures.drawing.sample import SINGLE, Sample
from gruviz.validation import InvalidValue
from gruviz.wording import steps

FLOOR = -12
"""Power of ten at the dark end of the scale; smaller values keep their number in the hover and the table."""
REACH = 0.01


def loss_source_matrix(matrices: Mapping[str, Array], *, theme: str = "light") -> go.Figure:
    """Draw gradient matrices (T, T) of several runs, one panel each."""
    return matrix_chart(matrices).styled(theme)


def reach(matrix: Array) -> int:
    """Median over loss times of how many steps back the gradient stays at or above 1%."""
    back = [int(np.argmin(row >= REACH)) if not (row >= REACH).all() else len(row) for row in _by_lag(matrix)]
    return max(0, int(np.median(back)) - 1)


def matrix_chart(matrices: Mapping[str, Array], sample: Sample = SINGLE) -> Chart:
    """Draw the matrices, which are medians over a sample."""
    if not matrices:
        raise InvalidValue("matrices", "empty", "at least one run")
    stack = panels(list(matrices), pixels=300)
    limits = FLOOR, _ceiling(matrices)
    along = axis("step t of the state that is changed", showgrid=False)
    layout = stacked_axes(stack, along, axis("step k of the loss", showgrid=False))
    traces = [_panel(matrix, i, limits, stack.extents[0]) for i, matrix in enumerate(matrices.values())]
    reaches = {label: reach(matrix) for label, matrix in matrices.items()}
    summary = _summary(reaches) + sample.words()
    return Chart(build(traces, layout), _title(reaches), summary, _table(matrices), stack.height)


def _ceiling(matrices: Mapping[str, Array]) -> int:
    """Power of ten at the bright end of the scale: 0, or above it what the largest gradient needs."""
    finite = [matrix[np.isfinite(matrix) & (matrix > 0)] for matrix in matrices.values()]
    top = max((float(np.log10(values.max())) for values in finite if len(values)), default=0.0)
    return max(0, int(np.ceil(top - 0.3)))


def _panel(matrix: Array, i: int, limits: tuple[int, int], extent: Extent) -> dict[str, Any]:
    t = np.arange(1, len(matrix) + 1)
    bar = decade_bar("gradient<br>norm", limits, extent) if i == 0 else None
    hover = "loss at step %{y}, state at step %{x}: %{customdata:.2e}"
    return decade_map(t, t, matrix, limits, hover=hover, bar=bar, hoverongaps=False, **on_panel(i))


def _title(reaches: Mapping[str, int]) -> str:
    far, near = max(reaches, key=lambda key: reaches[key]), min(reaches, key=lambda key: reaches[key])
    title = f"{far}'s losses reach {steps(reaches[far])} back"
    return title if far == near else f"{title}, {near}'s {steps(reaches[near])}"


def _summary(reaches: Mapping[str, int]) -> str:
    distances = ", ".join(f"{label} {steps(value)}" for label, value in reaches.items())
    return (
        f"How far back at least 1% of the gradient arrives, for the median loss step: {distances}. Rows are loss "
        "steps, columns the steps whose state is changed; a bright diagonal alone is a short memory. "
        "One colour scale for all."
    )


def _by_lag(matrix: Array) -> list[Array]:
    """Rows of the later half of the loss times, read back from the loss."""
    half = len(matrix) // 2
    return [matrix[k, : k + 1][::-1] for k in range(half, len(matrix))]


def _table(matrices: Mapping[str, Array]) -> dict[str, list[Any]]:
    length = max(map(len, matrices.values()))
    loss, source = np.tril_indices(length)
    table: dict[str, list[Any]] = {"loss step": (loss + 1).tolist(), "state step": (source + 1).tolist()}
    for label, matrix in matrices.items():
        known = loss < len(matrix)  # rows of a shorter run come first
        table[label] = matrix[loss[known], source[known]].tolist() + [None] * int((~known).sum())
    return table
