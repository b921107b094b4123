"""One update gate, two names: what papers print that let z write, and what libraries print that let z keep."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.records import Recording
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.theme import GATE_COLORS, PATH_COLORS, build
from gruviz.validation import InvalidValue


def update_gate_signs(recording: Recording, *, theme: str = "light") -> go.Figure:
    """Draw the mean update gate of a run at every step, in both conventions."""
    return signs_chart(mean_update_gate(recording)).styled(theme)


def mean_update_gate(recording: Recording) -> Array:
    """Mean z over seeds, sequences and units, write-z, (T,)."""
    if "z" not in recording.gates:
        raise InvalidValue("cell", recording.cell, "a cell with an update gate, such as gru")
    means: Array = recording.gates["z"].mean((1, 2, 3), dtype=np.float64)
    return means


def signs_chart(z: Array) -> Chart:
    """Draw both lines; they are mirror images."""
    x = np.arange(1, len(z) + 1)
    named = (
        ("z writes (Chung 2014; here)", z, GATE_COLORS["z"], "solid"),
        ("z keeps (PyTorch)", 1 - z, PATH_COLORS["forget"], "dash"),
    )
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "x": x,
            "y": values,
            "name": name,
            "mode": "lines",
            "line": {"color": color, "width": 3, "dash": dash},
            "hovertemplate": "%{y:.3f}",
        }
        for name, values, color, dash in named
    ]
    layout: dict[str, Any] = {
        "xaxis": {"title": {"text": "step t"}},
        "yaxis": {"title": {"text": "mean update gate"}, "range": [-0.02, 1.02]},
        "hovermode": "x unified",
    }
    mean = float(z.mean())
    title = f"The same network: z = {mean:.2f} where z writes, z = {1 - mean:.2f} where z keeps"
    summary = (
        f"On average the update gate is {mean:.3f} where z writes and {1 - mean:.3f} where z "
        f"keeps. Each step copies {1 - mean:.1%} of the old state, whatever the gate is called."
    )
    table = {"step": x.tolist(), "z writes": z.tolist(), "z keeps": (1 - z).tolist()}
    return Chart(build(traces, layout), title, summary, table)
