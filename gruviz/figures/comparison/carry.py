"""Carrying against writing: what an input still counts, by the update gate's bias and the lag."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.comparison.memory import Carry
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.drawing.theme import BACK_AXIS, CELL_COLORS, FLOORS, GRADIENT_SCALE, build, decade_bar, floor_below
from gruviz.wording import power, signed, steps

THEORY = "#56B4E9"
"""Stands out from every colour of the scale, from the measured line and from the paper of both themes."""


def carry_against_write(carry: Carry, *, theme: str = "light") -> go.Figure:
    """Draw ‖∂L/∂x_t‖ over lag and update-gate bias, with the best bias for each lag and its theory.

    Args:
        carry: As `gruviz.comparison.memory.carry_against_write` measures it.
        theme: "light" or "dark".
    """
    return carry_chart(carry).styled(theme)


def carry_chart(carry: Carry) -> Chart:
    """The same as a chart."""
    length = carry.norms.shape[1]
    lags = np.arange(length)
    with np.errstate(divide="ignore"):
        log = np.log10(carry.norms)
    known = log[np.isfinite(log)]
    floor = max(floor_below(float(known.min())) if len(known) else FLOORS[0], FLOORS[0])
    ceiling = 0
    best = [carry.best_bias(lag) for lag in range(length)]
    traces = [_heat(carry, np.clip(log, floor, ceiling), floor, ceiling), _best(lags, best), *_theory(carry, length)]
    layout: dict[str, Any] = {
        "xaxis": {"title": {"text": BACK_AXIS}, "range": [length - 0.5, -0.5], "showgrid": False},
        "yaxis": {
            "title": {"text": "update-gate bias b_z"},
            "range": [carry.biases[0] - 0.25, carry.biases[-1] + 0.25],
            "showgrid": False,
        },
    }
    table: dict[str, Any] = {
        "steps before the loss": np.repeat(lags, len(carry.biases)),
        "b_z": np.tile(carry.biases, length),
        "norm of the input's gradient": carry.norms.T.ravel(),
    }
    return Chart(build(traces, layout), _title(carry), _summary(carry), table, height=460)


def _heat(carry: Carry, log: np.ndarray[Any, Any], floor: int, ceiling: int) -> dict[str, Any]:
    return {
        "type": "heatmap",
        "x": np.arange(log.shape[1]),
        "y": carry.biases,
        "z": log.astype(np.float32),
        "customdata": carry.norms,
        "zmin": floor,
        "zmax": ceiling,
        "colorscale": GRADIENT_SCALE,
        "colorbar": decade_bar("‖∂L/∂x‖", floor, ceiling, (0.0, 1.0)),
        "hovertemplate": "b_z = %{y}, %{x} steps before the loss: %{customdata:.2e}<extra></extra>",
    }


def _best(lags: np.ndarray[Any, Any], best: list[float]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": lags,
        "y": best,
        "mode": "lines",
        "name": "counts most (measured)",
        "line": {"color": CELL_COLORS["gru"], "width": 3, "shape": "hvh"},
        "hovertemplate": "counts most at b_z = %{y}<extra></extra>",
    }


def _theory(carry: Carry, length: int) -> list[dict[str, Any]]:
    """Through the leak alone an input counts as z(1 − z)^k, most at z = 1/(k+1): a bias of −ln k."""
    lags = np.arange(1, length)
    if not len(lags):
        return []
    return [
        {
            "type": "scatter",
            "x": lags,
            "y": -np.log(lags),
            "mode": "lines",
            "name": "theory: z = 1/(k+1), b_z = −ln k",
            "line": {"color": THEORY, "width": 3, "dash": "dot"},
            "hovertemplate": "theory: b_z = %{y:.2f}<extra></extra>",
        }
    ]


def _title(carry: Carry) -> str:
    far = carry.norms.shape[1] // 2
    near, far_bias = signed(carry.best_bias(min(1, far))), signed(carry.best_bias(far))
    if near == far_bias:
        return f"An input counts most with b_z = {near}, near or far"
    return f"An input 1 step back counts most with b_z = {near}, one {steps(far)} back with b_z = {far_bias}"


def _summary(carry: Carry) -> str:
    length = carry.norms.shape[1]
    lags = [lag for lag in (1, 5, 20, 50, 100, 200, 400) if lag < length] or [0]
    told = [
        f"{steps(lag)} back b_z = {signed(carry.best_bias(lag))} ({power(float(carry.norms[:, lag].max()))})"
        for lag in lags
    ]
    return (
        f"Bias with which an input counts most, and how much it then counts: {'; '.join(told)}. The dotted line is "
        "theory, for the leak alone. The loss has a gradient of norm 1 at the last state."
        f"{Sample(carry.seeds).words()}"
    )
