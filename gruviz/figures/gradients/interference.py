"""What an intervention did to the gradient, the states and the gates, against the untouched run."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.engine.cells import find_cell
from gruviz.engine.cells.names import glyph
from gruviz.engine.decay import CUT, FINITE, OVERFLOWED, UNDERFLOWED, ZERO, Band
from gruviz.engine.gradients import GradientFlow
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.left_scale import LeftScale
from gruviz.figures.drawing.lines import curve, line, pen, scatter
from gruviz.figures.drawing.palette import END_COLOR, GREY, gate_color
from gruviz.figures.drawing.panels import on_panel, panels, stacked_axes
from gruviz.figures.gradients.gates_and_states import LARGEST, column_of
from gruviz.validation import InvalidShape
from gruviz.wording import part_of, power, steps

CEILING = 2
HOW = {CUT: "is cut", ZERO: "is exactly zero", UNDERFLOWED: "underflows", OVERFLOWED: "overflows"}
"""How a gradient stops being a number above zero, as a verb."""
Steps = NDArray[np.integer[Any]]


class Interference(NamedTuple):
    """Two runs of the same network on the same sequence, one of them with interventions."""

    label: str
    cell: str
    touched: Band
    """Gradient norm relative to the last step, (T+1,)."""
    untouched: Band
    state: Array
    """Root mean square change of the states over units, seeds and sequences, (T+1,)."""
    size: float
    """Root mean square of the untouched final state."""
    gates: Mapping[str, Array]
    """Mean absolute change by gate, (T,) each."""


def interference(flow: GradientFlow, untouched: GradientFlow, *, label: str = "", theme: str = "light") -> go.Figure:
    """Draw gradient, states and gates of a run with interventions against the same run without."""
    name = label or find_cell(flow.recording.cell).title
    return interference_chart(compare_runs(flow, untouched, label=name)).styled(theme)


def compare_runs(flow: GradientFlow, untouched: GradientFlow, *, label: str) -> Interference:
    """Compute the differences.

    Raises:
        GruvizError: If the two runs are not of one shape.
    """
    one, other = flow.recording, untouched.recording
    if one.state.shape != other.state.shape or one.cell != other.cell:
        raise InvalidShape("untouched", other.state.shape, f"the same cell and the shape {one.state.shape}")
    with np.errstate(over="ignore", invalid="ignore"):
        change = one.state.astype(np.float64) - other.state
        return Interference(
            label,
            one.cell,
            flow.ratio(),
            untouched.ratio(),
            np.sqrt((change**2).mean((1, 2, 3))),
            float(np.sqrt((other.state[-1].astype(np.float64) ** 2).mean())),
            {name: np.abs(gate - other.gates[name]).mean((1, 2, 3)) for name, gate in one.gates.items()},
        )


def interference_chart(change: Interference) -> Chart:
    """Draw the gradient on a log scale, below it the changes."""
    stack = panels(["Gradient that reaches each step", "Change of state and gates"], pixels=190)
    when = np.arange(len(change.state))
    floor, ceiling = _limits(change)
    layout = stacked_axes(
        stack,
        axis("step", range=[-0.01 * len(when), 1.01 * (len(when) - 1)]),
        [LeftScale("log", floor, ceiling).axis(), axis("change", rangemode="tozero")],
    )
    traces = [
        _gradient(change.cell, change.untouched, when, "untouched", is_reference=True),
        _gradient(change.cell, change.touched, when, "with interventions", is_reference=False),
        *_cross(change.touched, when, floor),
        _change("state", change.state, when, pen(GREY, 2.5)),
    ]
    traces += [_change(name, by, when[1:], pen(gate_color(name), 2.5, "dot")) for name, by in change.gates.items()]
    title, summary = _words(change)
    return Chart(build(traces, layout | {"hovermode": "x unified"}), title, summary, _table(change, when), stack.height)


def _limits(change: Interference) -> tuple[int, int]:
    """Powers of ten at the ends of the gradient's axis."""
    drawn = [band.median[band.status == FINITE] for band in (change.touched, change.untouched)]
    lowest = np.concatenate([values[values > 0] for values in drawn] + [np.ones(1)]).min()
    highest = np.concatenate([*drawn, np.ones(1)]).max()
    return min(-4, 4 * int(np.floor(np.log10(lowest) / 4))), max(CEILING, int(np.ceil(np.log10(highest))))


