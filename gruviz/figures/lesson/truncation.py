"""What a cut of backpropagation does: the state goes on across it, the gradient does not."""

from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.gradients import GradientFlow, gradient_flow
from gruviz.engine.records import Recording
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import STEADY, End, end_labels, together
from gruviz.figures.drawing.left_scale import left_scale
from gruviz.figures.drawing.lines import line, pen
from gruviz.figures.drawing.palette import END_COLOR, cell_color
from gruviz.figures.drawing.panels import on_panel, panels, stacked_axes, upright_line
from gruviz.figures.lesson.echo import Echo, measure_echo
from gruviz.figures.lesson.words import fate
from gruviz.validation import check_integer
from gruviz.wording import share

PANEL = 150
"""Pixels of a panel."""


class Truncation(NamedTuple):
    """One run whose backpropagation is cut, and the same run uncut."""

    cell: str
    cut: int
    """Step through which nothing goes back."""
    echo: Echo
    """Trace of the first input in the state, (T,); the cut changes nothing of it."""
    whole: Array
    """Gradient at each state relative to that at the loss, median, without the cut, (T+1,)."""
    reached: Array
    """Likewise with the cut, (T+1,); 0 before it."""


def truncated_memory(one: Recording, other: Recording, *, cut: int, theme: str = "light") -> go.Figure:
    """Draw the trace of an input in the state, and the gradient of the same run with its backpropagation cut.

    Args:
        one: A run.
        other: The same weights on inputs that differ at the first step only.
        cut: Step, counted from 1, through which nothing goes back.
        theme: "light" or "dark".
    """
    return truncation_chart(measure_truncation(gradient_flow(one), other, cut)).styled(theme)


def measure_truncation(flow: GradientFlow, other: Recording, cut: int) -> Truncation:
    """Cut the backpropagation of a run, and compare its states with those of another first input."""
    run = flow.recording
    check_integer("cut", cut, 1, run.seq_len)
    parts = (flow.ratio().median, flow.on(run, cuts=[cut]).ratio().median)
    return Truncation(run.cell, cut, measure_echo(run, other), *parts)


def truncation_chart(shown: Truncation) -> Chart:
    """Stack the trace, step by step forward, above the gradient, step by step back."""
    T = len(shown.reached) - 1
    trace = shown.echo.band.median
    stack = panels(["Forward: the state", "Back: the gradient"], pixels=PANEL)
    along = axis("step t", range=[-0.01 * T, 1.01 * T], zeroline=False)
    scales = [left_scale(trace, np.ones(1), kind="linear"), left_scale(shown.whole, np.ones(1), kind="linear")]
    up = [scale.axis(words) for scale, words in zip(scales, ("trace left", "gradient left"), strict=True)]
    layout = stacked_axes(stack, along, up) | {"hovermode": "x unified"}
    layout["shapes"] = [_cut_line(shown.cut, panel) for panel in (0, 1)]
    ends = [
        End(name, share(float(values[0])), 0, scales[1].place(float(values[0])), look["color"])
        for name, values, look in _gradients(shown)
    ]
    named = end_labels(ends, up[1], plot=PANEL, panel=1, at_least=STEADY)
    for y in ("yaxis", "yaxis2"):
        layout[y] |= {"side": "right"}
    table = {
        "step": list(range(T + 1)),
        "trace of the first input": [None, *trace.tolist()],
        "gradient without the cut": shown.whole.tolist(),
        "gradient with the cut": shown.reached.tolist(),
    }
    figure = build(_traces(shown), together(layout, [named]))
    return Chart(figure, _title(shown), _summary(shown), table, stack.height)


def _gradients(shown: Truncation) -> list[tuple[str, Array, dict[str, Any]]]:
    """Name, values and look of both gradients."""
    return [
        ("without the cut", shown.whole, pen(END_COLOR, 2, "dash")),
        ("with the cut", shown.reached, pen(cell_color(shown.cell))),
    ]


def _traces(shown: Truncation) -> list[dict[str, Any]]:
    steps, look = np.arange(len(shown.reached)), pen(cell_color(shown.cell))
    trace = shown.echo.band.median
    return [
        line(steps[1:], trace, "trace of the first input", "%{y:.2%}", pen=look, **on_panel(0)),
        *(
            line(steps, values, f"gradient {name}", "%{y:.2%}", pen=ink, **on_panel(1))
            for name, values, ink in _gradients(shown)
        ),
    ]


def _cut_line(cut: int, panel: int) -> dict[str, Any]:
    """Between the states before and after the step that is cut."""
    thin = upright_line(cut - 0.5, panel)
    return thin | {"line": {"color": END_COLOR, "width": 2, "dash": "dot"}}


def _title(shown: Truncation) -> str:
    trace = float(shown.echo.band.median[-1])
    return f"Beyond the cut {fate(trace, 'the trace')}, and no gradient"


def _summary(shown: Truncation) -> str:
    trace = float(shown.echo.band.median[-1])
    whole, reached = (share(float(values[0])) for values in (shown.whole, shown.reached))
    return (
        f"At the end {fate(trace, 'the trace of the first input')} in the state, with the cut and without it. Of the "
        f"gradient {whole} comes back to the first step without the cut, and {reached} with a cut at step {shown.cut}."
        f"{shown.echo.sample.words()}"
    )
