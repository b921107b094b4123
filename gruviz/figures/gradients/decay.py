"""The first chart: how much of the gradient is left, step by step back from the loss."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.engine.decay import FINITE, OVERFLOWED, UNDERFLOWED, Band, Decay, fit_decay
from gruviz.engine.gradients import GradientFlow
from gruviz.engine.theory import mean_field_factor, pascanu_bound
from gruviz.figures.drawing.chart import Chart, column
from gruviz.figures.drawing.sample import SINGLE, Sample
from gruviz.figures.drawing.theme import BACK_AXIS, build, cell_color, cell_line, faded, floor_below
from gruviz.validation import InvalidValue
from gruviz.wording import power, share, steps

CEILINGS = (1, 4, 8, 16, 32)
"""Powers of ten between which the drawn range snaps, so that it seldom moves."""


class Line(NamedTuple):
    """One curve of the chart."""

    label: str
    cell: str
    is_reference: bool
    band: Band
    decay: Decay
    sample: Sample
    bound: float | None
    mean_field: float | None


def gradient_decay(
    flows: Mapping[str, GradientFlow],
    *,
    references: Collection[str] = (),
    state: str = "state",
    bound: bool = False,
    mean_field: bool = False,
    theme: str = "light",
) -> go.Figure:
    """Draw how much of the gradient is left at each step before the loss.

    Args:
        flows: One curve each, by label.
        references: Labels drawn dashed.
        state: Name of the state, or "state" for all together.
        bound: Add the Pascanu bound, for cells that have one.
        mean_field: Add the mean-field prediction.
        theme: "light" or "dark".
    """
    if not flows:
        raise InvalidValue("flows", "empty", "at least one gradient flow")
    lines = [
        decay_line(label, flow, is_reference=label in references, state=state, bound=bound, mean_field=mean_field)
        for label, flow in flows.items()
    ]
    return decay_chart(lines).styled(theme)


def decay_line(
    label: str,
    flow: GradientFlow,
    *,
    is_reference: bool = False,
    state: str = "state",
    bound: bool = False,
    mean_field: bool = False,
) -> Line:
    """Compute one curve; of all states together where the cell has not the named one."""
    alone = state in flow.recording.states and len(flow.recording.states) > 1
    band = flow.ratio(state if alone else "state")
    return Line(
        f"{label}, {state} alone" if alone else label,
        flow.recording.cell,
        is_reference,
        band,
        fit_decay(band),
        Sample.of(flow.recording),
        _median(pascanu_bound(flow.recording)) if bound else None,
        _median(mean_field_factor(flow.recording)) if mean_field else None,
    )


def norm_line(label: str, cell: str, norms: Array) -> Line:
    """A curve of norms along a way through more than one layer, (T+1,), of one network; the last is not zero."""
    band = Band.over((norms / norms[-1])[:, None], norms.dtype, unit=float(norms[-1]))
    return Line(label, cell, False, band, fit_decay(band), SINGLE, None, None)


def decay_chart(lines: list[Line]) -> Chart:
    """Draw the curves."""
    if not lines:
        raise InvalidValue("lines", "empty", "at least one curve")
    floor, ceiling = _range(lines)
    longest = max(line.decay.seq_len for line in lines)
    traces = [trace for line in lines for trace in (*_curve(line, floor, ceiling), *_theory(line))]
    layout: dict[str, Any] = {
        "xaxis": {"title": {"text": BACK_AXIS}, "range": [longest * 1.01, -longest * 0.01], "zeroline": False},
        "yaxis": {
            "title": {"text": "gradient norm ÷ its norm at the loss"},
            "type": "log",
            "range": [floor, ceiling],
            "dtick": 4 if ceiling - floor <= 28 else 8,
            "exponentformat": "power",
        },
        "hovermode": "x unified",
    }
    return Chart(build(traces, layout), _title(lines), _summary(lines), _table(lines, longest))


def _curve(line: Line, floor: int, ceiling: int) -> list[dict[str, Any]]:
    lags = np.arange(line.decay.seq_len, -1, -1)
    color = cell_color(line.cell)
    low, high = 10.0 ** (floor - 2), 10.0 ** (ceiling + 2)
    lower, upper = (np.clip(quartile, low, high) for quartile in (line.band.lower, line.band.upper))
    finite = line.band.status == FINITE
    shown = np.where(finite, line.band.median, np.nan)
    quiet = {"hoverinfo": "skip", "showlegend": False, "legendgroup": line.label, "mode": "lines", "line": {"width": 0}}
    band = [
        {"type": "scatter", "x": lags, "y": lower, **quiet},
        {"type": "scatter", "x": lags, "y": upper, **quiet, "fill": "tonexty", "fillcolor": faded(color, 0.16)},
    ]
    curve = {
        "type": "scatter",
        "x": lags,
        "y": shown,
        "name": line.label,
        "legendgroup": line.label,
        **cell_line(line.cell, line.is_reference),
        "hovertemplate": "%{y:.2e}",
    }
    return [*([] if line.is_reference else band), curve, *_mark(line, lags, color, floor, ceiling)]


def _mark(line: Line, lags: NDArray[np.integer[Any]], color: str, floor: int, ceiling: int) -> list[dict[str, Any]]:
    """A cross where, going back, the median stops being a number one can draw."""
    on_the_way = line.band.status[:-1]  # at the loss itself, a state that the loss does not read has no gradient yet
    bad = np.flatnonzero(on_the_way != FINITE)
    if not len(bad):
        return []
    first, status = bad[-1], str(line.band.status[bad[-1]])
    edge = 10.0 ** (ceiling if status == OVERFLOWED else floor)
    return [
        {
            "type": "scatter",
            "x": [lags[first]],
            "y": [edge],
            "mode": "markers+text",
            "text": ["" if line.is_reference else status],
            "textposition": "bottom right" if status == OVERFLOWED else "top left",
            "textfont": {"color": color},
            "name": f"{line.label}: {status}",
            "showlegend": False,
            "cliponaxis": False,
            "marker": {"symbol": "x", "size": 13, "color": color, "line": {"width": 1, "color": "#ffffff"}},
            "hovertemplate": f"{status} {steps(int(lags[first]))} before the loss",
        }
    ]


def _theory(line: Line) -> list[dict[str, Any]]:
    lags = np.arange(line.decay.seq_len, -1, -1)
    color = cell_color(line.cell)
    named = (("bound σ_max(U)ᵏ", line.bound, "dot"), ("mean field", line.mean_field, "dashdot"))
    return [
        {
            "type": "scatter",
            "x": lags,
            "y": _powers(factor, lags),
            "name": f"{line.label}: {name}",
            "mode": "lines",
            "line": {"color": color, "width": 2, "dash": dash},
            "hovertemplate": "%{y:.2e}",
        }
        for name, factor, dash in named
        if factor is not None
    ]


def _powers(factor: float, lags: NDArray[np.integer[Any]]) -> Array:
    """factorᵏ, with a gap where it is too large or too small to be a number."""
    with np.errstate(over="ignore", under="ignore"):
        powers = np.power(float(factor), lags)
    return np.where(np.isfinite(powers) & (powers > 0), powers, np.nan)


def _range(lines: list[Line]) -> tuple[int, int]:
    drawn = np.concatenate([line.band.median[line.band.status == FINITE] for line in lines] + [np.ones(1)])
    low, high = float(np.log10(drawn.min())), float(np.log10(drawn.max()))
    for line in lines:
        high = max(high, line.decay.seq_len * np.log10(line.bound) if line.bound else 0.0)
    floor = floor_below(low)
    ceiling = next((power for power in CEILINGS if power > high), CEILINGS[-1])
    return floor, ceiling


def _title(lines: list[Line]) -> str:
    solid = [line for line in lines if not line.is_reference] or lines
    if len(solid) == 1:
        return f"{solid[0].label} {solid[0].decay.verdict}"
    best = max(solid, key=lambda line: line.decay.kept)
    worst = min(solid, key=lambda line: line.decay.kept)
    distance = f"over {steps(best.decay.seq_len)}"
    if best.decay.kept < 2 and worst.decay.kept > 0:
        kept = share(worst.decay.kept)
        return f"{best.label} keeps {share(best.decay.kept)} of its gradient {distance}, {worst.label} {kept}"
    return f"{best.label} {_fate(best)} {distance}, {worst.label} {_fate(worst)}"


def _fate(line: Line) -> str:
    kept = line.decay.kept
    if not np.isfinite(kept):
        return "overflows"
    if kept == 0:
        return "keeps nothing of its gradient"
    return f"multiplies its gradient {power(kept)} times" if kept >= 2 else f"keeps {share(kept)} of its gradient"


def _summary(lines: list[Line]) -> str:
    verdicts = ". ".join(f"{line.label} {line.decay.verdict}" for line in lines)
    faint = [line.label for line in lines if UNDERFLOWED in line.band.status]
    note = f" In this precision {' and '.join(faint)} cannot be told from zero further back." if faint else ""
    most = max(line.sample for line in lines)
    return f"{verdicts}.{note}{most.words('; the bands are quartiles')}"


def _table(lines: list[Line], longest: int) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"steps before the loss": list(range(longest, -1, -1))}
    for line in lines:
        table[f"{line.label}: median"] = column(line.band.median.tolist(), longest + 1)
        table[f"{line.label}: lower quartile"] = column(line.band.lower.tolist(), longest + 1)
        table[f"{line.label}: upper quartile"] = column(line.band.upper.tolist(), longest + 1)
        table[f"{line.label}: status"] = column(line.band.status.tolist(), longest + 1)
    return table


def _median(values: Array | None) -> float | None:
    return None if values is None else float(np.median(values))
