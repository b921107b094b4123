"""The first chart: how much of the gradient is left, step by step back from the loss."""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from gruviz.arrays import Array, Mask
from gruviz.engine.decay import CUT, FINITE, OVERFLOWED, UNDERFLOWED, ZERO, Band, fit_decay
from gruviz.engine.flow import Flow
from gruviz.engine.gradients import GradientFlow
from gruviz.engine.theory import mean_square_factor, pascanu_bound, proves_vanishing
from gruviz.figures.drawing.axes import back_axis
from gruviz.figures.drawing.chart import Chart, build, column
from gruviz.figures.drawing.ends import STEADY, End, end_labels
from gruviz.figures.drawing.exits import exits
from gruviz.figures.drawing.left_scale import LeftScale, left_scale
from gruviz.figures.drawing.lines import band, curve, line, pen, scatter
from gruviz.figures.drawing.palette import cell_color
from gruviz.figures.drawing.sample import SINGLE, Sample
from gruviz.figures.gradients.fates import Line, summary, title
from gruviz.validation import InvalidValue
from gruviz.wording import left, short_labels, steps

Lags = NDArray[np.integer[Any]]


def gradient_decay(
    flows: Mapping[str, Flow],
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
    flow: Flow,
    *,
    is_reference: bool = False,
    state: str = "state",
    bound: bool = False,
    mean_field: bool = False,
) -> Line:
    """Compute one curve; of all states together where the cell lacks the named one."""
    alone = state in flow.recording.states and len(flow.recording.states) > 1
    name = state if alone else "state"
    ours = flow.recording if isinstance(flow, GradientFlow) else None  # theory is about cells that are known
    limits = pascanu_bound(ours) if bound and ours else None
    return Line(
        f"{label}, {state} alone" if alone else label,
        flow.recording.cell,
        is_reference,
        flow.ratio(name),
        flow.decay(name),
        Sample.of(flow.recording),
        _median(limits),
        _median(mean_square_factor(ours)) if mean_field and ours else None,
        flow.decay(since=1) if flow.recording.seq_len > 1 and not alone and flow.reaches(1) else None,
        bool(bound and ours and proves_vanishing(ours)),
    )


def norm_line(label: str, cell: str, norms: Array) -> Line:
    """A curve of norms along a path through more than one layer, (T+1,), of one network; the last is not zero."""
    band = Band.over((norms / norms[-1])[:, None], norms.dtype, unit=float(norms[-1]))
    return Line(label, cell, False, band, fit_decay(band), SINGLE, None, None)


def decay_chart(lines: list[Line], *, scale: str = "log") -> Chart:
    """Draw the curves, each named at its left end with what is left there.

    Args:
        lines: In the order of the legend.
        scale: "log", or "linear", on which a gradient that has vanished lies flat on zero.
    """
    if not lines:
        raise InvalidValue("lines", "empty", "at least one curve")
    up = _scale(lines, scale)
    longest = max(run.decay.seq_len for run in lines)
    names = short_labels([run.label for run in lines])
    traces = [trace for run in lines for trace in (*_curve(run, up), *_theory(run, up))]
    layout = {
        "xaxis": back_axis(longest),
        "yaxis": up.axis() | {"side": "right"},
        "hovermode": "x unified",
        **end_labels([end for run in lines for end in _ends(run, names[run.label], up)], up.axis(), at_least=STEADY),
    }
    return Chart(build(traces, layout), title(lines), summary(lines), _table(lines, longest))


def _curve(run: Line, up: LeftScale) -> list[dict[str, Any]]:
    lags = np.arange(run.decay.seq_len, -1, -1)
    color = cell_color(run.look)
    # A quartile of 0 or infinity has no place on a log axis: the band ends a little outside the drawn range.
    low, high = up.ends
    lower, upper = (np.clip(q, low / 100, high * 100) for q in (run.band.lower, run.band.upper))
    quartiles = [] if run.is_reference else band(lags, lower, upper, color, legendgroup=run.label)
    median = up.drawn(np.where(_is_number(run, up), run.band.median, np.nan))
    words = [left(value) for value in run.band.median.tolist()]
    group: dict[str, Any] = {"is_reference": run.is_reference, "legendgroup": run.label}
    drawn = curve(run.look, lags, median, run.label, "%{customdata}", customdata=words, **group)
    return [*quartiles, drawn, *_exits(run, lags, up), *_cross(run, lags, up)]


