"""h against c: the gradient of a loss with respect to each state of an LSTM."""

from typing import NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.gradients import GradientFlow
from gruviz.figures.drawing.axes import back_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import STEADY, End, end_labels
from gruviz.figures.drawing.exits import back_line
from gruviz.figures.drawing.left_scale import left_scale
from gruviz.figures.drawing.lines import pen
from gruviz.figures.drawing.palette import PATH_COLORS
from gruviz.figures.drawing.sample import Sample
from gruviz.validation import InvalidValue
from gruviz.wording import left, part_of, share, steps

LOOKS = {"h": pen(PATH_COLORS["output"], 3, "dash"), "c": pen(PATH_COLORS["leak"])}
"""h comes through the output gate, c has the copy."""


class TwoStates(NamedTuple):
    """Medians of the norms, relative to that of both states at the loss, first step first, (T+1,) each."""

    h: Array
    c: Array
    """0 at the loss where this reads h alone."""
    sample: Sample


def state_gradients(flow: GradientFlow, *, theme: str = "light") -> go.Figure:
    """Draw what is left of the gradient with respect to h and to c, each alone.

    Args:
        flow: Of a cell with both states, such as lstm.
        theme: "light" or "dark".
    """
    return two_states_chart(measure_two_states(flow)).styled(theme)


def measure_two_states(flow: GradientFlow) -> TwoStates:
    """Compute both medians."""
    if tuple(flow.recording.states) != ("h", "c"):
        raise InvalidValue("cell", flow.recording.cell, "a cell with the states h and c, such as lstm")
    return TwoStates(flow.ratio("h").median, flow.ratio("c").median, Sample.of(flow.recording))


def two_states_chart(states: TwoStates) -> Chart:
    """Draw both curves, back from the loss."""
    named = {"h": states.h, "c": states.c}
    lags = np.arange(len(states.h) - 1, -1, -1)
    up = left_scale(np.concatenate([*named.values()]), np.ones(1))
    ends = [
        End(f"with respect to {name}", left(float(v[0])), len(lags) - 1, up.place(float(v[0])), LOOKS[name]["color"])
        for name, v in named.items()
    ]
    layout = {
        "xaxis": back_axis(len(lags) - 1),
        "yaxis": up.axis() | {"side": "right"},
        "hovermode": "x unified",
        **end_labels(ends, up.axis(), at_least=STEADY),
    }
    traces = [trace for name, values in named.items() for trace in back_line(name, lags, values, up, LOOKS[name])]
    table = {"steps before the loss": lags.tolist(), **{name: values.tolist() for name, values in named.items()}}
    return Chart(build(traces, layout), _title(states), _summary(states), table)


def _title(states: TwoStates) -> str:
    c, h = part_of(float(states.c[0]), "the gradient at the loss"), share(float(states.h[0]))
    return f"{steps(len(states.h) - 1)} back, c has {c}, h {h}"


def _summary(states: TwoStates) -> str:
    last, near, first = (", ".join(f"{n} {share(float(v[i]))}" for n, v in _named(states)) for i in (-1, -2, 0))
    return (
        f"Gradient with respect to each state alone, relative to both at the loss. At the loss: {last}. One step back: "
        f"{near}. {steps(len(states.h) - 1)} back: {first}.{states.sample.words()}"
    )


def _named(states: TwoStates) -> list[tuple[str, Array]]:
    return [("h", states.h), ("c", states.c)]
