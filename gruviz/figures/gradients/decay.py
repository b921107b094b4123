"""The first chart: how much of the gradient is left, step by step back from the loss."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.engine.decay import FINITE, OVERFLOWED, UNDERFLOWED, Band, Decay, fit_decay
from gruviz.engine.gradients import GradientFlow
from gruviz.engine.theory import mean_square_factor, pascanu_bound
from gruviz.figures.drawing.axes import BACK_AXIS, axis, floor_below, log_axis
from gruviz.figures.drawing.chart import Chart, build, column
from gruviz.figures.drawing.lines import band, curve, line, pen, scatter
from gruviz.figures.drawing.palette import cell_color
from gruviz.figures.drawing.sample import SINGLE, Sample
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
    """Compute one curve; of all states together where the cell lacks the named one."""
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
        _median(mean_square_factor(flow.recording)) if mean_field else None,
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
    traces = [trace for run in lines for trace in (*_curve(run, floor, ceiling), *_theory(run))]
    apart = 4 if ceiling - floor <= 28 else 8
    layout = {
        "xaxis": axis(BACK_AXIS, range=[longest * 1.01, -longest * 0.01], zeroline=False),
        "yaxis": log_axis("gradient norm ÷ its norm at the loss", floor, ceiling, apart=apart),
        "hovermode": "x unified",
    }
    return Chart(build(traces, layout), _title(lines), _summary(lines), _table(lines, longest))


def _curve(run: Line, floor: int, ceiling: int) -> list[dict[str, Any]]:
    lags = np.arange(run.decay.seq_len, -1, -1)
    color = cell_color(run.cell)
    # A quartile of 0 or infinity has no place on a log axis: the band ends a little outside the drawn range.
    lower, upper = (np.clip(q, 10.0 ** (floor - 2), 10.0 ** (ceiling + 2)) for q in (run.band.lower, run.band.upper))
    quartiles = [] if run.is_reference else band(lags, lower, upper, color, legendgroup=run.label)
    median = np.where(run.band.status == FINITE, run.band.median, np.nan)
    group: dict[str, Any] = {"is_reference": run.is_reference, "legendgroup": run.label}
    return [*quartiles, curve(run.cell, lags, median, run.label, **group), *_cross(run, lags, color, floor, ceiling)]


def _cross(run: Line, lags: NDArray[np.integer[Any]], color: str, floor: int, ceiling: int) -> list[dict[str, Any]]:
    """A cross where, going back, the median stops being a number one can draw."""
    on_the_way = run.band.status[:-1]  # at the loss itself, a state that the loss does not read has no gradient yet
    bad = np.flatnonzero(on_the_way != FINITE)
    if not len(bad):
        return []
    lag, status = lags[bad[-1]], str(run.band.status[bad[-1]])
    overflowed = status == OVERFLOWED
    return [
        scatter(
            [lag],
            [10.0 ** (ceiling if overflowed else floor)],
            f"{run.label}: {status}",
            f"{status} {steps(int(lag))} before the loss",
            mode="markers+text",
            text=["" if run.is_reference else status],
            textposition="bottom right" if overflowed else "top left",
            textfont={"color": color},
            showlegend=False,
            cliponaxis=False,
            marker={"symbol": "x", "size": 13, "color": color, "line": {"width": 1, "color": "#ffffff"}},
        )
    ]


def _theory(run: Line) -> list[dict[str, Any]]:
    lags = np.arange(run.decay.seq_len, -1, -1)
    predictions = (("bound σ_max(U)ᵏ", run.bound, "dot"), ("mean field", run.mean_field, "dashdot"))
    return [
        line(lags, _powers(factor, lags), f"{run.label}: {name}", pen=pen(cell_color(run.cell), 2, dash))
        for name, factor, dash in predictions
        if factor is not None
    ]


def _powers(factor: float, lags: NDArray[np.integer[Any]]) -> Array:
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


def _title(lines: list[Line]) -> str:
    solid = [run for run in lines if not run.is_reference] or lines
    if len(solid) == 1:
        return f"{solid[0].label} {solid[0].decay.verdict}"
    best = max(solid, key=lambda run: run.decay.kept)
    worst = min(solid, key=lambda run: run.decay.kept)
    distance = f"over {steps(best.decay.seq_len)}"
    if best.decay.kept < 2 and worst.decay.kept > 0:
        kept = share(worst.decay.kept)
        return f"{best.label} keeps {share(best.decay.kept)} of its gradient {distance}, {worst.label} {kept}"
    return f"{best.label} {_fate(best)} {distance}, {worst.label} {_fate(worst)}"


def _fate(run: Line) -> str:
    kept = run.decay.kept
    if not np.isfinite(kept):
        return "overflows"
    if kept == 0:
        return "keeps nothing of its gradient"
    return f"multiplies its gradient {power(kept)} times" if kept >= 2 else f"keeps {share(kept)} of its gradient"


def _summary(lines: list[Line]) -> str:
    verdicts = ". ".join(f"{run.label} {run.decay.verdict}" for run in lines)
    faint = [run.label for run in lines if UNDERFLOWED in run.band.status]
    note = f" In this precision {' and '.join(faint)} cannot be told from zero further back." if faint else ""
    most = max(run.sample for run in lines)
    return f"{verdicts}.{note}{most.words('; the bands are quartiles')}"


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
