"""Every loss time against every source time, on one colour scale for all cells."""

import math
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.grid import grid, grid_axes, narrow, squares, titled
from gruviz.figures.drawing.heatmaps import decade_bar, decade_map
from gruviz.figures.drawing.left_scale import tick_words
from gruviz.figures.drawing.lines import cased, line, pen
from gruviz.figures.drawing.palette import END_COLOR
from gruviz.figures.drawing.panels import on_panel
from gruviz.figures.drawing.sample import SINGLE, Sample
from gruviz.validation import InvalidValue
from gruviz.wording import listed, steps

FLOOR = -12
"""Power of ten at the dark end of the scale; smaller values keep their number in the hover and the table."""
REACH = 0.01
FINEST = 100
"""Most losses and states that are drawn; of longer runs every second, third … is, and the table has all."""
SHORT = {"lenmode": "pixels", "len": 230}
"""A colour bar as high as a square, however many there are."""
NOTHING: Mapping[str, str] = MappingProxyType({})


def loss_source_matrix(
    matrices: Mapping[str, Array], *, references: Collection[str] = (), theme: str = "light"
) -> go.Figure:
    """Draw gradient matrices (T, T) of several runs, one square each; the title names no run of `references`."""
    return matrix_chart(matrices, references=references).styled(theme)


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


def matrix_chart(
    matrices: Mapping[str, Array],
    sample: Sample = SINGLE,
    broken: Mapping[str, str] = NOTHING,
    references: Collection[str] = (),
) -> Chart:
    """Draw the matrices, which are medians over a sample; `broken` says where states stop being numbers, by run."""
    if not matrices:
        raise InvalidValue("matrices", "empty", "at least one run")
    reaches = {label: reach(matrix) for label, matrix in matrices.items()}
    headings = titled({label: one.words for label, one in reaches.items()})
    columns, pixels = squares(len(matrices))
    places = grid(headings, columns=columns, pixels=pixels)
    along = axis("state at step", showgrid=False)
    layout = grid_axes(places, along, axis("loss at step", showgrid=False), square=True)
    layout["meta"] = {"narrow": narrow(headings, 240)}
    traces = _squares(matrices, (FLOOR, _ceiling(matrices)))
    breaks = "".join(
        f" {label}: {words}, which leaves the losses there and later without a gradient."
        for label, words in broken.items()
    )
    summary = _summary(reaches) + breaks + sample.words()
    title = _title({label: one for label, one in reaches.items() if label not in references} or reaches, broken)
    return Chart(build(traces, layout), title, summary, _table(matrices), places.height)


def _ceiling(matrices: Mapping[str, Array]) -> int:
    """Power of ten at the bright end of the scale: 0, or above it what the largest gradient needs."""
    finite = [matrix[np.isfinite(matrix) & (matrix > 0)] for matrix in matrices.values()]
    top = max((float(np.log10(values.max())) for values in finite if len(values)), default=0.0)
    return max(0, int(np.ceil(top - 0.3)))


def _squares(matrices: Mapping[str, Array], limits: tuple[int, int]) -> list[dict[str, Any]]:
    """A heatmap for each run with a line as far back as its losses reach; one colour bar for all."""
    traces = []
    for i, matrix in enumerate(matrices.values()):
        every = -(-len(matrix) // FINEST)
        rows = np.arange(len(matrix) - 1, -1, -every)[::-1]
        back = np.array([_row_reach(matrix[k, : k + 1][::-1]) for k in rows])
        bar = _bar(limits) if i == 0 else None
        hover = (
            "A loss at step %{y} reaches %{text} steps back.<br>Of the state at step %{x} it hears %{customdata:.2e}"
        )
        values = matrix[np.ix_(rows, rows)]
        told = np.broadcast_to(np.maximum(back, 0)[:, None], values.shape)
        more = {"text": told.astype(np.int16), "hoverongaps": False, "name": "gradient left"}
        traces += [
            decade_map(rows + 1, rows + 1, values, limits, hover=hover, bar=bar, **more, **on_panel(i)),
            *cased(
                line(
                    np.where(back >= 0, rows + 1 - back - every / 2, np.nan),
                    rows + 1,
                    "as far back as 1% is left",
                    None,
                    pen=pen(END_COLOR, 2),
                    showlegend=i == 0,
                    **on_panel(i),
                )
            ),
        ]
    return traces


def _bar(limits: tuple[int, int]) -> dict[str, Any]:
    bar = decade_bar("gradient<br>left", limits) | SHORT
    return bar | {"ticktext": [tick_words(power) for power in bar["tickvals"]]}


def _row_reach(row: Array) -> int:
    """How many steps back one loss reaches, from its row read back from the loss; -1 where it has no gradient."""
    if not np.isfinite(row[0]):
        return -1
    within = row >= REACH
    return (len(row) if within.all() else int(np.argmin(within))) - 1


def _title(reaches: Mapping[str, Reach], broken: Mapping[str, str]) -> str:
    known = {label: reach for label, reach in reaches.items() if not math.isnan(reach.back)}
    if not known:
        label = next(iter(reaches))
        return f"No loss has a gradient in {label}: {broken.get(label, 'it is no number')}"
    far, near = (pick(known.values(), key=lambda reach: reach.back) for pick in (max, min))
    farthest, nearest = ([label for label, reach in known.items() if reach.back == end.back] for end in (far, near))
    title = f"A loss reaches {far.words} back in {listed(farthest)}"
    return title if far.back == near.back else f"{title}, {_bare(near)} in {listed(nearest)}"


def _bare(reach: Reach) -> str:
    """A reach without the word "steps", behind another one: "7", "at least 8"."""
    return reach.words.rsplit(" ", 1)[0]


def _summary(reaches: Mapping[str, Reach]) -> str:
    distances = ", ".join(f"{label} {reach.words}" for label, reach in reaches.items())
    return (
        "A loss reaches as far back as at least 1% of its gradient is left; the usual loss of the later half: "
        f"{distances}. "
        "Each row is a loss of its own; a narrow bright band is a short memory, a bright triangle a long one."
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
