"""How large the state of each layer is, step by step, also beyond the length that it was trained on."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.norms import euclidean
from gruviz.engine.records import Recording
from gruviz.figures.diagnosis.layers import looks, named, spoken
from gruviz.figures.drawing.axes import Axis, axis, log_axis
from gruviz.figures.drawing.chart import Chart, build, column
from gruviz.figures.drawing.ends import End, end_labels
from gruviz.figures.drawing.lines import cell_line, line, pen, scatter
from gruviz.figures.drawing.palette import cell_color
from gruviz.figures.drawing.panels import upright_line
from gruviz.validation import InvalidValue, check_integer
from gruviz.wording import large, listed, power

WIDE = 1000
"""Ratio of the largest norm to the smallest from which the axis is logarithmic."""
GROWS = 2
"""Factor from the first half's end to the last step from which a norm is said to grow."""


class StateNorm(NamedTuple):
    """The size of one layer's state.

    Args:
        label: Of the layer.
        cell: Registry key.
        norms: Of the carried state, median over sequences, (T,) from step 1 on; inf or nan where it is no number.
        trained: Steps that the layer was trained on; None where that is not known, or all are.
    """

    label: str
    cell: str
    norms: Array
    trained: int | None = None

    @property
    def broken(self) -> int | None:
        """The first step, counted from 1, at which the norm is no number."""
        bad = np.flatnonzero(~np.isfinite(self.norms))
        return int(bad[0]) + 1 if len(bad) else None


def state_norms(layers: Mapping[str, Recording], *, trained: int | None = None, theme: str = "light") -> go.Figure:
    """Draw the norm of each layer's carried state by step; dashed beyond the length that it was trained on.

    That is an LSTM's c, whose h cannot grow, and the h of every other cell.

    Args:
        layers: A run of each layer, by label.
        trained: Steps of the training's sequences.
        theme: "light" or "dark".
    """
    if trained is not None:
        check_integer("trained", trained, 1, 10**9)
    return norms_chart([state_norm(label, run, trained) for label, run in layers.items()]).styled(theme)


def state_norm(label: str, run: Recording, trained: int | None = None) -> StateNorm:
    """Measure the state that the layer carries from step to step."""
    norms = euclidean(run.states[carried(run.states)][1:]).reshape(run.seq_len, -1).astype(np.float64)
    with np.errstate(invalid="ignore"):
        return StateNorm(label, run.cell, np.median(np.where(np.isnan(norms), np.inf, norms), axis=1), trained)


def carried(states: Mapping[str, object]) -> str:
    """The name of the state that a cell carries: c beside a bounded h, else h."""
    return "c" if "c" in states else "h"


def norms_chart(layers: Sequence[StateNorm]) -> Chart:
    """Draw a line for each layer."""
    if not layers:
        raise InvalidValue("layers", "empty", "at least one layer")
    longest = max(len(layer.norms) for layer in layers)
    inks = looks([layer.cell for layer in layers])
    up = _axis(layers)
    along = axis("step t", range=[1 - 0.01 * longest, max(2, longest) + 0.01 * longest])
    ends = [_end(layer, ink, up) for layer, ink in zip(layers, inks, strict=True)]
    layout = {"xaxis": along, "yaxis": up, "hovermode": "x unified", **end_labels(ends, up, side="right")}
    trained = {layer.trained for layer in layers if layer.trained and layer.trained < len(layer.norms)}
    layout["shapes"] = [upright_line(step) for step in sorted(trained)]
    traces = [trace for layer, ink in zip(layers, inks, strict=True) for trace in _traces(layer, ink, up)]
    return Chart(build(traces, layout), _title(layers), _summary(layers), _table(layers, longest))


