"""How often each gate of each layer is shut or open, where it lets no gradient through to its own weights."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.engine.cells import find_cell
from gruviz.engine.records import Recording
from gruviz.figures.diagnosis.bars import STACKED, bar_part
from gruviz.figures.diagnosis.layers import spoken
from gruviz.figures.drawing.axes import axis, rows_axis, rows_height
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.palette import faded, gate_color
from gruviz.validation import InvalidValue
from gruviz.wording import percent

SHUT, OPEN = 0.01, 0.99
"""A value below the first counts as shut, above the second as open."""
FEW = 0.01
"""Share at the ends below which a summary passes over a gate."""
STUCK = 0.5
"""Share of values shut, or open, from which a title says so."""


class GateUse(NamedTuple):
    """One gate of one layer.

    Args:
        layer: Its label.
        gate: Symbol, such as "z".
        mean: Over steps, sequences and units; nan where a value is.
        shut: Share of values below `SHUT`.
        open: Share above `OPEN`.
    """

    layer: str
    gate: str
    mean: float
    shut: float
    open: float

    @property
    def between(self) -> float:
        """Share of the values at neither end."""
        return max(0.0, 1 - self.shut - self.open)


def gate_saturation(layers: Mapping[str, Recording], *, theme: str = "light") -> go.Figure:
    """Draw how often each gate of each layer is shut, between, or open, as stacked bars with the gate's mean.

    Args:
        layers: A run of each layer, by label.
        theme: "light" or "dark".
    """
    return saturation_chart([use for label, run in layers.items() for use in gate_uses(label, run)]).styled(theme)


def gate_uses(label: str, recording: Recording) -> list[GateUse]:
    """Count the values of each gate on [0, 1]; of all steps, sequences and units."""
    ranges = find_cell(recording.cell).gate_ranges
    gates = {name: recording.gates[name] for name, limits in ranges.items() if limits == (0, 1)}
    return [
        GateUse(label, name, *(float(np.mean(one)) for one in (values, values < SHUT, values > OPEN)))
        for name, values in gates.items()
    ]


def saturation_chart(uses: Sequence[GateUse]) -> Chart:
    """Draw a bar for each gate, layer by layer from above."""
    if not uses:
        raise InvalidValue("layers", "none with gates", "at least one layer of a gated cell")
    rows = [_row(use) for use in uses]
    traces = [
        _part("shut, below 0.01", rows, uses, [use.shut for use in uses], shape="x"),
        _part("between", rows, uses, [use.between for use in uses], alpha=0.3),
        _part("open, above 0.99", rows, uses, [use.open for use in uses]),
    ]
    layout = {
        **STACKED,
        "xaxis": axis("share of the gate's values, %", range=[0, 100], ticksuffix="%"),
        "yaxis": rows_axis(rows, "layer and gate"),
        "margin": {"r": 28},
    }
    return Chart(build(traces, layout), _title(uses), _summary(uses), _table(uses), rows_height(len(rows)))


def _part(
    name: str, rows: list[str], uses: Sequence[GateUse], shares: list[float], *, alpha: float = 1.0, shape: str = ""
) -> dict[str, Any]:
    colors = [faded(gate_color(use.gate), alpha) if alpha < 1 else gate_color(use.gate) for use in uses]
    edges = [gate_color(use.gate) for use in uses]
    lengths = [None if np.isnan(share) else 100 * share for share in shares]
    return bar_part(name, rows, lengths, colors, edges, hover="%{x:.3g}%", shape=shape)


def _row(use: GateUse) -> str:
    mean = "no number" if np.isnan(use.mean) else f"{use.mean:.2f}"
    return f"{use.layer}, {use.gate}: mean {mean}"


def _worst(uses: Sequence[GateUse]) -> tuple[GateUse, float, str]:
    """The gate with the largest share at one end, that share, and the end."""
    ends = [(use, share, end) for use in uses for share, end in ((use.shut, "shut"), (use.open, "open"))]
    return max(ends, key=lambda one: one[1])


def _title(uses: Sequence[GateUse]) -> str:
    broken = [use for use in uses if np.isnan(use.mean)]
    if broken:
        return f"Gate {broken[0].gate} of {broken[0].layer} has values that are no numbers"
    use, share, end = _worst(uses)
    if not share:
        return f"No gate is stuck: all values lie between {SHUT} and {OPEN}"
    if share < STUCK:
        return f"No gate is stuck: at most {percent(share)} of a gate's values are {end}"
    return f"{percent(share)} of the values of gate {use.gate} in {use.layer} are {end}"


def _summary(uses: Sequence[GateUse]) -> str:
    parts = [
        f"{use.layer}, {use.gate}: mean {use.mean:.2f}, {percent(use.shut)} shut and {percent(use.open)} open"
        for use in uses
        if not use.shut + use.open < FEW
    ]
    others = "each other gate" if parts else "every gate"
    less = f"At least {percent(1 - FEW)} of {others}'s values lie between"
    all_named = len(parts) == len(uses)
    said = [spoken(parts)] if parts else []
    return ". ".join([*said, *([] if all_named else [less])]) + ". Shut is below 0.01 and open above 0.99."


def _table(uses: Sequence[GateUse]) -> dict[str, list[Any]]:
    return {
        "layer": [use.layer for use in uses],
        "gate": [use.gate for use in uses],
        "mean": [use.mean for use in uses],
        "share below 0.01": [use.shut for use in uses],
        "share above 0.99": [use.open for use in uses],
    }
