"""What the gates and the state did: units by steps."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.cells import Cell, find_cell
from gruviz.engine.records import Recording
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.theme import GATE_SCALE, STATE_SCALE, axis_key, axis_name, build, color_bar, panels
from gruviz.validation import check_integer
from gruviz.wording import listed, power

GATE_TITLES = {
    "r": "r, reset gate",
    "z": "z, update gate (0 keeps, 1 writes)",
    "n": "h̃, candidate",
    "i": "i, input gate",
    "f": "f, forget gate (0 forgets, 1 keeps)",
    "g": "g, candidate",
    "o": "o, output gate",
    "h": "h, hidden state",
    "c": "c, cell state",
}
SHARED_GATE = "z, the one gate (0 keeps, 1 writes and looks back)"
"""Of a cell whose update gate also resets."""
SATURATED = 0.05
"""Distance from ±1 within which a tanh state counts as saturated."""

LARGEST = 1e30
"""Beyond it a state is drawn as a gap."""


def gate_heatmap(recording: Recording, *, label: str = "", member: int = 0, theme: str = "light") -> go.Figure:
    """Draw every gate and state of one seed and the first sequence as units × steps."""
    return heatmap_chart(recording, label=label or find_cell(recording.cell).title, member=member).styled(theme)


def heatmap_chart(recording: Recording, *, label: str, member: int = 0) -> Chart:
    """Draw one run; gates on [0, 1], candidates and states on a scale centred on 0, longer where they leave ±1."""
    check_integer("member", member, 0, recording.weights.seeds - 1)
    kind = find_cell(recording.cell)
    rows = {name: gate[:, member, 0] for name, gate in recording.gates.items()}
    rows |= {name: state[1:, member, 0] for name, state in recording.states.items()}
    bounded = {name for name, limits in kind.gate_ranges.items() if limits == (0, 1)}
    resets = (kind.candidate.reset, kind.candidate.reset_after)
    titles = GATE_TITLES | ({"z": SHARED_GATE} if "z" in resets else {})
    stack = panels([titles.get(name, name) for name in rows], pixels=120)
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"annotations": stack.headings}
    scales: set[bool] = set()
    for i, (name, values) in enumerate(rows.items()):
        is_gate = name in bounded
        traces.append(_panel(values, i, is_gate, is_gate not in scales, stack.extents[i]))
        scales.add(is_gate)
        last = i == len(rows) - 1
        layout[axis_key("x", i)] = {
            "anchor": axis_name("y", i),
            "title": {"text": "step t" if last else ""},
            "showgrid": False,
        }
        layout[axis_key("y", i)] = {
            "domain": stack.extents[i],
            "anchor": axis_name("x", i),
            "title": {"text": "unit"},
            "showgrid": False,
        }
    steps, units = (axis.ravel().tolist() for axis in np.indices(next(iter(rows.values())).shape))
    table: dict[str, list[Any]] = {"step": [t + 1 for t in steps], "unit": units}
    table |= {name: values.ravel().tolist() for name, values in rows.items()}
    title, summary = _words(kind, label, rows)
    return Chart(build(traces, layout), title, summary, table, stack.height)


def _panel(values: Array, i: int, is_gate: bool, has_bar: bool, extent: tuple[float, float]) -> dict[str, Any]:
    steps, units = values.shape
    shown = np.where(np.abs(values) < LARGEST, values, np.nan).T.astype(np.float32)
    limit = 1.0 if is_gate else max(1.0, float(np.ceil(np.nanmax(np.abs(shown), initial=0.0))))
    return {
        "type": "heatmap",
        "x": np.arange(1, steps + 1),
        "y": np.arange(units),
        "z": shown,
        "zmin": 0.0 if is_gate else -limit,
        "zmax": limit,
        "colorscale": GATE_SCALE if is_gate else STATE_SCALE,
        "showscale": has_bar or limit > 1,
        "colorbar": color_bar(extent),
        "xaxis": axis_name("x", i),
        "yaxis": axis_name("y", i),
        "hovertemplate": "step %{x}, unit %{y}: %{z:.3f}<extra></extra>",
    }


def _words(kind: Cell, label: str, rows: dict[str, Array]) -> tuple[str, str]:
    means = [f"{name} {rows[name].mean():.2f}" for name, limits in kind.gate_ranges.items() if limits == (0, 1)]
    gates = f"mean {listed(means)}" if means else "no gates"
    found, meaning = _ends(kind, rows)
    with np.errstate(over="ignore", invalid="ignore"):
        spread = float(rows["h"].std())
    title = f"{label}: {gates}{found}"
    summary = (
        f"{title}{meaning}. The hidden state has standard deviation {power(spread)}. One seed, all units, all steps."
    )
    return title, summary


def _ends(kind: Cell, rows: dict[str, Array]) -> tuple[str, str]:
    """How much lies where an activation passes no gradient, and what that means."""
    candidate = kind.candidate
    if candidate.activation == "tanh":
        saturated = float((np.abs(rows["h"]) > 1 - SATURATED).mean())
        return f"; {saturated:.0%} of the state saturated", f", that is within {SATURATED:g} of ±1"
    if candidate.activation == "relu":
        name = "candidate" if candidate.symbol in kind.gate_ranges else "state"
        shut = float((rows[candidate.symbol] == 0).mean())
        return f"; {shut:.0%} of the {name} shut off by the ReLU", ", that is exactly 0"
    return "", ""
