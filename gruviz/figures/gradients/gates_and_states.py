"""What the gates and the state did: units by steps."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.breakdown import Breakdown, find_breakdown
from gruviz.engine.cells import Cell, find_cell
from gruviz.engine.cells.names import glyph, heading
from gruviz.engine.records import Recording
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.heatmaps import color_bar, heatmap
from gruviz.figures.drawing.palette import GATE_SCALE
from gruviz.figures.drawing.panels import Extent, on_panel, panels, stacked_axes
from gruviz.validation import check_integer
from gruviz.wording import listed, percent, power, signed

SATURATED = 0.05
"""Distance from ±1 within which a tanh counts as saturated."""

LARGEST = 1e30
"""Beyond it a state is drawn as a gap."""
ONE = "One network, one sequence, all units, all steps."
USUAL = 0.98
"""Part of the values that the colours reach; a few beyond them have the colour of the end."""


def gate_heatmap(recording: Recording, *, label: str = "", member: int = 0, theme: str = "light") -> go.Figure:
    """Draw every gate and state of one seed and the first sequence as units × steps."""
    return heatmap_chart(recording, label=label or find_cell(recording.cell).title, member=member).styled(theme)


def heatmap_chart(recording: Recording, *, label: str, member: int = 0) -> Chart:
    """Draw one run; gates on [0, 1], candidates and states on a scale centred on 0, longer where they leave ±1."""
    check_integer("member", member, 0, recording.weights.seeds - 1)
    kind, size = find_cell(recording.cell), recording.weights.hidden_size
    rows = {name: gate[:, member, 0] for name, gate in recording.gates.items()}
    rows |= {name: state[1:, member, 0] for name, state in recording.states.items()}
    stack = panels([heading(kind, name) for name in rows], pixels=120 if len(rows) < 5 else 90)
    plain = {"showgrid": False, "zeroline": False}
    layout = stacked_axes(stack, axis("step", **plain), axis("unit", **plain))
    title, summary = _words(kind, label, rows, find_breakdown(recording.state[:, [member], :1], size))
    return Chart(build(_panels(kind, rows, stack.extents), layout), title, summary, _table(rows), stack.height)


def _panels(kind: Cell, rows: Mapping[str, Array], extents: Sequence[Extent]) -> list[dict[str, Any]]:
    """A heatmap for each row; the first gate and the first state have the bar of their scale."""
    bounded = [kind.gate_ranges.get(name) == (0, 1) for name in rows]
    return [
        _panel(values, i, is_gate, bounded.index(is_gate) == i, extents[i])
        for i, (values, is_gate) in enumerate(zip(rows.values(), bounded, strict=True))
    ]


def _panel(values: Array, i: int, is_gate: bool, is_first: bool, extent: Extent) -> dict[str, Any]:
    limit = 1.0 if is_gate else _limit(values)
    return heatmap(
        np.arange(1, len(values) + 1),
        np.arange(values.shape[1]),
        _drawn(values).T.astype(np.float32),
        (0.0 if is_gate else -limit, limit),
        scale=GATE_SCALE if is_gate else None,
        bar=_bar(values, limit, extent) if is_first or limit > 1 else None,
        hover="step %{x}, unit %{y}: %{z:.3f}",
        **on_panel(i),
    )


def _drawn(values: Array) -> Array:
    return np.where(np.abs(values) < LARGEST, values, np.nan)


def _limit(values: Array) -> float:
    """Where the colours of states end: at 1, or as far as nearly all of them reach; a few wide units do not rule."""
    sizes = np.abs(_drawn(values))
    known = sizes[~np.isnan(sizes)]
    return max(1.0, float(np.ceil(np.quantile(known, USUAL)))) if len(known) else 1.0


def _beyond(values: Array) -> float:
    """Part of the values that lie beyond the colours' ends."""
    return float((np.abs(_drawn(values)) > _limit(values)).mean())