def _is_number(run: Line, up: LeftScale) -> Mask:
    """Where the median is drawn: a zero has a place on a linear scale."""
    return (run.band.status == FINITE) | (up.kind == "linear") & (run.band.median == 0)


def _ends(run: Line, label: str, up: LeftScale) -> list[End]:
    """What is left at the first step, by the curve and by its theory."""
    color, lag = cell_color(run.look), run.decay.seq_len
    gone = {OVERFLOWED: "overflowed", UNDERFLOWED: "underflowed", ZERO: "exactly zero", CUT: "cut to zero"}
    kept = float(run.band.median[0])
    words = "no number" if run.decay.regime == "breaks" else gone.get(str(run.band.status[0]), left(kept))
    theories = [End(f"{name} of {label}", left(end), lag, up.place(end), color) for name, end in _predicted(run)]
    return [End(label, words, lag, up.place(kept), color), *theories]


def _cross(run: Line, lags: Lags, up: LeftScale) -> list[dict[str, Any]]:
    """A cross where, going back, the median stops being a number one can draw."""
    on_the_way = run.band.status[:-1]  # at the loss itself, a state that the loss does not read has no gradient yet
    bad = np.flatnonzero(on_the_way != FINITE)
    if not len(bad):
        return []
    lag, status = lags[bad[-1]], str(run.band.status[bad[-1]])
    broken = run.decay.regime == "breaks"
    words = run.decay.verdict if broken else f"{status} {steps(int(lag))} before the loss"
    name = f"{run.label}: {'no number' if broken else status}"
    return [_mark(run, lag, up.ends[status == OVERFLOWED], name, words, "x")]


def _exits(run: Line, lags: Lags, up: LeftScale) -> list[dict[str, Any]]:
    """A mark where the line leaves the drawn range on its way back."""
    drawn = np.where(run.band.status == FINITE, run.band.median, np.nan)
    return exits(run.label, lags, drawn, up, cell_color(run.look), legendgroup=run.label)


def _mark(run: Line, lag: int, y: float, name: str, hover: str, symbol: str) -> dict[str, Any]:
    ink = {"symbol": symbol, "size": 13, "color": cell_color(run.look)}
    group = {"showlegend": False, "legendgroup": run.label, "cliponaxis": False}
    return scatter([lag], [y], name, hover, mode="markers", marker=ink, **group)


def _theory(run: Line, up: LeftScale) -> list[dict[str, Any]]:
    lags = np.arange(run.decay.seq_len, -1, -1)
    predictions = (("bound σₘₐₓ(U)ᵏ", run.bound, "dot"), ("mean square", run.mean_field, "dashdot"))
    return [
        line(lags, up.drawn(_powers(factor, lags)), f"{run.label}: {name}", pen=pen(cell_color(run.look), 2, dash))
        for name, factor, dash in predictions
        if factor is not None
    ]


def _predicted(run: Line) -> list[tuple[str, float]]:
    """What theory leaves of the gradient at the first step, by its name."""
    named = (("Bound", run.bound), ("Mean square", run.mean_field))
    with np.errstate(over="ignore", under="ignore"):
        return [(name, float(np.power(float(one), run.decay.seq_len))) for name, one in named if one is not None]


def _powers(factor: float, lags: Lags) -> Array:
    """factorᵏ, with a gap where it is too large or too small to be a number."""
    with np.errstate(over="ignore", under="ignore"):
        return np.power(float(factor), lags)


def _scale(lines: list[Line], kind: str) -> LeftScale:
    """By the curves and their bounds; references alone do not stretch it."""
    solid = [run for run in lines if not run.is_reference] or lines
    drawn = [run.band.median[run.band.status == FINITE] for run in solid]
    drawn += [_powers(run.bound, np.array([run.decay.seq_len])) for run in solid if run.bound and run.bound > 1]
    beside = [run.band.median[run.band.status == FINITE] for run in lines if run.is_reference]
    return left_scale(np.concatenate(drawn), np.concatenate([*beside, np.ones(1)]), kind=kind)


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