def _gradient(cell: str, band: Band, when: Steps, name: str, *, is_reference: bool) -> dict[str, Any]:
    ratio = np.where((band.status == FINITE) & (band.median > 0), band.median, np.nan)
    return curve(cell, when, ratio, f"gradient, {name}", is_reference=is_reference)


def _cross(band: Band, when: Steps, floor: int) -> list[dict[str, Any]]:
    """Where, going back, the gradient stops being a number above zero."""
    bad = np.flatnonzero(band.status[:-1] != FINITE)
    if not len(bad):
        return []
    status = str(band.status[bad[-1]])
    return [
        scatter(
            [when[bad[-1]]],
            [10.0**floor],
            "gradient",
            status,
            mode="markers+text",
            text=[status],
            textposition="top left" if bad[-1] > len(when) / 3 else "top right",
            showlegend=False,
            cliponaxis=False,
            marker={"symbol": "x", "size": 13, "color": END_COLOR},
        )
    ]


def _change(name: str, by: Array, when: Steps, ink: dict[str, Any]) -> dict[str, Any]:
    y = np.where(np.abs(by) < LARGEST, by, np.nan)
    return line(when, y, f"change of {glyph(name)}", "%{y:.3f}", pen=ink, **on_panel(1))


def _words(change: Interference) -> tuple[str, str]:
    length = len(change.state) - 1
    moved = float(change.state[-1])
    title = f"{change.label}: {_gradient_words(change, length)}"
    move = f"moves by {power(moved)}, where its own size is {power(change.size)}" if moved else "does not move at all"
    breakdown = change.touched.breakdown or change.untouched.breakdown
    end = "" if breakdown else f" The final state {move} (root mean square over units)."
    summary = (
        f"With the interventions {_kept(change.touched, length)}; without them {_kept(change.untouched, length)}.{end}"
    )
    return title, summary


def _gradient_words(change: Interference, length: int) -> str:
    now, before = float(change.touched.median[0]), float(change.untouched.median[0])
    if change.touched.breakdown:
        return f"with the interventions {change.touched.breakdown.words}"
    if now == 0 < before:
        return f"no gradient reaches the first step now: it {HOW[str(change.touched.status[0])]}"
    if now == before:
        return "the gradient at the first step is as it was"
    if not np.isfinite(now) or not 0 < before < np.inf:
        return f"the gradient at the first step was {_end(change.untouched)} and is now {_end(change.touched)}"
    return f"the gradient {steps(length)} before the loss is {part_of(now / before, 'what it was')}"


def _end(band: Band) -> str:
    """What is left at the first step."""
    if band.status[0] != FINITE:
        return str(band.status[0])
    return part_of(float(band.median[0]), "that at the loss")


def _kept(band: Band, length: int) -> str:
    if band.breakdown:
        return band.breakdown.words
    if band.status[0] != FINITE:
        bad = np.flatnonzero(band.status != FINITE)
        return f"the gradient {HOW[str(band.status[bad[-1]])]} from step {bad[-1]} backward"
    return f"{steps(length)} before the loss the gradient is {part_of(float(band.median[0]), 'that at the loss')}"


def _table(change: Interference, when: Steps) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {
        "step": when.tolist(),
        "gradient ratio": change.touched.median.tolist(),
        "status": change.touched.status.tolist(),
        "gradient ratio, untouched": change.untouched.median.tolist(),
        "change of state": change.state.tolist(),
    }
    return table | {f"change of {column_of(name)}": [None, *by.tolist()] for name, by in change.gates.items()}
