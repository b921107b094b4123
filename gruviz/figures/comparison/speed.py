"""Measured speed: time over that of nn.GRU, by H, with what the measurements scattered."""

import math
from typing import Any

import plotly.graph_objects as go

from gruviz.comparison.speed import REFERENCE, Contestant, SpeedConfig, Timing, range_words
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.theme import axis_key, axis_name, build, cell_line, panels, whiskers
from gruviz.validation import InvalidValue
from gruviz.wording import listed, power

PASSES = {True: "Forward and backward: a step of training", False: "Forward alone"}
RATIO = f"time ÷ {REFERENCE.label}'s"


def speed_ratios(config: SpeedConfig, found: list[Timing], *, theme: str = "light") -> go.Figure:
    """Draw how long everyone takes, relative to nn.GRU in the same round, over H.

    Args:
        config: What was measured.
        found: As `gruviz.comparison.speed.timings` summarises it.
        theme: "light" or "dark".
    """
    return speed_chart(config, found).styled(theme)


def speed_chart(config: SpeedConfig, found: list[Timing]) -> Chart:
    """The same as a chart."""
    if not found:
        raise InvalidValue("timings", "empty", "at least one round")
    stack = panels(list(PASSES.values()), pixels=230)
    layout: dict[str, Any] = {"annotations": stack.headings, "hovermode": "x unified"}
    low, high = _range(found)
    for i in range(len(PASSES)):
        layout[axis_key("x", i)] = _sizes(config) | {
            "anchor": axis_name("y", i),
            "title": {"text": "hidden units H" if i else ""},
        }
        layout[axis_key("y", i)] = {
            "domain": stack.extents[i],
            "anchor": axis_name("x", i),
            "title": {"text": RATIO},
            "type": "log",
            "range": [low, high],
            "tickvals": [m * 10.0**p for p in range(-4, 5) for m in (1, 2, 5)],
        }
    traces = [
        _curve(measured, panel)
        for panel, backward in enumerate(PASSES)
        for who in config.contestants
        if (measured := [one for one in found if (one.contestant, one.backward) == (who, backward)])
    ]
    return Chart(build(traces, layout), _title(found), _summary(config, found), _table(found), stack.height + 30)


def _sizes(config: SpeedConfig) -> dict[str, Any]:
    sizes = sorted(config.hidden_sizes)
    return {
        "type": "log",
        "range": [math.log10(sizes[0] / 1.2), math.log10(sizes[-1] * 1.2)],
        "tickvals": sizes,
        "ticktext": [str(size) for size in sizes],
    }


def _range(found: list[Timing]) -> tuple[float, float]:
    """Ends of both ratio axes, at whole powers of 2 so that they seldom move."""
    ratios = [end for one in found for end in (one.ratio.lower, one.ratio.upper)]
    low, high = math.floor(math.log2(min(ratios) / 1.1)), math.ceil(math.log2(max(ratios) * 1.1))
    return min(low, -2) * math.log10(2), max(high, 1) * math.log10(2)


def _curve(timings: list[Timing], panel: int) -> dict[str, Any]:
    """PyTorch's modules solid, ours dashed."""
    timings = sorted(timings, key=lambda one: one.hidden_size)
    who = timings[0].contestant
    line = cell_line(who.cell, not who.is_module)
    lower, median, upper = (list(values) for values in zip(*(one.ratio for one in timings), strict=True))
    return {
        "type": "scatter",
        "x": [one.hidden_size for one in timings],
        "y": median,
        "error_y": whiskers(lower, median, upper, line["line"]["color"]),
        "name": who.label,
        "legendgroup": who.label,
        "showlegend": panel == 0,
        "xaxis": axis_name("x", panel),
        "yaxis": axis_name("y", panel),
        "customdata": [_milliseconds(one) for one in timings],
        "hovertemplate": "%{y:.2f} (%{customdata})",
        **line,
    }


def _milliseconds(one: Timing) -> str:
    return f"{power(1e3 * one.seconds.median)} ms"


def _title(found: list[Timing]) -> str:
    shown = [one for one in found if one.backward and one.contestant == Contestant("lstm", True)]
    if not shown:
        return "Measuring"
    words = range_words({one.hidden_size: one.ratio for one in shown})
    return f"A training step of nn.LSTM takes {words} times as long as one of nn.GRU"


def _summary(config: SpeedConfig, found: list[Timing]) -> str:
    largest = max(one.hidden_size for one in found)
    parts = []
    for backward, words in ((True, "forward and backward"), (False, "forward alone")):
        shown = [one for one in found if one.backward == backward and one.hidden_size == largest]
        if shown:
            times = listed([f"{one.contestant.label} {one.ratio.median:.2f}" for one in shown])
            parts.append(f"At H = {largest}, {words}, times over {REFERENCE.label}'s: {times}")
    return (
        f"{'. '.join(parts)}. T = {config.seq_len} steps, B = {config.batch_size} sequences, float32, one thread; "
        f"{_scatter(found)}."
    )


def _scatter(found: list[Timing]) -> str:
    """How many rounds there were, and how far they lie apart."""
    rounds = max(one.rounds for one in found)
    if rounds == 1:
        return "a single round"
    widest = max(one.ratio.width for one in found)
    return f"medians over {rounds} rounds, the bars are quartiles, at most {widest:.0%} of the median apart"


def _table(found: list[Timing]) -> dict[str, list[Any]]:
    return {
        "pass": ["forward and backward" if one.backward else "forward" for one in found],
        "H": [one.hidden_size for one in found],
        "who": [one.contestant.label for one in found],
        "median (ms)": [1e3 * one.seconds.median for one in found],
        "ratio, lower quartile": [one.ratio.lower for one in found],
        "ratio, median": [one.ratio.median for one in found],
        "ratio, upper quartile": [one.ratio.upper for one in found],
    }
