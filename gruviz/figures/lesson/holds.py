"""What each gate does for the gradient: every gate held shut and held open, in turn."""

from collections.abc import Mapping
from math import log10
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.colors import hex_to_rgb

from gruviz.engine.gradients import GradientFlow
from gruviz.figures.drawing.axes import axis, floor_below
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.heatmaps import ink_on
from gruviz.figures.drawing.left_scale import LeftScale
from gruviz.figures.drawing.palette import cell_color, gate_color
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.lesson.words import fate
from gruviz.validation import InvalidValue
from gruviz.wording import left, steps

FREE = "no gate held"
LARGEST = 1e40
"""From here on a gradient has no bar."""
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
    """Draw one bar for each hold on a log axis; a value that has no place there is written instead.

    Args:
        cell: Registry key.
        free: Gradient left with no gate held.
        held: Gradient left by gate and value.
        seq_len: T.
        sample: What the medians are over.
    """
    if not held:
        raise InvalidValue("held", "empty", "at least one gate held")
    kept = {FREE: free} | {f"{gate} held at {value}": ratio for (gate, value), ratio in held.items()}
    colors = [cell_color(cell), *(gate_color(gate) for gate, _ in held)]
    layout = {
        "xaxis": LeftScale("log", *_limits(kept)).axis(f"gradient that is left over {steps(seq_len)}"),
        "yaxis": axis("gate held at every step", autorange="reversed"),
    }
    table: dict[str, list[Any]] = {"held": list(kept), "gradient left": list(kept.values())}
    summary = _summary(kept, seq_len) + sample.words()
    return Chart(build([_bars(kept, colors)], layout), _title(kept), summary, table, 420)


def _drawable(value: float) -> bool:
    return 0 < value < LARGEST


def _limits(kept: Mapping[str, float]) -> tuple[int, float]:
    """Powers of ten at the ends of the axis."""
    drawn = [value for value in kept.values() if _drawable(value)] or [1.0]
    return floor_below(np.array(drawn)), max(2.0, log10(max(drawn)) + 1)


def _bars(kept: Mapping[str, float], colors: list[str]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(kept),
        "x": [value if _drawable(value) else None for value in kept.values()],
        "marker": {"color": colors, "line": {"width": 0}},
        "text": [left(value) if value else "exactly zero" for value in kept.values()],
        "textposition": "auto",
        "insidetextfont": {"color": [ink_on(hex_to_rgb(color)) for color in colors]},
        "hovertemplate": "%{y}: %{text}<extra></extra>",
        "showlegend": False,
    }


def _title(kept: Mapping[str, float]) -> str:
    best = max((name for name in kept if name != FREE), key=lambda name: kept[name])
    return f"With {best}, {fate(kept[best])}; with {FREE}, {fate(kept[FREE], 'it')}"


def _summary(kept: Mapping[str, float], seq_len: int) -> str:
    parts = "; ".join(f"with {name}, {left(value) if value else 'exactly zero'}" for name, value in kept.items())
    return f"Gradient over {steps(seq_len)}, relative to the loss: {parts}."