def _bar(values: Array, limit: float, extent: Extent) -> dict[str, Any]:
    if limit == 1 or not _beyond(values):
        return color_bar(extent)
    ends = {-limit: f"≤ {signed(-limit)}", 0: "0", limit: f"≥ {signed(limit)}"}
    return color_bar(extent, tickvals=list(ends), ticktext=list(ends.values()))


def _table(rows: Mapping[str, Array]) -> dict[str, list[Any]]:
    steps, units = (index.ravel() for index in np.indices(next(iter(rows.values())).shape))
    table: dict[str, list[Any]] = {"step": (steps + 1).tolist(), "unit": units.tolist()}
    return table | {column_of(name): values.ravel().tolist() for name, values in rows.items()}


def column_of(gate: str) -> str:
    """A gate's symbol as a table's heading, in letters that every program reads."""
    return "h_tilde" if gate == "n" else gate


def _words(kind: Cell, label: str, rows: Mapping[str, Array], breakdown: Breakdown | None) -> tuple[str, str]:
    if breakdown is not None:
        return _broken_words(label, breakdown)
    means = [f"{glyph(name)} is {_mean(rows[name])}" for name, limits in kind.gate_ranges.items() if limits == (0, 1)]
    gates = f"on average {listed(means)}" if means else "no gates"
    ends, meaning = _ends(kind, rows)
    with np.errstate(over="ignore", invalid="ignore"):
        spread = float(scaled_deviation(rows["h"]))
    title = f"{label}: {gates}{ends}"
    summary = f"{title}{meaning}. The hidden state has standard deviation {power(spread)}.{_clipped(kind, rows)} {ONE}"
    return title, summary


def _clipped(kind: Cell, rows: Mapping[str, Array]) -> str:
    """What lies beyond the colours' ends."""
    wide = {name: values for name, values in rows.items() if kind.gate_ranges.get(name) != (0, 1) and _beyond(values)}
    if not wide:
        return ""
    parts = [f"{glyph(name)} at ±{_limit(values):g}" for name, values in wide.items()]
    return f" The colours end for {listed(parts)}; a few values lie beyond."


def _mean(gate: Array) -> str:
    """Two digits; near 1 as many as tell it from 1."""
    mean = float(gate.mean(dtype=np.float64))
    return power(mean) if mean < 0.995 else f"{mean:.4g}"


def _broken_words(label: str, breakdown: Breakdown) -> tuple[str, str]:
    title = f"{label}: {breakdown.words}"
    return (
        title,
        f"{title}. From there on its states and gates are gaps or mean nothing. {ONE}",
    )


def scaled_deviation(values: Array) -> float:
    """Standard deviation, in float64 and scaled, so that no square overflows."""
    size = float(np.abs(values).max())
    return size * float((values.astype(np.float64) / size).std()) if size > 0 else 0.0


def _ends(kind: Cell, rows: Mapping[str, Array]) -> tuple[str, str]:
    """How much lies where an activation passes no gradient, and what that means."""
    candidate = kind.candidate
    gated = candidate.symbol in kind.gate_ranges
    if "c" in rows:
        return _saturated(np.tanh(rows["c"]), "tanh(c)", "where the way from h to c is shut, though c itself passes on")
    if candidate.activation == "tanh":
        name, shut = ("candidate", "what is written") if gated else ("state", "the state")
        more = ", though the leak passes on" if kind.leak else ""
        return _saturated(rows[candidate.symbol], f"the {name}", f"where {shut} passes hardly any gradient{more}")
    if candidate.activation == "relu":
        name = "candidate" if gated else "state"
        shut_off = float((rows[candidate.symbol] == 0).mean())
        return f"; {percent(shut_off)} of the {name} is shut off by the ReLU", ", that is exactly 0"
    return "", ""


def _saturated(values: Array, name: str, meaning: str) -> tuple[str, str]:
    saturated = float((np.abs(values) > 1 - SATURATED).mean())
    return f"; {percent(saturated)} of {name} is saturated", f", that is within {SATURATED:g} of ±1, {meaning}"
