"""Carrying against writing: a gate that keeps the state also keeps new inputs out."""

from collections.abc import Mapping
from math import ceil, floor, log
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.gradients import GradientFlow
from gruviz.figures.drawing.axes import FLOORS, axis, drawable, log_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import line, pen, scatter
from gruviz.figures.drawing.palette import GREY, PATH_COLORS, cell_color, cell_symbol
from gruviz.figures.drawing.sample import Sample
from gruviz.validation import InvalidValue
from gruviz.wording import power, signed, steps

ROOM = 0.35
"""Powers of ten beyond what is drawn."""
ROOTED = "input: √(1 − a²)"
DEEPEST = FLOORS[-1]
"""Power of ten below which nothing is drawn."""


class TradeOff(NamedTuple):
    """What arrives at the far end of the sequence, for each bias of the update gate."""

    biases: Array
    """(N,), rising."""
    state_norms: Array
    """Median norm of ∂L/∂h_0: how well the state is carried, (N,)."""
    input_norms: Array
    """Median norm of ∂L/∂x_1: how well the first input was written and carried, (N,)."""
    seq_len: int
    sample: Sample
    """What the medians are over."""
    rooted_norms: Array | None = None
    """Median norm of ∂L/∂x_1 in an RG-LRU that keeps as much and writes with √(1 − a²), (N,), if it was run."""

    @property
    def theory(self) -> float:
        """Bias at which, through the leak alone, the first input counts most: z = 1/(k+1) with k = T-1."""
        return -log(max(self.seq_len - 1, 1))


def carry_by_bias(flows: Mapping[float, GradientFlow], *, theme: str = "light") -> go.Figure:
    """Draw how the first state and the first input count at the loss, against the update gate's bias.

    Args:
        flows: One experiment from several biases, by bias.
        theme: "light" or "dark".
    """
    return trade_off_chart(measure_trade_off(flows)).styled(theme)


def measure_trade_off(
    flows: Mapping[float, GradientFlow], rooted: Mapping[float, GradientFlow] | None = None
) -> TradeOff:
    """Compute the medians for every bias; `rooted` are runs of an RG-LRU that keeps as much, by the same biases."""
    if not flows:
        raise InvalidValue("flows", "empty", "at least one gradient flow")
    ordered = dict(sorted(flows.items()))
    states = [float(np.median(flow.norms["state"][0])) for flow in ordered.values()]
    run = next(iter(ordered.values())).recording
    return TradeOff(
        np.array(list(ordered)),
        np.array(states),
        _first_inputs(ordered),
        run.seq_len,
        Sample.of(run),
        _first_inputs({bias: rooted[bias] for bias in ordered}) if rooted else None,
    )


def _first_inputs(flows: Mapping[float, GradientFlow]) -> Array:
    return np.array([float(np.median(flow.input_norms[0])) for flow in flows.values()])


def trade_off_chart(trade_off: TradeOff) -> Chart:
    """Draw both curves, and the bias that theory would choose."""
    low, high = _limits(trade_off)
    apart = 1 if high - low <= 6 else 2 if high - low <= 12 else 4
    layout = {
        "xaxis": axis(f"bias of the update gate, b<sub>z</sub> (T = {steps(trade_off.seq_len)})", zeroline=False),
        "yaxis": log_axis("gradient norm at the first step", low, high, apart=apart),
        "hovermode": "x unified",
    }
    traces = [*_curves(trade_off), _theory(trade_off, low, high)]
    table = {
        "b_z": trade_off.biases.tolist(),
        "first state": trade_off.state_norms.tolist(),
        "first input": trade_off.input_norms.tolist(),
    }
    if trade_off.rooted_norms is not None:
        table[ROOTED] = trade_off.rooted_norms.tolist()
    return Chart(build(traces, layout), _title(trade_off), _summary(trade_off), table)


def _limits(trade_off: TradeOff) -> tuple[int, int]:
    """Powers of ten at the ends of the axis: close, since the best bias is a hump of one or two of them."""
    alive = np.concatenate([norms for _, norms, _, _ in _looks(trade_off)])
    decades = np.log10(alive[np.isfinite(alive) & (alive > 0)])
    if not len(decades):
        return -2, 1
    return max(floor(decades.min() - ROOM), DEEPEST), ceil(decades.max() + ROOM)


def _curves(trade_off: TradeOff) -> list[dict[str, Any]]:
    return [
        scatter(
            trade_off.biases,
            drawable(norms),
            name,
            mode="lines+markers",
            line=ink,
            marker={"symbol": symbol, "size": 9, "color": ink["color"]},
        )
        for name, norms, ink, symbol in _looks(trade_off)
    ]


def _looks(trade_off: TradeOff) -> list[tuple[str, Array, dict[str, Any], str]]:
    """Name, numbers, pen and mark of each curve."""
    looks = [
        ("state: carried", trade_off.state_norms, pen(PATH_COLORS["leak"], 3, "dash"), "circle"),
        ("input: heard", trade_off.input_norms, pen(PATH_COLORS["update"]), "diamond"),
    ]
    if trade_off.rooted_norms is not None:
        ink = pen(cell_color("rg_lru"), 3, "dashdot")
        looks.append((ROOTED, trade_off.rooted_norms, ink, cell_symbol("rg_lru")))
    return looks


def _theory(trade_off: TradeOff, low: float, high: float) -> dict[str, Any]:
    ends = [10.0**low, 10.0**high]
    return line([trade_off.theory] * 2, ends, "theory: 1/(k+1)", None, pen=pen(GREY, 2, "dot"))


def _best(trade_off: TradeOff, norms: Array) -> str:
    best = int(np.argmax(np.where(np.isfinite(norms), norms, -1)))
    return f"a gate bias of {signed(trade_off.biases[best])}"


def _title(trade_off: TradeOff) -> str:
    carried, heard = (_best(trade_off, norms) for norms in (trade_off.state_norms, trade_off.input_norms))
    return f"The state is carried best at {carried}, the first input counts most at {heard}"


def _summary(trade_off: TradeOff) -> str:
    norms = trade_off.state_norms, trade_off.input_norms
    first, last = (f"from {power(float(values[0]))} to {power(float(values[-1]))}" for values in norms)
    return (
        f"From a gate bias of {signed(trade_off.biases[0])} to {signed(trade_off.biases[-1])} the gradient of the "
        f"first state goes {first}, that of the first input {last}; the input counts most at "
        f"{_best(trade_off, trade_off.input_norms)}, where the copy alone would have it at "
        f"{signed(trade_off.theory, '.1f')}.{_rooted_words(trade_off)}{trade_off.sample.words()}"
    )


def _rooted_words(trade_off: TradeOff) -> str:
    if trade_off.rooted_norms is None:
        return ""
    return (
        f" In an RG-LRU that keeps as much of its state, a, and writes with √(1 − a²), the first input counts up to "
        f"{power(float(trade_off.rooted_norms.max()))}, at {_best(trade_off, trade_off.rooted_norms)}."
    )
