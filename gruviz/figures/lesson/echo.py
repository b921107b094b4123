"""The echo of one input: how much of its trace is left in the state, step by step forward."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.decay import FINITE, HORIZON_SHARE, Band
from gruviz.engine.records import Recording
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.drawing.theme import build, cell_line, floor_below
from gruviz.validation import InvalidShape, InvalidValue
from gruviz.wording import share, steps


class Echo(NamedTuple):
    """One run against the same run with another first input."""

    cell: str
    is_reference: bool
    band: Band
    """Difference of the states relative to that after the first step, (T,)."""
    sample: Sample
    """What the band is over."""

    @property
    def horizon(self) -> int:
        """Steps after the input for which its trace stays at or above `HORIZON_SHARE`."""
        heard = self.band.median[1:] >= HORIZON_SHARE
        return len(heard) if heard.all() else int(np.argmin(heard))


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
    heard = distance[0] > 0
    if not heard.any():
        raise InvalidValue("inputs", "silent at the first step", "an input that moves the state")
    ratios: Array = distance[:, heard] / distance[0, heard]
    return Echo(one.cell, is_reference, Band.over(ratios, np.float64), Sample.of(one))


def echo_chart(echoes: Mapping[str, Echo]) -> Chart:
    """Draw the curves."""
    if not echoes:
        raise InvalidValue("pairs", "empty", "at least one pair of runs")
    longest = max(len(echo.band.median) for echo in echoes.values()) - 1
    drawn = np.concatenate([echo.band.median[echo.band.status == FINITE] for echo in echoes.values()])
    traces: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "x": np.arange(len(echo.band.median)),
            "y": np.where(echo.band.status == FINITE, echo.band.median, np.nan),
            "name": label,
            **cell_line(echo.cell, echo.is_reference),
            "hovertemplate": "%{y:.2e}",
        }
        for label, echo in echoes.items()
    ]
    layout: dict[str, Any] = {
        "xaxis": {"title": {"text": "steps after the input"}, "range": [-0.01 * longest, 1.01 * max(longest, 1)]},
        "yaxis": {
            "title": {"text": "trace in the state ÷ trace at first"},
            "type": "log",
            "range": [floor_below(float(np.log10(drawn.min()))), 1],
            "dtick": 4,
            "exponentformat": "power",
        },
        "hovermode": "x unified",
    }
    table: dict[str, list[Any]] = {"steps after the input": list(range(longest + 1))}
    for label, echo in echoes.items():
        table[label] = echo.band.median.tolist() + [None] * (longest + 1 - len(echo.band.median))
    return Chart(build(traces, layout), _title(echoes), _summary(echoes), table)


def _title(echoes: Mapping[str, Echo]) -> str:
    label, best = max(echoes.items(), key=lambda item: float(item[1].band.median[-1]))
    left = share(float(best.band.median[-1]))
    return f"{label} still holds {left} of the trace of one input {steps(len(best.band.median) - 1)} later"


def _summary(echoes: Mapping[str, Echo]) -> str:
    parts = [
        f"{label}: {share(float(echo.band.median[-1]))} after {steps(len(echo.band.median) - 1)}, "
        f"below 1% after {steps(echo.horizon + 1)}"
        if echo.horizon < len(echo.band.median) - 1
        else f"{label}: {share(float(echo.band.median[-1]))} after {steps(len(echo.band.median) - 1)}"
        for label, echo in echoes.items()
    ]
    most = max(echo.sample for echo in echoes.values())
    return f"Trace of the first input in the state. {'. '.join(parts)}.{most.words()}"
