"""The first chart: how much of the gradient is left, step by step back from the loss."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.engine.decay import FINITE, OVERFLOWED, Band, fit_decay
from gruviz.engine.gradients import GradientFlow
from gruviz.engine.theory import mean_square_factor, pascanu_bound, proves_vanishing
from gruviz.figures.drawing.axes import BACK_AXIS, axis, floor_below, log_axis
from gruviz.figures.drawing.chart import Chart, build, column
from gruviz.figures.drawing.lines import band, curve, line, pen, scatter
from gruviz.figures.drawing.palette import cell_color
from gruviz.figures.drawing.sample import SINGLE, Sample
from gruviz.figures.gradients.fates import Line, summary, title
from gruviz.validation import InvalidValue
from gruviz.wording import power, steps

CEILINGS = (1, 4, 8, 16, 32)
"""Powers of ten between which the drawn range snaps, so that it seldom moves."""

ROW = 0.06
"""Height of a row of text, as a part of the drawn range."""

Lags = NDArray[np.integer[Any]]


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
        mean_field: Add the mean-square prediction, that of `mean_square_factor`.
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
    """Compute one curve; of all states together where the cell lacks the named one."""
    alone = state in flow.recording.states and len(flow.recording.states) > 1
    name = state if alone else "state"
    limits = pascanu_bound(flow.recording) if bound else None
    return Line(
        f"{label}, {state} alone" if alone else label,
        flow.recording.cell,
        is_reference,
        flow.ratio(name),
        flow.decay(name),
        Sample.of(flow.recording),
        _median(limits),
        _median(mean_square_factor(flow.recording)) if mean_field else None,
        flow.decay(since=1) if flow.recording.seq_len > 1 and not alone and flow.reaches(1) else None,
        bound and proves_vanishing(flow.recording),
    )


def norm_line(label: str, cell: str, norms: Array) -> Line:
    """A curve of norms along a path through more than one layer, (T+1,), of one network; the last is not zero."""
    band = Band.over((norms / norms[-1])[:, None], norms.dtype, unit=float(norms[-1]))
    return Line(label, cell, False, band, fit_decay(band), SINGLE, None, None)


def decay_chart(lines: list[Line]) -> Chart:
    """Draw the curves."""
    if not lines:
        raise InvalidValue("lines", "empty", "at least one curve")
    floor, ceiling = _range(lines)
    longest = max(run.decay.seq_len for run in lines)
    rows = _rows(lines)
    traces = [
        trace
        for run, row in zip(lines, rows, strict=True)
        for trace in (*_curve(run, floor, ceiling, row), *_theory(run))
    ]
    apart = 4 if ceiling - floor <= 28 else 8
    layout = {
        "xaxis": axis(BACK_AXIS, range=[longest * 1.01, -longest * 0.01], zeroline=False),
        "yaxis": log_axis("gradient norm ÷ its norm at the loss", floor, ceiling, apart=apart),
        "hovermode": "x unified",
    }
    return Chart(build(traces, layout), title(lines), summary(lines), _table(lines, longest))


def _rows(lines: list[Line]) -> list[int]:
    """For each line the row of its cross: the first at the edge, the next above it, so that every label can be read."""
    lost = [bool((run.band.status[:-1] != FINITE).any()) for run in lines]
    return [sum(lost[:i]) for i in range(len(lines))]


def _curve(run: Line, floor: int, ceiling: int, row: int) -> list[dict[str, Any]]:
    lags = np.arange(run.decay.seq_len, -1, -1)
    color = cell_color(run.cell)
    # A quartile of 0 or infinity has no place on a log axis: the band ends a little outside the drawn range.
    lower, upper = (np.clip(q, 10.0 ** (floor - 2), 10.0 ** (ceiling + 2)) for q in (run.band.lower, run.band.upper))
    quartiles = [] if run.is_reference else band(lags, lower, upper, color, legendgroup=run.label)
    median = np.where(run.band.status == FINITE, run.band.median, np.nan)
    group: dict[str, Any] = {"is_reference": run.is_reference, "legendgroup": run.label}
    drawn = curve(run.cell, lags, median, run.label, **group)
    return [*quartiles, drawn, *_exits(run, lags, floor, ceiling), *_cross(run, lags, floor, ceiling, row)]


def _cross(run: Line, lags: Lags, floor: int, ceiling: int, row: int) -> list[dict[str, Any]]:
    """A cross where, going back, the median stops being a number one can draw; one above the other, to be read."""
    on_the_way = run.band.status[:-1]  # at the loss itself, a state that the loss does not read has no gradient yet
    bad = np.flatnonzero(on_the_way != FINITE)
    if not len(bad):
        return []
    lag, status = lags[bad[-1]], str(run.band.status[bad[-1]])
    broken = run.decay.regime == "breaks"
    text = "no number" if broken else status
    words = run.decay.verdict if broken else f"{status} {steps(int(lag))} before the loss"
    return [_mark(run, lag, _edge(status == OVERFLOWED, floor, ceiling, row), f"{run.label}: {text}", words, text, "x")]


def _exits(run: Line, lags: Lags, floor: int, ceiling: int) -> list[dict[str, Any]]:
    """A mark where the line leaves the drawn range on its way back, with what is left where it ends."""
    drawn = np.where(run.band.status == FINITE, run.band.median, np.nan)
    outside = np.flatnonzero((drawn < 10.0**floor) | (drawn > 10.0**ceiling))
    if not len(outside):
        return []
    row = outside[-1]
    up = bool(drawn[row] > 1)
    ends = np.isfinite(drawn[0])
    words = f"the line goes on to {power(float(drawn[0]))}" if ends else "the line goes on beyond the axis"
    text = f"to {power(float(drawn[0]))}" if ends and (drawn[0] < 10.0**floor or drawn[0] > 10.0**ceiling) else ""
    symbol = "triangle-up" if up else "triangle-down"
    return [_mark(run, lags[row], _edge(up, floor, ceiling, 0), f"{run.label}: leaves the chart", words, text, symbol)]


def _edge(up: bool, floor: int, ceiling: int, row: int) -> float:
    """Where a mark stands: at the edge of the drawn range, or some rows of text inside of it."""
    inside = row * ROW * (ceiling - floor)
    return float(10.0 ** (ceiling - inside if up else floor + inside))


def _mark(run: Line, lag: int, y: float, name: str, hover: str, text: str, symbol: str) -> dict[str, Any]:
    color = cell_color(run.cell)
    part = lag / run.decay.seq_len
    # beside the curve, which comes from the loss at the right, and within the chart
    side = ("bottom left" if part < 0.2 else "bottom right") if y > 1 else ("top right" if part > 0.8 else "top left")
    return scatter(
        [lag],
        [y],
        name,
        hover,
        mode="markers+text",
        text=[text],
        textposition=side,
        textfont={"color": color},
        showlegend=False,
        legendgroup=run.label,
        cliponaxis=False,
        marker={"symbol": symbol, "size": 13, "color": color, "line": {"width": 1, "color": "#ffffff"}},
    )


def _theory(run: Line) -> list[dict[str, Any]]:
    lags = np.arange(run.decay.seq_len, -1, -1)
    predictions = (("bound σ_max(U)ᵏ", run.bound, "dot"), ("mean square", run.mean_field, "dashdot"))
    return [
        line(lags, _powers(factor, lags), f"{run.label}: {name}", pen=pen(cell_color(run.cell), 2, dash))
        for name, factor, dash in predictions
        if factor is not None
    ]


def _powers(factor: float, lags: Lags) -> Array:
    """factorᵏ, with a gap where it is too large or too small to be a number."""
    with np.errstate(over="ignore", under="ignore"):
        powers = np.power(float(factor), lags)
    return np.where(np.isfinite(powers) & (powers > 0), powers, np.nan)


def _range(lines: list[Line]) -> tuple[int, int]:
    drawn = np.concatenate([run.band.median[run.band.status == FINITE] for run in lines] + [np.ones(1)])
    high = float(np.log10(drawn.max()))
    for run in lines:
        high = max(high, run.decay.seq_len * np.log10(run.bound) if run.bound else 0.0)
    return floor_below(drawn), next((power for power in CEILINGS if power > high), CEILINGS[-1])


def _table(lines: list[Line], longest: int) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"steps before the loss": list(range(longest, -1, -1))}
    for run in lines:
        table[f"{run.label}: median"] = column(run.band.median.tolist(), longest + 1)
        table[f"{run.label}: lower quartile"] = column(run.band.lower.tolist(), longest + 1)
        table[f"{run.label}: upper quartile"] = column(run.band.upper.tolist(), longest + 1)
        table[f"{run.label}: status"] = column(run.band.status.tolist(), longest + 1)
    return table


def _median(values: Array | None) -> float | None:
    return None if values is None else float(np.median(values))
