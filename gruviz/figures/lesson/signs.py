"""One update gate, two names: what papers print that let z write, and what libraries print that let z keep."""

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.records import Recording
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import End, end_labels
from gruviz.figures.drawing.lines import line, pen
from gruviz.figures.drawing.palette import GATE_COLORS
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
    t = np.arange(1, len(z) + 1)
    ways = (("z writes (Chung 2014; here)", z, "solid"), ("z keeps (PyTorch)", 1 - z, "dash"))
    color, up = GATE_COLORS["z"], axis("mean update gate", range=[-0.02, 1.02])
    traces = [line(t, values, name, "%{y:.3f}", pen=pen(color, 3, dash)) for name, values, dash in ways]
    ends = [End(name, f"{values[-1]:.2f}", len(z), float(values[-1]), color) for name, values, _ in ways]
    layout = {
        "xaxis": axis("step t", range=[1, max(2, len(z))]),
        "yaxis": up,
        "hovermode": "x unified",
        **end_labels(ends, up, side="right"),
    }
    mean = float(z.mean())
    title = f"The same network: z = {mean:.2f} where z writes, z = {1 - mean:.2f} where z keeps"
    summary = (
        f"On average the update gate is {mean:.3f} where z writes and {1 - mean:.3f} where z "
        f"keeps. Each step copies {1 - mean:.1%} of the old state, whatever the gate is called."
    )
    table = {"step": t.tolist(), "z writes": z.tolist(), "z keeps": (1 - z).tolist()}
    return Chart(build(traces, layout), title, summary, table)
