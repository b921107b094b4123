"""What an intervention did to the gradient, the states and the gates, against the untouched run."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.engine.cells import find_cell
from gruviz.engine.decay import FINITE, Band
from gruviz.engine.gradients import GradientFlow
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.theme import FALLBACK, GATE_COLORS, axis_key, axis_name, build, cell_line, panels
from gruviz.figures.gradients.gates_and_states import LARGEST
from gruviz.validation import InvalidShape
from gruviz.wording import power, share, steps

CEILING = 2
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


def interference_chart(found: Interference) -> Chart:
    """Draw them: the gradient on a log scale, below it the changes."""
    stack = panels(["Gradient reaching each step", "Change of state and gates"], pixels=190)
    when = np.arange(len(found.state))
    drawn = [band.median[band.status == FINITE] for band in (found.touched, found.untouched)]
    lowest = np.concatenate([values[values > 0] for values in drawn] + [np.ones(1)]).min()
    highest = np.concatenate([*drawn, np.ones(1)]).max()
    floor = min(-4, 4 * int(np.floor(np.log10(lowest) / 4)))
    traces: list[dict[str, Any]] = [
        _gradient(found, found.untouched, when, "untouched", is_reference=True),
        _gradient(found, found.touched, when, "with interventions", is_reference=False),
        *_cross(found, when, floor),
        _change("state", found.state, when, FALLBACK, "solid"),
    ]
    traces += [
        _change(name, change, when[1:], GATE_COLORS.get(name, FALLBACK), "dot") for name, change in found.gates.items()
    ]
    ceiling = max(CEILING, int(np.ceil(np.log10(highest))))
    layout: dict[str, Any] = {"annotations": stack.headings, "hovermode": "x unified"}
    titles = ("gradient norm ÷ at the loss", "change")
    for i, (extent, title) in enumerate(zip(stack.extents, titles, strict=True)):
        layout[axis_key("x", i)] = {"anchor": axis_name("y", i), "title": {"text": "step t" if i else ""}}
        layout[axis_key("x", i)] |= {"range": [-0.01 * len(when), 1.01 * (len(when) - 1)]}
        layout[axis_key("y", i)] = {"domain": extent, "anchor": axis_name("x", i), "title": {"text": title}}
    layout["yaxis"] |= {
        "type": "log",
        "range": [floor, ceiling],
        "dtick": 4,
        "exponentformat": "power",
    }
    layout["yaxis2"] |= {"rangemode": "tozero"}
    title, summary = _words(found)
    return Chart(build(traces, layout), title, summary, _table(found, when), stack.height)


def _gradient(found: Interference, band: Band, when: Steps, name: str, *, is_reference: bool) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": when,
        "y": np.where((band.status == FINITE) & (band.median > 0), band.median, np.nan),
        "name": f"gradient, {name}",
        "hovertemplate": "%{y:.2e}",
        **cell_line(found.cell, is_reference),
    }


def _cross(found: Interference, when: Steps, floor: int) -> list[dict[str, Any]]:
    """Where, going back, the gradient stops being a number above zero."""
    bad = np.flatnonzero(found.touched.status[:-1] != FINITE)
    if not len(bad):
        return []
    return [
        {
            "type": "scatter",
            "x": [when[bad[-1]]],
            "y": [10.0**floor],
            "mode": "markers+text",
            "text": [str(found.touched.status[bad[-1]])],
            "textposition": "top left" if bad[-1] > len(when) / 3 else "top right",
            "showlegend": False,
            "cliponaxis": False,
            "name": "gradient",
            "marker": {"symbol": "x", "size": 13, "color": "#D55E00"},
            "hovertemplate": str(found.touched.status[bad[-1]]),
        }
    ]


def _change(name: str, change: Array, when: Steps, color: str, dash: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": when,
        "y": np.where(np.abs(change) < LARGEST, change, np.nan),
        "name": f"change of {name}",
        "mode": "lines",
        "line": {"color": color, "width": 2.5, "dash": dash},
        "xaxis": "x2",
        "yaxis": "y2",
        "hovertemplate": "%{y:.3f}",
    }


def _words(found: Interference) -> tuple[str, str]:
    length = len(found.state) - 1
    now, before = float(found.touched.median[0]), float(found.untouched.median[0])
    moved = float(found.state[-1])
    title = f"{found.label}: {_gradient_words(found, now, before, length)}"
    move = f"moves by {power(moved)}, where its own size is {power(found.size)}" if moved else "does not move at all"
    summary = (
        f"With the interventions {_kept(found.touched, now, length)}; "
        f"without them {_kept(found.untouched, before, length)}. "
        f"The final state {move} (root mean square over units)."
    )
    return title, summary


def _gradient_words(found: Interference, now: float, before: float, length: int) -> str:
    if now == 0 and before > 0:
        return f"the gradient at the first step is now {found.touched.status[0]}"
    if not np.isfinite(now) or before == 0:
        return f"the gradient at the first step was {power(before)} of that at the loss and is now {power(now)}"
    if now == before:
        return "the gradient at the first step is as it was"
    more = now / before
    times = f"{power(more)} times" if more >= 1 else f"{share(more)} of"
    return f"the gradient {steps(length)} before the loss is {times} what it was"


def _kept(band: Band, kept: float, length: int) -> str:
    if kept == 0:
        bad = np.flatnonzero(band.status != FINITE)
        return f"the gradient is {band.status[0]} from step {bad[-1]} backward"
    return f"{share(kept)} of the gradient is left {steps(length)} before the loss"


def _table(found: Interference, when: Steps) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {
        "step": when.tolist(),
        "gradient ratio": found.touched.median.tolist(),
        "status": found.touched.status.tolist(),
        "gradient ratio, untouched": found.untouched.median.tolist(),
        "change of state": found.state.tolist(),
    }
    return table | {f"change of {name}": [None, *change.tolist()] for name, change in found.gates.items()}
