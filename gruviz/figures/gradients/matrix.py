"""Every loss time against every source time, on one colour scale for all cells."""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.heatmaps import decade_bar, decade_map
from gruviz.figures.drawing.panels import Extent, on_panel, panels, stacked_axes
from gruviz.figures.drawing.sample import SINGLE, Sample
from gruviz.validation import InvalidValue
from gruviz.wording import listed, steps

FLOOR = -12
"""Power of ten at the dark end of the scale; smaller values keep their number in the hover and the table."""
REACH = 0.01
NOTHING: Mapping[str, str] = MappingProxyType({})


def loss_source_matrix(matrices: Mapping[str, Array], *, theme: str = "light") -> go.Figure:
    """Draw gradient matrices (T, T) of several runs, one panel each."""
    return matrix_chart(matrices).styled(theme)


class Reach(NamedTuple):
    """How far back the gradient stays at or above 1%, for the median of the later half of the loss times."""

    back: float
    """In steps; nan where no loss of that half has a gradient."""
    is_whole: bool = False
    """Whether that is all the way to the first step, so that more steps would be needed to see the end of it."""

    @property
    def words(self) -> str:
        """Such as "6 steps" or "at least 37 steps"."""
        return "no step" if math.isnan(self.back) else f"{'at least ' * self.is_whole}{steps(self.back)}"


def reach(matrix: Array) -> Reach:
    """Measure how far back losses reach; one whose own state is no number counts for none."""
    rows = [row for row in _by_lag(matrix) if np.isfinite(row[0])]
    if not rows:
        return Reach(math.nan)
    whole = [bool((row >= REACH).all()) for row in rows]
    back = [len(row) if all_ else int(np.argmin(row >= REACH)) for row, all_ in zip(rows, whole, strict=True)]
    median = int(np.median(back))
    return Reach(max(0, median - 1), median > 1 and sum(whole) * 2 > len(rows))


def matrix_chart(matrices: Mapping[str, Array], sample: Sample = SINGLE, broken: Mapping[str, str] = NOTHING) -> Chart:
    """Draw the matrices, which are medians over a sample; `broken` says where states stop being numbers, by run."""
    if not matrices:
        raise InvalidValue("matrices", "empty", "at least one run")
    stack = panels(list(matrices), pixels=300)
    limits = FLOOR, _ceiling(matrices)
    along = axis("step t of the state that is changed", showgrid=False)
    layout = stacked_axes(stack, along, axis("step k of the loss", showgrid=False))
    traces = [_panel(matrix, i, limits, stack.extents[0]) for i, matrix in enumerate(matrices.values())]
    reaches = {label: reach(matrix) for label, matrix in matrices.items()}
    breaks = "".join(
        f" {label}: {words}, which leaves the losses there and later without a gradient."
        for label, words in broken.items()
    )
    summary = _summary(reaches) + breaks + sample.words()
    return Chart(build(traces, layout), _title(reaches, broken), summary, _table(matrices), stack.height)


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


def _title(reaches: Mapping[str, Reach], broken: Mapping[str, str]) -> str:
    known = {label: reach for label, reach in reaches.items() if not math.isnan(reach.back)}
    if not known:
        label = next(iter(reaches))
        return f"{label}'s losses have no gradient: {broken.get(label, 'it is no number')}"
    far, near = (pick(known.values(), key=lambda reach: reach.back) for pick in (max, min))
    farthest, nearest = ([label for label, reach in known.items() if reach.back == end.back] for end in (far, near))
    title = f"{_owned(farthest)} losses reach {far.words} back"
    return title if far.back == near.back else f"{title}, {_owned(nearest)} {near.words}"


def _owned(labels: list[str]) -> str:
    return listed([f"{label}'s" for label in labels])


def _summary(reaches: Mapping[str, Reach]) -> str:
    distances = ", ".join(f"{label} {reach.words}" for label, reach in reaches.items())
    return (
        f"How far back at least 1% of the gradient arrives, for the median loss step of the later half: {distances}. "
        "Rows are loss steps, columns the steps whose state is changed; a bright diagonal alone is a short memory. "
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
