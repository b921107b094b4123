"""Every loss time against every source time, on one colour scale for all cells."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.sample import SINGLE, Sample
from gruviz.figures.drawing.theme import GRADIENT_SCALE, axis_key, axis_name, build, decade_bar, panels
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
    finite = [matrix[np.isfinite(matrix) & (matrix > 0)] for matrix in matrices.values()]
    top = max((float(np.log10(values.max())) for values in finite if len(values)), default=0.0)
    ceiling = max(0, int(np.ceil(top - 0.3)))
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"annotations": stack.headings}
    for i, matrix in enumerate(matrices.values()):
        traces.append(_panel(matrix, i, ceiling, stack.extents))
        last = i == len(matrices) - 1
        x_title = {"text": "step t of the state that is changed" if last else ""}
        layout[axis_key("x", i)] = {"anchor": axis_name("y", i), "title": x_title, "showgrid": False}
        layout[axis_key("y", i)] = {
            "domain": stack.extents[i],
            "anchor": axis_name("x", i),
            "title": {"text": "step k of the loss"},
            "showgrid": False,
        }
    reaches = {label: reach(matrix) for label, matrix in matrices.items()}
    far, near = max(reaches, key=lambda key: reaches[key]), min(reaches, key=lambda key: reaches[key])
    title = f"{far}'s losses reach {steps(reaches[far])} back"
    if far != near:
        title += f", {near}'s {steps(reaches[near])}"
    summary = (
        "How far back at least 1% of the gradient arrives, for the median loss step: "
        + ", ".join(f"{label} {steps(value)}" for label, value in reaches.items())
        + ". Rows are loss steps, columns the steps whose state is changed; a bright diagonal alone is a short memory. "
        f"One colour scale for all.{sample.words()}"
    )
    return Chart(build(traces, layout), title, summary, _table(matrices), stack.height)


def _panel(matrix: Array, i: int, ceiling: int, extents: list[tuple[float, float]]) -> dict[str, Any]:
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.log10(matrix)
    steps_axis = np.arange(1, len(matrix) + 1)
    shown = np.where(np.isnan(log), np.nan, np.clip(log, FLOOR, ceiling)).astype(np.float32)
    return {
        "type": "heatmap",
        "x": steps_axis,
        "y": steps_axis,
        "z": shown,
        "customdata": matrix,
        "zmin": FLOOR,
        "zmax": ceiling,
        "colorscale": GRADIENT_SCALE,
        "showscale": i == 0,
        "colorbar": decade_bar("gradient<br>norm", FLOOR, ceiling, extents[0]),
        "xaxis": axis_name("x", i),
        "yaxis": axis_name("y", i),
        "hoverongaps": False,
        "hovertemplate": "loss at step %{y}, state at step %{x}: %{customdata:.2e}<extra></extra>",
    }


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
