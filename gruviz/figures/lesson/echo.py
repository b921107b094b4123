"""The echo of one input: how much of its trace is left in the state, step by step forward."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.decay import FINITE, HORIZON_SHARE, Band
from gruviz.engine.records import Recording
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import STEADY, End, end_labels
from gruviz.figures.drawing.left_scale import LeftScale, left_scale
from gruviz.figures.drawing.lines import curve
from gruviz.figures.drawing.palette import cell_color
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.lesson.words import fate
from gruviz.validation import InvalidShape, InvalidValue
from gruviz.wording import left, short_labels, steps


class Echo(NamedTuple):
    """One run against itself with another first input."""

    cell: str
    is_reference: bool
    band: Band
    """Difference of the states relative to that after the first step, (T,)."""
    sample: Sample
    """What the band is over."""

    @property
    def horizon(self) -> int:
        """Steps after the input for which its trace stays at or above `HORIZON_SHARE`."""
        above = self.band.median[1:] >= HORIZON_SHARE
        return len(above) if above.all() else int(np.argmin(above))


def input_echo(pairs: Mapping[str, tuple[Recording, Recording]], *, theme: str = "light") -> go.Figure:
    """Draw how fast two runs, whose inputs differ at the first step only, grow alike again.

    Args:
        pairs: Two recordings of the same weights for each curve, by label.
        theme: "light" or "dark".
    """
    return echo_chart({label: measure_echo(*pair) for label, pair in pairs.items()}).styled(theme)


def measure_echo(one: Recording, other: Recording, *, is_reference: bool = False) -> Echo:
    """Compute the relative difference of the states.

    Raises:
        GruvizError: If the runs differ in shape, or do not differ after the first step.
    """
    if one.state.shape != other.state.shape:
        raise InvalidShape("other", other.state.shape, f"the shape {one.state.shape}")
    distance = np.linalg.norm(one.state[1:].astype(np.float64) - other.state[1:], axis=-1)
    moved = distance[0] > 0  # in a ReLU cell the first input may reach no unit of a network
    if not moved.any():
        raise InvalidValue("inputs", "silent at the first step", "an input that moves the state")
    ratios: Array = distance[:, moved] / distance[0, moved]
    return Echo(one.cell, is_reference, Band.over(ratios, np.float64), Sample.of(one))


def echo_chart(echoes: Mapping[str, Echo]) -> Chart:
    """Draw a curve for each echo, by label."""
    if not echoes:
        raise InvalidValue("pairs", "empty", "at least one pair of runs")
    longest = max(len(echo.band.median) for echo in echoes.values()) - 1
    drawn = np.concatenate([echo.band.median[echo.band.status == FINITE] for echo in echoes.values()])
    up = left_scale(drawn, np.ones(1))
    names = short_labels([*echoes])
    ends = [_end(names[label], echo, up) for label, echo in echoes.items()]
    layout = {
        "xaxis": axis("steps after the input", range=[-0.01 * longest, 1.01 * max(longest, 1)]),
        "yaxis": up.axis("trace that is left"),
        "hovermode": "x unified",
        **end_labels(ends, up.axis(), side="right", at_least=STEADY),
    }
    traces = [_curve(label, echo) for label, echo in echoes.items()]
    return Chart(build(traces, layout), _title(echoes), _summary(echoes), _table(echoes, longest))


def _curve(label: str, echo: Echo) -> dict[str, Any]:
    trace = np.where(echo.band.status == FINITE, echo.band.median, np.nan)
    words = [left(value) for value in echo.band.median.tolist()]
    lags, dashed = np.arange(len(trace)), echo.is_reference
    return curve(echo.cell, lags, trace, label, "%{customdata}", is_reference=dashed, customdata=words)


def _end(label: str, echo: Echo, up: LeftScale) -> End:
    kept = float(echo.band.median[-1])
    return End(label, left(kept), len(echo.band.median) - 1, up.place(kept), cell_color(echo.cell))


def _table(echoes: Mapping[str, Echo], longest: int) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"steps after the input": list(range(longest + 1))}
    for label, echo in echoes.items():
        table[label] = echo.band.median.tolist() + [None] * (longest + 1 - len(echo.band.median))
    return table


def _title(echoes: Mapping[str, Echo]) -> str:
    label, best = max(echoes.items(), key=lambda item: float(item[1].band.median[-1]))
    later = steps(len(best.band.median) - 1)
    return f"{label}: {fate(float(best.band.median[-1]), 'the trace of one input')}, {later} later"


def _summary(echoes: Mapping[str, Echo]) -> str:
    parts = [f"{label}: {_words(echo)}" for label, echo in echoes.items()]
    most = max(echo.sample for echo in echoes.values())
    return f"Trace of the first input in the state. {'. '.join(parts)}.{most.words()}"


def _words(echo: Echo) -> str:
    length = len(echo.band.median) - 1
    end = f"{fate(float(echo.band.median[-1]), 'it')} after {steps(length)}"
    return f"{end}, less than 1% already after {steps(echo.horizon + 1)}" if echo.horizon < length else end
