"""The curse of memory: how far a parameter moves the state, the longer the unit remembers."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.comparison.sensitivity import PARAMETERS, Sensitivity
from gruviz.figures.drawing.axes import drawable, log_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import line, pen, scatter
from gruviz.figures.drawing.palette import GREY, cell_color, cell_symbol
from gruviz.wording import power, steps

NAMES = {
    "size": "size of λ",
    "angle": "angle of λ, θ (LRU)",
    "nu": "ν, |λ| = exp(−exp ν) (LRU)",
    "bias": "bias of the gate (minGRU)",
    "Lambda": "Λ (RG-LRU)",
}
"""What is changed."""
DASHES = {"size": "solid", "angle": "dot", "nu": "dash", "bias": "solid", "Lambda": "dashdot"}
TICKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def parameter_sensitivity(sensitivity: Sensitivity, *, theme: str = "light") -> go.Figure:
    """Draw how far each parameter moves the state relative to its size, over how long the unit remembers.

    Args:
        sensitivity: As `gruviz.comparison.sensitivity.measure_sensitivity` runs it.
        theme: "light" or "dark".
    """
    return sensitivity_chart(sensitivity).styled(theme)


def sensitivity_chart(sensitivity: Sensitivity) -> Chart:
    """Draw closed forms as lines and runs as marks, a parameter each."""
    layout = {
        "xaxis": log_axis("how long the unit remembers, 1/(1 − |λ|) (steps)", ticks=TICKS),
        "yaxis": log_axis(
            "change of the state per change of the parameter,<br>relative to its size (a number)", apart=1
        ),
        "hovermode": "x unified",
    }
    traces = [trace for name in NAMES for trace in _parameter(name, sensitivity)]
    return Chart(build(traces, layout), _title(sensitivity), _summary(sensitivity), _table(sensitivity), height=480)


def _parameter(name: str, found: Sensitivity) -> list[dict[str, Any]]:
    cell = PARAMETERS[name].cell
    color = GREY if name == "size" else cell_color(cell)
    symbol = "x" if name == "size" else cell_symbol(cell) + ("-open" if name == "nu" else "")
    marker = {"symbol": symbol, "color": color, "size": 9}
    run: dict[str, Any] = {"mode": "markers", "marker": marker, "legendgroup": NAMES[name], "showlegend": False}
    ink: dict[str, Any] = {"pen": pen(color, 3, DASHES[name]), "legendgroup": NAMES[name]}
    return [
        line(found.times, drawable(found.closed_form[name]), NAMES[name], **ink),
        scatter(found.times, drawable(found.measured[name]), f"{NAMES[name]}: run", **run),
    ]


def _growth(values: np.ndarray[Any, Any]) -> float:
    return float(values[-1] / values[0])


def _title(found: Sensitivity) -> str:
    grown = {name: _growth(values) for name, values in found.measured.items()}
    longer = f"A memory {power(_growth(found.times))} times as long"
    return (
        f"{longer} makes a change of |λ| move the state {power(grown['size'])} times as much, one of a gate's bias "
        f"{power(grown['bias'])} times"
    )


def _summary(found: Sensitivity) -> str:
    ends = "; ".join(
        f"{NAMES[name]} from {power(float(values[0]))} to {power(float(values[-1]))}"
        for name, values in found.measured.items()
    )
    return (
        f"From a unit that remembers {steps(float(found.times[0]))} to one that remembers "
        f"{steps(float(found.times[-1]))}, the root mean square of the change of its state per change of a parameter, "
        f"relative to the state's own, goes for the {ends}. Marks are runs on {found.sequences} sequences of noise, "
        "lines closed forms for endless ones."
    )


def _table(found: Sensitivity) -> dict[str, Any]:
    columns: dict[str, Any] = {"remembers (steps)": found.times, "|λ|": 1 - 1 / found.times}
    for name, words in NAMES.items():
        columns |= {f"{words}: run": found.measured[name], f"{words}: formula": found.closed_form[name]}
    return columns
