"""Carrying against writing: a gate that keeps the state also keeps new inputs out."""

from collections.abc import Mapping
from math import log
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.gradients import GradientFlow
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.drawing.theme import PATH_COLORS, build, floor_below
from gruviz.validation import InvalidValue
from gruviz.wording import power, steps


class TradeOff(NamedTuple):
    """The far end of one run, for each bias of the update gate."""

    biases: Array
    carried: Array
    """Median norm of ∂L/∂h_0."""
    heard: Array
    """Median norm of ∂L/∂x_1."""
    seq_len: int
    sample: Sample
    """What the medians are over."""

    @property
    def theory(self) -> float:
        """Bias at which the leak alone would hear the first input best: z = 1/(k+1) with k = T-1."""
        return -log(max(self.seq_len - 1, 1))


def carry_and_write(flows: Mapping[float, GradientFlow], *, theme: str = "light") -> go.Figure:
    """Draw how the first state and the first input count at the loss, against the update gate's bias.

    Args:
        flows: The same experiment by bias.
        theme: "light" or "dark".
    """
    return trade_off_chart(measure_trade_off(flows)).styled(theme)


def measure_trade_off(flows: Mapping[float, GradientFlow]) -> TradeOff:
    """Compute both medians for every bias."""
    if not flows:
        raise InvalidValue("flows", "empty", "at least one gradient flow")
    ordered = dict(sorted(flows.items()))
    carried = [float(np.median(flow.norms["state"][0])) for flow in ordered.values()]
    heard = [float(np.median(flow.input_norms[0])) for flow in ordered.values()]
    run = next(iter(ordered.values())).recording
    return TradeOff(np.array(list(ordered)), np.array(carried), np.array(heard), run.seq_len, Sample.of(run))


def trade_off_chart(found: TradeOff) -> Chart:
    """Draw both curves, and the bias that theory would choose."""
    drawn = np.concatenate([found.carried, found.heard])
    drawn = drawn[np.isfinite(drawn) & (drawn > 0)]
    floor = floor_below(float(np.log10(drawn.min()))) if len(drawn) else -16
    ceiling = max(1.0, float(np.ceil(np.log10(drawn.max())))) if len(drawn) else 1.0
    curves = (
        ("carried: first state", found.carried, PATH_COLORS["forget"], "circle", "dash"),
        ("heard: first input", found.heard, PATH_COLORS["recurrent"], "diamond", "solid"),
    )
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "x": found.biases,
            "y": np.where(np.isfinite(values) & (values > 0), values, np.nan),
            "name": name,
            "mode": "lines+markers",
            "line": {"color": color, "width": 3, "dash": dash},
            "marker": {"symbol": symbol, "size": 9, "color": color},
            "hovertemplate": "%{y:.2e}",
        }
        for name, values, color, symbol, dash in curves
    ]
    traces.append(
        {
            "type": "scatter",
            "x": [found.theory, found.theory],
            "y": [10.0**floor, 10.0**ceiling],
            "name": "theory: z = 1/(k+1)",
            "mode": "lines",
            "line": {"color": PATH_COLORS["output"], "width": 2, "dash": "dot"},
            "hoverinfo": "skip",
        }
    )
    layout: dict[str, Any] = {
        "xaxis": {"title": {"text": f"update-gate bias b_z (T = {steps(found.seq_len)})"}, "zeroline": False},
        "yaxis": {
            "title": {"text": "gradient norm at the first step"},
            "type": "log",
            "range": [floor, ceiling],
            "dtick": 4,
            "exponentformat": "power",
        },
        "hovermode": "x unified",
    }
    table = {"b_z": found.biases.tolist(), "first state": found.carried.tolist(), "first input": found.heard.tolist()}
    return Chart(build(traces, layout), _title(found), _summary(found), table)


def _best(found: TradeOff, values: Array) -> str:
    best = found.biases[int(np.argmax(np.where(np.isfinite(values), values, -1)))]
    return f"b_z = {best:g}".replace("-", "−")


def _title(found: TradeOff) -> str:
    return f"Carried best at {_best(found, found.carried)}, heard best at {_best(found, found.heard)}"


def _summary(found: TradeOff) -> str:
    ends = [f"{bias:g}".replace("-", "−") for bias in found.biases[[0, -1]]]
    first, last = (f"from {power(float(v[0]))} to {power(float(v[-1]))}" for v in (found.carried, found.heard))
    return (
        f"From b_z = {ends[0]} to {ends[1]} the gradient of the first state goes {first}, that of the first input "
        f"{last}; the input counts most at {_best(found, found.heard)}, where the leak alone would have it at "
        f"{found.theory:.1f}.{found.sample.words()}"
    ).replace(" -", " −")
