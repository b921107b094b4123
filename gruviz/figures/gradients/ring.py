"""The eigenvalues of an LRU on their ring, and what their sizes mean: how long each unit lasts."""

from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.cells.lru import RING
from gruviz.engine.gradients import gradient_flow
from gruviz.engine.jacobians import step_jacobians
from gruviz.engine.records import Recording
from gruviz.figures.drawing.axes import FLOORS, axis, back_axis, drawable, log_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.grid import grid, grid_axes, narrow
from gruviz.figures.drawing.lines import cell_marker, line, pen, scatter
from gruviz.figures.drawing.palette import GREY, cell_color, faded
from gruviz.figures.drawing.panels import on_panel
from gruviz.validation import InvalidValue
from gruviz.wording import counted, power, share, signed, steps

HEADINGS = ("<b>Where the eigenvalues lie</b>", "<b>What is left of each unit's gradient</b>")
PIXELS = 340
TURN = np.linspace(0, 2 * np.pi, 181)
MARKED = 9
"""Marks of the run on a line."""


class Ring(NamedTuple):
    """The first network of a run of an LRU.

    Args:
        values: λ of each unit as its weights say, (H,), complex.
        of_step: Eigenvalues of the Jacobian of the first step, (2H,), complex: each λ and its mirror image.
        left: Size of each unit's gradient relative to that at the loss, (T+1, H), from k = 0 steps back on.
    """

    values: Array
    of_step: Array
    left: Array

    @property
    def formula(self) -> Array:
        """|λ|^k, (T+1, H)."""
        return np.abs(self.values) ** np.arange(len(self.left))[:, None]

    @property
    def off(self) -> float:
        """By how much of its value the run lies off the formula at most."""
        return float(np.max(np.abs(self.left / self.formula - 1)))


def eigenvalue_ring(recording: Recording, *, theme: str = "light") -> go.Figure:
    """Draw the eigenvalues of an LRU in the plane, and what is left of each unit beside the powers of their sizes.

    Args:
        recording: A run of an LRU; its first network and sequence are drawn.
        theme: "light" or "dark".
    """
    return ring_chart(measure_ring(recording)).styled(theme)


def measure_ring(recording: Recording) -> Ring:
    """Read the eigenvalues off the weights, and send a gradient of 1 back through every unit.

    Raises:
        GruvizError: If the run is one of another cell.
    """
    if recording.cell != "lru":
        raise InvalidValue("recording.cell", recording.cell, "lru, whose eigenvalues its weights name")
    constant, size = recording.weights.constant, recording.hidden_size
    values = np.exp(-np.exp(constant["nu"]) + 1j * constant["theta"])[0, 0]
    ones = np.zeros(recording.state.shape[2:])
    ones[:, :size] = 1
    back = gradient_flow(recording, grad_final=ones).gradients[::-1, 0, 0]
    left = np.hypot(back[:, :size], back[:, size:])
    return Ring(values, step_jacobians(recording, steps=[1]).eigenvalues[0, 0], left)


def ring_chart(ring: Ring) -> Chart:
    """Draw the plane with the ring on which an LRU starts, and beside it a line for each unit."""
    places = grid(HEADINGS, columns=2, pixels=PIXELS)
    plane = axis("real part (a number)", range=[-1.1, 1.1], dtick=0.5)
    layout = grid_axes(places, plane, plane | {"title": {"text": "imaginary part (a number)"}}, square=True)
    low = _lowest(ring.left)
    layout["xaxis2"] = back_axis(len(ring.left) - 1) | {"anchor": "y2", "domain": places.across[1]}
    layout["yaxis2"] = log_axis("gradient that is left (a number)", low, 0, apart=1 if low > -10 else 4) | {
        "anchor": "x2",
        "domain": places.up[1],
    }
    layout["meta"] = {"narrow": narrow(HEADINGS, 290)}
    layout["hovermode"] = "closest"
    traces = [*_plane(ring), *_lines(ring)]
    return Chart(build(traces, layout), _title(ring), _summary(ring), _table(ring), places.height)


def _plane(ring: Ring) -> list[dict[str, Any]]:
    drawn = [
        line(
            radius * np.cos(TURN),
            radius * np.sin(TURN),
            f"length {radius:g}",
            None,
            pen=pen(GREY, 1.5),
            showlegend=False,
            **on_panel(0),
        )
        for radius in RING
    ]
    lengths = np.abs(ring.values)
    words = [f"|λ| = {one:.4f}: half is left after {steps(_half_life(one))}" for one in lengths]
    marker = cell_marker("lru", size=8)
    hover = "%{customdata}<extra></extra>"
    return [
        *drawn,
        scatter(
            ring.values.real,
            ring.values.imag,
            "λ of a unit",
            hover,
            mode="markers",
            marker=marker,
            customdata=words,
            **on_panel(0),
        ),
    ]


def _lines(ring: Ring) -> list[dict[str, Any]]:
    back, color = np.arange(len(ring.left)), cell_color("lru")
    apart = max(1, len(back) // MARKED)
    traces = []
    for unit in range(len(ring.values)):
        legend = {"showlegend": not unit, **on_panel(1)}
        ink = pen(faded(color, 0.5), 1.5)
        traces += [
            line(back, drawable(ring.formula[:, unit]), "|λ|<sup>k</sup>", pen=ink, legendgroup="formula", **legend),
            scatter(
                back[::apart],
                drawable(ring.left[::apart, unit]),
                "run",
                mode="markers",
                marker=cell_marker("lru", size=5),
                legendgroup="run",
                **legend,
            ),
        ]
    return traces


def _lowest(left: Array) -> int:
    """Power of ten at which the axis ends."""
    drawn = drawable(left)
    return max(int(np.floor(np.log10(np.nanmin(drawn)))), FLOORS[-1])


def _half_life(length: float) -> float:
    return float(np.log(0.5) / np.log(length)) if 0 < length < 1 else np.inf


def _title(ring: Ring) -> str:
    lengths, far = np.abs(ring.values), len(ring.left) - 1
    ends = [share(float(ring.left[-1, unit])) for unit in (lengths.argmin(), lengths.argmax())]
    return f"An LRU's eigenvalues say what lasts: after {steps(far)}, from {ends[0]} to {ends[1]} of a unit's gradient"


def _summary(ring: Ring) -> str:
    lengths = np.abs(ring.values)
    halves = [steps(_half_life(float(one))) for one in (lengths.min(), lengths.max())]
    return (
        f"{counted(len(lengths), 'eigenvalue')}, one a unit, lie from {signed(float(lengths.min()), '.3f')} to "
        f"{signed(float(lengths.max()), '.3f')} from 0; half of a unit's gradient is left after {halves[0]} at one end "
        f"and {halves[1]} at the other. No input changes that. k steps back |λ|ᵏ is left: the run lies off it by at "
        f"most {power(ring.off)} of a value. The circles have the radii {RING[0]:g} and {RING[1]:g}: between them an "
        "LRU starts."
    )


def _table(ring: Ring) -> dict[str, Any]:
    lengths = np.abs(ring.values)
    return {
        "real part": ring.values.real,
        "imaginary part": ring.values.imag,
        "|λ|": lengths,
        "half is left after (steps)": [_half_life(float(one)) for one in lengths],
        f"left after {len(ring.left) - 1} steps, run": ring.left[-1],
        f"left after {len(ring.left) - 1} steps, |λ|ᵏ": ring.formula[-1],
    }
