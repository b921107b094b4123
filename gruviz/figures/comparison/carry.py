"""Carrying against writing: what an input still counts, by the update gate's bias and the lag."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from gruviz.comparison.memory import Carry
from gruviz.figures.drawing.axes import BACK_AXIS, axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.heatmaps import decade_bar, decade_map
from gruviz.figures.drawing.lines import cased, line, pen
from gruviz.figures.drawing.palette import CELL_COLORS
from gruviz.figures.drawing.sample import Sample
from gruviz.wording import power, signed, steps

GRU = CELL_COLORS["gru"]
LIMITS = -16, 0
"""Powers of ten at the ends of the colour scale."""
Lags = NDArray[np.integer[Any]]


def carry_by_lag(carry: Carry, *, theme: str = "light") -> go.Figure:
    """Draw ‖∂L/∂x_t‖ over lag and update-gate bias, with the best bias for each lag and its theory.

    Args:
        carry: As `gruviz.comparison.memory.carry_by_lag` measures it.
        theme: "light" or "dark".
    """
    return carry_chart(carry).styled(theme)


def carry_chart(carry: Carry) -> Chart:
    """Draw lags from right to left and biases upwards, the gradient as colour."""
    lags = np.arange(carry.norms.shape[1])
    layout = {
        "xaxis": axis(BACK_AXIS, range=[len(lags) - 0.5, -0.5], showgrid=False),
        "yaxis": axis(
            "bias of the update gate, b<sub>z</sub>",
            range=[carry.biases[0] - 0.25, carry.biases[-1] + 0.25],
            showgrid=False,
        ),
    }
    figure = build([_heat(carry, lags), *_best(carry, lags), *_theory(lags[1:])], layout)
    return Chart(figure, _title(carry), _summary(carry), _table(carry, lags), height=460)


def _heat(carry: Carry, lags: Lags) -> dict[str, Any]:
    hover = "gate bias %{y}, %{x} steps before the loss: %{customdata:.2e}"
    return decade_map(lags, carry.biases, carry.norms, LIMITS, hover=hover, bar=decade_bar("∂L/∂x", LIMITS))


def _best(carry: Carry, lags: Lags) -> list[dict[str, Any]]:
    best = [carry.best_bias(lag) for lag in range(len(lags))]
    hover = "counts most at a gate bias of %{y}<extra></extra>"
    return cased(line(lags, best, "counts most (measured)", hover, pen=pen(GRU) | {"shape": "hvh"}))


def _theory(lags: Lags) -> list[dict[str, Any]]:
    """Through the leak alone an input counts as z(1 − z)^k, most at z = 1/(k+1): a bias of −ln k."""
    if not len(lags):
        return []
    name, hover = "theory: z = 1/(k+1)", "theory: a gate bias of %{y:.2f}<extra></extra>"
    return cased(line(lags, -np.log(lags), name, hover, pen=pen(GRU, 3, "dot")))


def _table(carry: Carry, lags: Lags) -> dict[str, Any]:
    return {
        "steps before the loss": np.repeat(lags, len(carry.biases)),
        "b_z": np.tile(carry.biases, len(lags)),
        "norm of the input's gradient": carry.norms.T.ravel(),
    }


def _title(carry: Carry) -> str:
    far = carry.norms.shape[1] // 2
    near, far_bias = signed(carry.best_bias(min(1, far))), signed(carry.best_bias(far))
    if near == far_bias:
        return f"An input counts most with a gate bias of {near}, near or far"
    return f"An input 1 step back counts most with a gate bias of {near}, one {steps(far)} back with {far_bias}"


def _summary(carry: Carry) -> str:
    length = carry.norms.shape[1]
    lags = [lag for lag in (1, 5, 20, 50, 100, 200, 400) if lag < length] or [0]
    best = [
        f"{steps(lag)} back {signed(carry.best_bias(lag))} ({power(float(carry.norms[:, lag].max()))})" for lag in lags
    ]
    return (
        f"Bias with which an input counts most, and how much it then counts: {'; '.join(best)}. The dotted line is "
        "theory, for the leak alone. The loss has a gradient of norm 1 at the last state."
        f"{Sample(carry.seeds).words()}"
    )
