"""How far back each layer hears while it trains, and how often its gradient is clipped."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.diagnosis.layers import looks, named, spoken
from gruviz.figures.drawing.axes import Axis, axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import End, end_labels, together
from gruviz.figures.drawing.lines import cell_line, line, pen, scatter
from gruviz.figures.drawing.palette import END_COLOR, cell_color
from gruviz.figures.drawing.panels import on_panel, panels, stacked_axes
from gruviz.validation import InvalidShape, InvalidValue
from gruviz.wording import percent, steps

PANEL = 200
"""Pixels of a panel."""


class Hearing(NamedTuple):
    """How far back one layer hears, over its training.

    Args:
        label: Of the layer.
        cell: Registry key.
        updates: After which it was looked at, rising, (N,).
        horizons: Steps back at which at least 1% of the gradient arrives, (N,); nan where that is no number.
        seq_len: Steps of the sequences.
    """

    label: str
    cell: str
    updates: Array
    horizons: Array
    seq_len: int


class Clipping(NamedTuple):
    """How often gradients were clipped.

    Args:
        updates: (N,), rising.
        shares: Of the updates since the one before, (N,); nan where it was not measured.
    """

    updates: Array
    shares: Array

    @property
    def is_known(self) -> bool:
        """Whether any of it was measured."""
        return bool(np.isfinite(self.shares).any())


def layer_training(
    updates: Array, horizons: Mapping[str, Array], *, seq_len: int, clipped: Array | None = None, theme: str = "light"
) -> go.Figure:
    """Draw how far back each layer hears over a training, and below it how often the gradient was clipped.

    Args:
        updates: After which the layers were looked at, (N,).
        horizons: Steps back at which at least 1% of the gradient arrives, by layer, (N,) each.
        seq_len: Steps of the sequences.
        clipped: Share of the updates at which the gradient was clipped, (N,).
        theme: "light" or "dark".
    """
    shapes = {label: np.shape(values) for label, values in horizons.items()}
    for label, shape in shapes.items():
        if shape != np.shape(updates):
            raise InvalidShape(f"horizons[{label!r}].shape", shape, "as long as updates")
    layers = [Hearing(label, label, updates, values, seq_len) for label, values in horizons.items()]
    clipping = None if clipped is None else Clipping(updates, clipped)
    return training_chart(layers, clipping).styled(theme)


def training_chart(layers: Sequence[Hearing], clipping: Clipping | None = None) -> Chart:
    """Draw a line for each layer, and a panel for the clipping where it was measured."""
    if not layers or not any(len(layer.updates) for layer in layers):
        raise InvalidValue("layers", "empty", "at least one layer that was looked at")
    inks = looks([layer.cell for layer in layers])
    shown = clipping if clipping is not None and clipping.is_known else None
    stack = panels(["How far back it hears", "Clipped updates"][: 1 + (shown is not None)], pixels=PANEL)
    last = max(float(layer.updates[-1]) for layer in layers if len(layer.updates))
    up = [_steps_axis(layers), axis("share, %", type="linear", range=[0, 105], ticksuffix="%")]
    ends = [_end(layer, ink) for layer, ink in zip(layers, inks, strict=True) if len(layer.updates)]
    along = axis("update", range=[-0.01 * last, 1.01 * max(last, 1)])
    layout = stacked_axes(stack, along, up[: len(stack.extents)]) | {"hovermode": "x unified"}
    layout = together(layout, [end_labels(ends, up[0], side="right", plot=PANEL)])
    traces = [_trace(layer, ink) for layer, ink in zip(layers, inks, strict=True)]
    if shown is not None:
        ink = pen(END_COLOR)
        share = 100 * shown.shares
        traces.append(line(shown.updates, share, "clipped", "%{y:.3g}%", pen=ink, showlegend=False, **on_panel(1)))
    table = _table(layers, clipping)
    return Chart(build(traces, layout), _title(layers), _summary(layers, shown), table, stack.height)


def _trace(layer: Hearing, ink: str) -> dict[str, Any]:
    drawn = np.where(np.isfinite(layer.horizons), layer.horizons, np.nan)
    return scatter(layer.updates, drawn, layer.label, "%{y:.0f} steps", **cell_line(ink), **on_panel(0))


def _steps_axis(layers: Sequence[Hearing]) -> Axis:
    most = max(1, *(layer.seq_len for layer in layers))
    return axis("steps back", type="linear", range=[0, 1.05 * most])


def _end(layer: Hearing, ink: str) -> End:
    last = float(layer.horizons[-1])
    words, place = (steps(last), last) if np.isfinite(last) else ("no number", 0.0)
    return End(layer.label, words, float(layer.updates[-1]), place, cell_color(ink))


def _title(layers: Sequence[Hearing]) -> str:
    seen = [layer for layer in layers if len(layer.updates)]
    lost = [layer.label for layer in seen if not np.isfinite(layer.horizons[-1])]
    if lost:
        return f"At the end the gradient of {named(lost)} is no number"
    worst = min(seen, key=lambda layer: layer.horizons[-1] / max(layer.seq_len, 1))
    before, after = float(worst.horizons[0]), float(worst.horizons[-1])
    hears = f"{worst.label} hears {after:.0f} of {worst.seq_len} steps back"
    return f"{hears} from start to end" if before == after else f"{hears} at the end, {_words(before)} at the start"


def _summary(layers: Sequence[Hearing], clipping: Clipping | None) -> str:
    parts = [
        f"{layer.label} hears {_words(layer.horizons[0])} back at update {layer.updates[0]:g} and "
        f"{_words(layer.horizons[-1])} at update {layer.updates[-1]:g}, of {layer.seq_len}"
        for layer in layers
        if len(layer.updates)
    ]
    mean = "" if clipping is None else percent(float(np.nanmean(clipping.shares)))
    clipped = mean and f" The gradient was clipped at {mean} of the updates."
    return f"{spoken(parts)}.{clipped}"


def _words(horizon: float) -> str:
    return steps(float(horizon)) if np.isfinite(horizon) else "no number of steps"


def _table(layers: Sequence[Hearing], clipping: Clipping | None) -> dict[str, list[Any]]:
    updates = sorted({float(update) for layer in layers for update in layer.updates})
    table: dict[str, list[Any]] = {"update": updates}
    for layer in layers:
        table[f"{layer.label}: steps back"] = _at(updates, layer.updates, layer.horizons)
    if clipping is not None:
        table["share of updates clipped"] = _at(updates, clipping.updates, clipping.shares)
    return table


def _at(updates: list[float], known: Array, values: Array) -> list[Any]:
    found = dict(zip(np.asarray(known, np.float64).tolist(), np.asarray(values).tolist(), strict=True))
    return [found.get(update) for update in updates]