def _traces(layer: StateNorm, ink: str, up: Axis) -> list[dict[str, Any]]:
    steps = np.arange(1, len(layer.norms) + 1)
    drawn = np.where(np.isfinite(layer.norms) & ((layer.norms > 0) | (up["type"] == "linear")), layer.norms, np.nan)
    cut = min(layer.trained or len(steps), len(steps))
    group = {"legendgroup": layer.label}
    hover = "%{y:.3g}"
    seen = scatter(steps[:cut], drawn[:cut], layer.label, hover, **cell_line(ink), **group)
    traces = [seen]
    if cut < len(steps):
        dashed = pen(cell_color(ink), 3, "dash")
        beyond = f"{layer.label}, beyond its training"
        traces.append(line(steps[cut - 1 :], drawn[cut - 1 :], beyond, hover, pen=dashed, showlegend=False, **group))
    if layer.broken:
        top = up["range"][1]
        marker = {"symbol": "x", "size": 13, "color": cell_color(ink)}
        words = f"no number from step {layer.broken} on"
        y = 10.0**top if up["type"] == "log" else top
        look = {"mode": "markers", "marker": marker, "showlegend": False, "cliponaxis": False}
        traces.append(scatter([layer.broken], [y], f"{layer.label}: no number", words, **look, **group))
    return traces


def _axis(layers: Sequence[StateNorm]) -> Axis:
    """Linear from 0; of powers of ten where the norms differ by far."""
    title = "norm of the state"
    values = np.concatenate([layer.norms[np.isfinite(layer.norms)] for layer in layers])
    above = values[values > 0]
    if not len(above):
        return axis(title, type="linear", range=[0, 1])
    low, high = float(above.min()), float(above.max())
    if high / low < WIDE:
        return axis(title, type="linear", range=[0, 1.05 * high])
    ends = int(np.floor(np.log10(low))), int(np.ceil(np.log10(high)))
    return log_axis(title, *ends, apart=max(1, (ends[1] - ends[0]) // 8))


def _end(layer: StateNorm, ink: str, up: Axis) -> End:
    low, high = up["range"]
    last = float(layer.norms[-1])
    if not np.isfinite(last):
        place, words = high, "no number"
    elif up["type"] == "log":
        place, words = (np.log10(last) if last > 0 else low), power(last)
    else:
        place, words = last, power(last)
    return End(layer.label, words, len(layer.norms), float(place), cell_color(ink))


def _title(layers: Sequence[StateNorm]) -> str:
    broken = [layer for layer in layers if layer.broken]
    if broken:
        first = min(broken, key=lambda layer: layer.broken or 0)
        return f"From step {first.broken} on, the state of {first.label} is no number in most sequences"
    growing = [layer for layer in layers if _growth(layer) >= GROWS]
    if growing:
        worst = max(growing, key=_growth)
        times = large(float(np.log10(_growth(worst))))
        return f"The state of {worst.label} is still growing: {times} times as large at the end as {_since(worst)}"
    still = [layer.label for layer in layers if not layer.norms.any()]
    if still:
        return f"The state of {named(still)} stays at zero"
    most = max(layers, key=_growth)
    return f"No state has doubled since step {_start(most)}: at most {power(_growth(most))} times its size there"


def _growth(layer: StateNorm) -> float:
    """How many times as large the state is at the end as where its training, or the first half, ends."""
    start = float(layer.norms[_start(layer) - 1])
    return float(layer.norms[-1]) / start if start > 0 else 1.0


def _start(layer: StateNorm) -> int:
    length = len(layer.norms)
    return layer.trained if layer.trained and layer.trained < length else max(1, length // 2)


def _since(layer: StateNorm) -> str:
    at = _start(layer)
    return f"where its training ends, at step {at}" if at == layer.trained else f"at step {at}"


def _summary(layers: Sequence[StateNorm]) -> str:
    parts = [
        f"{layer.label}: {power(float(layer.norms[0]))} after the first step, {power(float(layer.norms[-1]))} after "
        f"the last"
        for layer in layers
    ]
    trained = sorted({str(layer.trained) for layer in layers if layer.trained and layer.trained < len(layer.norms)})
    beyond = f" Dashed: beyond the {listed(trained)} steps of the training." if trained else ""
    return f"{spoken(parts)}.{beyond} Medians over sequences."


def _table(layers: Sequence[StateNorm], longest: int) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"step": list(range(1, longest + 1))}
    for layer in layers:
        table[layer.label] = column(layer.norms[::-1].tolist(), longest)[::-1]
    return table
