"""What each gate does for the gradient: every gate held shut and held open, in turn."""

from collections.abc import Mapping
from math import log10
from typing import Any

import plotly.graph_objects as go

from gruviz.engine.gradients import GradientFlow
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.drawing.theme import FALLBACK, GATE_COLORS, build, cell_color, floor_below
from gruviz.validation import InvalidValue
from gruviz.wording import power, share, steps

FREE = "no gate held"
GateHold = tuple[str, int]
"""A gate's symbol and the value at which it is held."""


def gate_holds(free: GradientFlow, held: Mapping[GateHold, GradientFlow], *, theme: str = "light") -> go.Figure:
    """Draw how much of the gradient is left over the whole run, with each gate held in turn.

    Args:
        free: The run with all gates computed.
        held: The same network with one gate held at all steps, by gate and value.
        theme: "light" or "dark".
    """
    kept = {hold: flow.decay().kept for hold, flow in held.items()}
    run = free.recording
    return holds_chart(run.cell, free.decay().kept, kept, run.seq_len, Sample.of(run)).styled(theme)


def holds_chart(cell: str, free: float, held: Mapping[GateHold, float], seq_len: int, sample: Sample) -> Chart:
    """Draw one bar for each hold on a log axis; a value that a log axis has not is written instead."""
    if not held:
        raise InvalidValue("held", "empty", "at least one gate held")
    kept = {FREE: free} | {f"{gate} held at {value}": ratio for (gate, value), ratio in held.items()}
    colors = [cell_color(cell)] + [GATE_COLORS.get(gate, FALLBACK) for gate, _ in held]
    drawable = {name: value if 0 < value < 1e40 else None for name, value in kept.items()}
    drawn = [value for value in drawable.values() if value is not None] or [1.0]
    floor = floor_below(float(log10(min(drawn))))
    ceiling = max(2.0, float(log10(max(drawn))) + 1)
    bar = {
        "type": "bar",
        "orientation": "h",
        "y": list(kept),
        "x": list(drawable.values()),
        "marker": {"color": colors, "line": {"width": 0}},
        "text": [share(value) if value else "exactly zero" for value in kept.values()],
        "textposition": "auto",
        "hovertemplate": "%{y}: %{x:.2e}<extra></extra>",
        "showlegend": False,
    }
    layout: dict[str, Any] = {
        "xaxis": {
            "title": {"text": f"gradient left over {steps(seq_len)}"},
            "type": "log",
            "range": [floor, ceiling],
            "dtick": 4,
            "exponentformat": "power",
        },
        "yaxis": {"title": {"text": "gate held at every step"}, "autorange": "reversed"},
    }
    table: dict[str, list[Any]] = {"held": list(kept), "gradient left": list(kept.values())}
    return Chart(build([bar], layout), _title(kept), _summary(kept, seq_len) + sample.words(), table, 420)


def _title(kept: Mapping[str, float]) -> str:
    best = max((name for name in kept if name != FREE), key=lambda name: kept[name])
    return f"With {best}, {share(kept[best])} of the gradient is left; with {FREE}, {share(kept[FREE])}"


def _summary(kept: Mapping[str, float], seq_len: int) -> str:
    parts = ", ".join(f"{name} {power(value)}" for name, value in kept.items())
    return f"Gradient left over {steps(seq_len)}: {parts}."
