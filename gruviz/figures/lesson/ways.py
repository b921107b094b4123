"""Beside the gate: what comes back by the copy alone, and what by a detour through a gate or the candidate."""

from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.cells import Cell, find_cell
from gruviz.engine.gradients import GradientFlow
from gruviz.engine.norms import euclidean
from gruviz.figures.drawing.axes import back_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import FRAME, STEADY, End, end_labels
from gruviz.figures.drawing.exits import back_line
from gruviz.figures.drawing.left_scale import left_scale
from gruviz.figures.drawing.lines import pen
from gruviz.figures.drawing.palette import GREY, PATH_COLORS, cell_color
from gruviz.figures.drawing.sample import Sample
from gruviz.validation import InvalidValue
from gruviz.wording import left, share, steps

HEIGHT = 480
"""Pixels: five lines have names."""
STEEPEST = 0.25
"""The largest slope of the logistic function."""
READS_STATE = "a cell with a copy whose gate reads the state, such as gru"


class Ways(NamedTuple):
    """What is left of one gradient, by the ways it took; medians of norms relative to that at the loss, (T+1,) each.

    The parts are vectors, which may point against each other: their norms need not sum to that of the whole.
    """

    cell: str
    whole: Array
    copy: Array
    """By the copy at every step."""
    detours: Array
    """By all ways that leave the copy at least once."""
    gate: Array
    """Through the decision of the gate that copies, at every step."""
    sample: Sample

    @property
    def steepest(self) -> Array:
        """What a factor of `STEEPEST` at every step would leave, (T+1,)."""
        powers: Array = STEEPEST ** np.arange(len(self.whole) - 1, -1, -1.0)
        return powers


def gradient_ways(flow: GradientFlow, *, theme: str = "light") -> go.Figure:
    """Draw what is left of a gradient by the copy alone, by ways with a detour, and through the gate at every step.

    Args:
        flow: Of a cell with a copy whose gate reads the state; its loss reads the last step.
        theme: "light" or "dark".
    """
    return ways_chart(measure_ways(flow)).styled(theme)


def gate_path(cell: Cell) -> str:
    """The path through the decision of the gate that copies; empty if the cell has none."""
    return next((name for name in ("update", "forget") if cell.leak and name in cell.path_names), "")


def measure_ways(flow: GradientFlow) -> Ways:
    """Split a gradient by the ways it took."""
    kind = find_cell(flow.recording.cell)
    gate = gate_path(kind)
    if kind.leak is None or not gate:
        raise InvalidValue("cell", flow.recording.cell, READS_STATE)
    copy = flow.along(kind.leak)
    return Ways(
        cell=flow.recording.cell,
        whole=_median(flow.gradients, flow),
        copy=_median(copy, flow),
        detours=_median(flow.gradients - copy, flow),
        gate=_median(flow.along(gate), flow),
        sample=Sample.of(flow.recording),
    )


def _median(part: Array, flow: GradientFlow) -> Array:
    norms = euclidean(part).astype(np.float64)
    median: Array = np.median((norms / flow.norms["state"][-1]).reshape(len(norms), -1), axis=1)
    return median


def ways_chart(ways: Ways) -> Chart:
    """Draw the four curves, and what the slope's bound would leave."""
    lags = np.arange(len(ways.whole) - 1, -1, -1)
    lines = _lines(ways)
    up = left_scale(np.concatenate([ways.whole, ways.copy, ways.detours, ways.steepest]), np.ones(1))
    ends = [
        End(name, left(float(values[0])), len(lags) - 1, up.place(float(values[0])), look["color"])
        for name, values, look in lines
    ]
    layout = {
        "xaxis": back_axis(len(lags) - 1),
        "yaxis": up.axis() | {"side": "right"},
        "hovermode": "x unified",
        **end_labels(ends, up.axis(), plot=HEIGHT - FRAME, at_least=STEADY),
    }
    table = {"steps before the loss": lags.tolist(), **{name: values.tolist() for name, values, _ in lines}}
    traces = [trace for name, values, look in lines for trace in back_line(name, lags, values, up, look)]
    return Chart(build(traces, layout), _title(ways), _summary(ways), table, HEIGHT)


def _lines(ways: Ways) -> list[tuple[str, Array, dict[str, Any]]]:
    """Name, values and look of each."""
    return [
        ("all ways", ways.whole, pen(cell_color(ways.cell))),
        ("copy alone", ways.copy, pen(PATH_COLORS["leak"], 3, "dash")),
        ("with a detour", ways.detours, pen(PATH_COLORS["candidate"], 3, "dashdot")),
        ("gate at each step", ways.gate, pen(PATH_COLORS["update"], 3, "longdash")),
        ("¼ at each step", ways.steepest, pen(GREY, 2, "dot")),
    ]


def _title(ways: Ways) -> str:
    copy, detours = (float(values[0]) for values in (ways.copy, ways.detours))
    distance = steps(len(ways.whole) - 1)
    return f"Over {distance} the copy alone brings back {share(copy)}, all ways that leave it {share(detours)}"


def _summary(ways: Ways) -> str:
    whole, copy, detours, gate, quarter = (
        share(float(values[0])) for values in (ways.whole, ways.copy, ways.detours, ways.gate, ways.steepest)
    )
    return (
        f"Of the gradient at the loss {whole} is left, {steps(len(ways.whole) - 1)} back: by the copy alone {copy}, by "
        f"ways that go through a gate or the candidate at least once {detours}, through the gate’s decision at every "
        f"step {gate}. A factor of ¼ at every step would leave {quarter}.{ways.sample.words()}"
    )
