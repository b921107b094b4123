"""How much of the weight gradient is left when backpropagation is cut every so many steps."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.engine.backpropagation import ENOUGH, enough_window
from gruviz.figures.diagnosis.layers import looks, spoken
from gruviz.figures.drawing.axes import axis, log_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import End, end_labels
from gruviz.figures.drawing.lines import cell_line, scatter
from gruviz.figures.drawing.palette import GREY, cell_color
from gruviz.validation import InvalidShape, InvalidValue
from gruviz.wording import percent, steps

FEW = 12
"""Steps up to which the axis is linear."""


class Kept(NamedTuple):
    """What cuts leave of one layer's ∂L/∂U.

    Args:
        label: Of the layer.
        cell: Registry key.
        windows: Steps from cut to cut, rising, (N,); the last is the whole sequence.
        shares: ⟨g_cut, g⟩ / ‖g‖² for each, (N,): 1 for the whole gradient; beyond 0 to 1 where a cut one misleads.
    """

    label: str
    cell: str
    windows: NDArray[np.integer[Any]]
    shares: Array

    @property
    def enough(self) -> int:
        """The smallest window that keeps `ENOUGH`, as all longer ones do."""
        return enough_window(self.windows.tolist(), self.shares)

    @property
    def longest(self) -> int:
        """Steps of the whole sequence."""
        return int(self.windows[-1])


def truncation_shares(layers: Mapping[str, Array], *, theme: str = "light") -> go.Figure:
    """Draw how much of ∂L/∂U each layer keeps when backpropagation is cut every 1, 2, … steps.

    Args:
        layers: ⟨g_cut, g⟩ / ‖g‖² for each window, (T,), from one step to the whole sequence; by label.
        theme: "light" or "dark".
    """
    return truncation_chart([_kept(label, shares) for label, shares in layers.items()]).styled(theme)


def _kept(label: str, shares: Array) -> Kept:
    shares = np.asarray(shares, np.float64)
    if shares.ndim != 1 or not len(shares):
        raise InvalidShape(f"layers[{label!r}].shape", shares.shape, "one share for each window, (T,)")
    return Kept(label, label, np.arange(1, len(shares) + 1), shares)


def truncation_chart(layers: Sequence[Kept]) -> Chart:
    """Draw a line for each layer, against a grey line where a cut costs little."""
    if not layers:
        raise InvalidValue("layers", "empty", "at least one layer")
    longest = max(layer.longest for layer in layers)
    inks = looks([layer.cell for layer in layers])
    along = _window_axis(longest)
    up = axis("share of ∂L/∂U kept, %", range=[0, _top(layers)], ticksuffix="%", type="linear")
    names = [_end(layer, ink, along) for layer, ink in zip(layers, inks, strict=True)]
    layout = {
        "xaxis": along,
        "yaxis": up,
        "hovermode": "x unified",
        **end_labels(names, up, side="right"),
        "shapes": [_goal()],
    }
    traces = [_trace(layer, ink) for layer, ink in zip(layers, inks, strict=True)]
    return Chart(build(traces, layout), _title(layers), _summary(layers), _table(layers))


def _trace(layer: Kept, ink: str) -> dict[str, Any]:
    """What is below 0 leaves the chart, and is told in the hover."""
    drawn = np.where(np.isfinite(layer.shares), 100 * layer.shares, np.nan)
    return scatter(layer.windows, drawn, layer.label, "%{y:.3g}%", **cell_line(ink))


def _window_axis(longest: int) -> dict[str, Any]:
    words = "window of backpropagation (steps)"
    if longest <= FEW:
        return axis(words, range=[0.9, max(2, longest) + 0.1], dtick=1)
    ticks = [window for power in range(6) for window in (10**power, 3 * 10**power) if window <= longest]
    return log_axis(words, -0.02, float(np.log10(longest)) + 0.02, ticks=ticks)


def _end(layer: Kept, ink: str, along: dict[str, Any]) -> End:
    """Where the axis of windows is logarithmic, it counts powers of ten."""
    x = float(np.log10(layer.longest)) if along.get("type") == "log" else float(layer.longest)
    return End(layer.label, _enough(layer), x, 100 * _clipped(layer.shares[-1]), cell_color(ink))


def _top(layers: Sequence[Kept]) -> float:
    """The upper end in percent: above the whole, and at most twice that."""
    known = np.concatenate([layer.shares[np.isfinite(layer.shares)] for layer in layers])
    return 105 * min(2.0, max(1.0, float(known.max(initial=0.0))))


def _goal() -> dict[str, Any]:
    ends = {"x0": 0, "x1": 1, "xref": "paper", "y0": 100 * ENOUGH, "y1": 100 * ENOUGH, "yref": "y"}
    return {"type": "line", "line": {"color": GREY, "width": 1, "dash": "dot"}, **ends}


def _clipped(share: float) -> float:
    return min(max(float(share), 0.0), 2.0) if np.isfinite(share) else 0.0


def _enough(layer: Kept) -> str:
    return f"{percent(ENOUGH)} at {steps(layer.enough)}" if np.isfinite(layer.shares).all() else "no number"


def _title(layers: Sequence[Kept]) -> str:
    known = [layer for layer in layers if np.isfinite(layer.shares).all()]
    if not known:
        return "No weight gradient is a number"
    needs = max(known, key=lambda layer: layer.enough)
    if needs.enough == needs.longest:
        who = f" of {needs.label}" if len(known) > 1 else ""
        return f"Every step counts: any cut costs more than {percent(1 - ENOUGH)} of ∂L/∂U{who}"
    where = " in every layer" if len(known) > 1 else ""
    return f"Cutting backpropagation every {steps(needs.enough)} keeps at least {percent(ENOUGH)} of ∂L/∂U{where}"


def _summary(layers: Sequence[Kept]) -> str:
    parts = [
        f"{layer.label} keeps {percent(ENOUGH)} with a window of {steps(layer.enough)}, of {layer.longest}"
        if np.isfinite(layer.shares).all()
        else f"{layer.label} has a gradient that is no number"
        for layer in layers
    ]
    return f"{spoken(parts)}. What is kept is how far ∂L/∂U with cuts every so many steps goes along the whole one."


def _table(layers: Sequence[Kept]) -> dict[str, list[Any]]:
    windows = sorted({int(window) for layer in layers for window in layer.windows})
    table: dict[str, list[Any]] = {"window": windows}
    for layer in layers:
        known = dict(zip(layer.windows.tolist(), layer.shares.tolist(), strict=True))
        table[layer.label] = [known.get(window) for window in windows]
    return table
