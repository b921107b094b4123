"""Measured speed: time over that of nn.GRU, by H, with what the measurements scattered."""

import math
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from gruviz.comparison.speed import REFERENCE, Contestant, SpeedConfig, Timing, range_words
from gruviz.figures.drawing.axes import Axis, log_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import STEADY, End, end_labels, together
from gruviz.figures.drawing.lines import curve, whiskers
from gruviz.figures.drawing.palette import cell_color
from gruviz.figures.drawing.panels import on_panel, panels, stacked_axes
from gruviz.validation import InvalidValue
from gruviz.wording import listed, power

PASSES = {True: "Forward and backward: a step of training", False: "Forward alone"}
RATIO = f"time ÷ {REFERENCE.label}'s"
PANEL = 200
"""Pixels of each."""
RATIO_TICKS = [m * 10.0**p for p in range(-4, 5) for m in (1, 2, 5)]


def speed_ratios(config: SpeedConfig, timings: Sequence[Timing], *, theme: str = "light") -> go.Figure:
    """Draw how long everyone takes, relative to nn.GRU in the same round, over H.

    Args:
        config: What was measured.
        timings: As `gruviz.comparison.speed.timings` summarises the rounds.
        theme: "light" or "dark".
    """
    return speed_chart(config, timings).styled(theme)


def speed_chart(config: SpeedConfig, timings: Sequence[Timing]) -> Chart:
    """Draw both passes, one panel each, on one log scale."""
    if not timings:
        raise InvalidValue("timings", "empty", "at least one round")
    stack = panels(list(PASSES.values()), pixels=PANEL)
    up = log_axis(RATIO, *_range(timings), ticks=RATIO_TICKS)
    layout = stacked_axes(stack, _sizes(config), up)
    ends = [_ends(timings, backward) for backward in PASSES]
    sides: dict[str, Any] = {"side": "right", "plot": PANEL, "at_least": STEADY}
    named = [end_labels(here, up, panel=i, **sides) for i, here in enumerate(ends) if here]
    layout = together(layout, named)
    traces = [
        _curve(measured, panel)
        for panel, backward in enumerate(PASSES)
        for who in config.contestants
        if (measured := [one for one in timings if (one.contestant, one.backward) == (who, backward)])
    ]
    figure = build(traces, layout | {"hovermode": "x unified"})
    return Chart(figure, _title(timings), _summary(config, timings), _table(timings), stack.height + 30)


def _ends(timings: Sequence[Timing], backward: bool) -> list[End]:
    """Who is named at the largest size that was measured, with the time of one run and its ratio."""
    here = [one for one in timings if one.backward == backward]
    largest = max((one.hidden_size for one in here), default=0)
    return [
        End(
            one.contestant.label,
            f"{_milliseconds(one)}, × {power(one.ratio.median)}",
            math.log10(largest),
            math.log10(one.ratio.median),
            cell_color(one.contestant.cell),
        )
        for one in here
        if one.hidden_size == largest
    ]


def _sizes(config: SpeedConfig) -> Axis:
    sizes = sorted(config.hidden_sizes)
    ends = math.log10(sizes[0] / 1.2), math.log10(sizes[-1] * 1.2)
    return log_axis("hidden units H", *ends, ticks=sizes) | {"ticktext": [str(size) for size in sizes]}


def _range(timings: Sequence[Timing]) -> tuple[float, float]:
    """Ends of both ratio axes, at whole powers of 2 so that they seldom move."""
    ratios = [end for one in timings for end in (one.ratio.lower, one.ratio.upper)]
    low, high = math.floor(math.log2(min(ratios) / 1.1)), math.ceil(math.log2(max(ratios) * 1.1))
    return min(low, -2) * math.log10(2), max(high, 1) * math.log10(2)


def _curve(timings: Sequence[Timing], panel: int) -> dict[str, Any]:
    """PyTorch's modules solid, ours dashed."""
    timings = sorted(timings, key=lambda one: one.hidden_size)
    who = timings[0].contestant
    lower, median, upper = (list(values) for values in zip(*(one.ratio for one in timings), strict=True))
    return curve(
        who.cell,
        [one.hidden_size for one in timings],
        median,
        who.label,
        "%{y:.2f} (%{customdata})",
        is_reference=not who.is_module,
        error_y=whiskers(lower, median, upper, cell_color(who.cell)),
        customdata=[_milliseconds(one) for one in timings],
        legendgroup=who.label,
        showlegend=panel == 0,
        **on_panel(panel),
    )


def _milliseconds(one: Timing) -> str:
    return f"{power(1e3 * one.seconds.median)} ms"


def _title(timings: Sequence[Timing]) -> str:
    lstm = [one for one in timings if one.backward and one.contestant == Contestant("lstm", True)]
    if not lstm:
        return "Measuring"
    words = range_words({one.hidden_size: one.ratio for one in lstm})
    return f"A training step of nn.LSTM takes {words} times as long as one of nn.GRU"


def _summary(config: SpeedConfig, timings: Sequence[Timing]) -> str:
    largest = max(one.hidden_size for one in timings)
    parts = []
    for backward, words in ((True, "forward and backward"), (False, "forward alone")):
        here = [one for one in timings if one.backward == backward and one.hidden_size == largest]
        if here:
            times = listed([f"{one.contestant.label} {one.ratio.median:.2f}" for one in here])
            parts.append(f"At H = {largest}, {words}, times over {REFERENCE.label}'s: {times}")
    return (
        f"{'. '.join(parts)}. T = {config.seq_len} steps, B = {config.batch_size} sequences, float32, one thread; "
        f"{_scatter(timings)}."
    )


def _scatter(timings: Sequence[Timing]) -> str:
    """How many rounds there were, and how far they lie apart."""
    rounds = max(one.rounds for one in timings)
    if rounds == 1:
        return "a single round"
    widest = max(one.ratio.width for one in timings)
    return f"medians over {rounds} rounds, the bars are quartiles, at most {widest:.0%} of the median apart"


def _table(timings: Sequence[Timing]) -> dict[str, list[Any]]:
    return {
        "pass": ["forward and backward" if one.backward else "forward" for one in timings],
        "H": [one.hidden_size for one in timings],
        "who": [one.contestant.label for one in timings],
        "median (ms)": [1e3 * one.seconds.median for one in timings],
        "ratio, lower quartile": [one.ratio.lower for one in timings],
        "ratio, median": [one.ratio.median for one in timings],
        "ratio, upper quartile": [one.ratio.upper for one in timings],
    }
