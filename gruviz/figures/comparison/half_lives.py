"""How far back each cell remembers: half-life and horizon, as PyTorch starts it and from its best start."""

import math
from typing import Any

import plotly.graph_objects as go

from gruviz.comparison.memory import Memory, best_start, default_start
from gruviz.comparison.spread import Spread
from gruviz.engine.cells import find_cell
from gruviz.figures.drawing.axes import log_axis, rows_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import whiskers
from gruviz.figures.drawing.palette import GREY, cell_color, cell_symbol
from gruviz.figures.drawing.panels import on_panel, panels, stacked_axes, upright_line
from gruviz.figures.drawing.sample import Sample
from gruviz.validation import InvalidValue
from gruviz.wording import listed, steps

MEASURES = {"half_life": "Half-life: half of the gradient is left", "horizon": "Horizon: 1% of the gradient is left"}
SHORTEST = 0.5
"""Steps at the left end of the axis; a shorter time is drawn there."""
STEP_TICKS = (1, 2, 5, 10, 20, 50, 100, 200, 500)


def half_lives(memories: list[Memory], *, theme: str = "light") -> go.Figure:
    """Draw half-life and horizon of every cell, from PyTorch's start and from the best one tried.

    Args:
        memories: Every cell from every start, as `gruviz.comparison.memory.memories` returns them.
        theme: "light" or "dark".
    """
    return half_life_chart(memories).styled(theme)


def half_life_chart(memories: list[Memory]) -> Chart:
    """Draw a row for each cell, half-lives above horizons."""
    if not memories:
        raise InvalidValue("memories", "empty", "at least one cell", "Choose at least one cell.")
    cells = list(dict.fromkeys(one.cell for one in memories))
    pairs = [(default_start(memories, cell), best_start(memories, cell)) for cell in cells]
    reach = max(one.reach for one in memories)
    stack = panels(list(MEASURES.values()), pixels=34 * len(cells) + 20)
    along = log_axis(
        "steps back, from one before the loss", math.log10(SHORTEST * 0.8), math.log10(reach * 1.6), ticks=STEP_TICKS
    )
    layout = stacked_axes(stack, along, rows_axis([find_cell(cell).title for cell in cells], "cell"))
    layout["shapes"] = [upright_line(reach, panel) for panel in range(len(MEASURES))]
    traces = [_legend("as PyTorch starts it", "-open"), _legend("best start of those tried", "")]
    for panel, measure in enumerate(MEASURES):
        traces += [trace for fresh, best in pairs for trace in _row(fresh, best, measure, panel)]
    return Chart(build(traces, layout), _title(pairs), _summary(pairs, reach), _table(memories), stack.height + 20)


def _legend(name: str, kind: str) -> dict[str, Any]:
    marker = {"symbol": f"circle{kind}", "size": 10, "color": GREY}
    return {"type": "scatter", "x": [None], "y": [None], "mode": "markers", "name": name, "marker": marker}


def _row(fresh: Memory, best: Memory, measure: str, panel: int) -> list[dict[str, Any]]:
    """Both starts of a cell, joined by a line."""
    spreads: list[Spread] = [getattr(one, measure) for one in (fresh, best)]
    lower, x, upper = ([max(SHORTEST, value) for value in values] for values in zip(*spreads, strict=True))
    color, symbol = cell_color(fresh.cell), cell_symbol(fresh.cell)
    title = find_cell(fresh.cell).title
    shared = {
        "type": "scatter",
        "y": [title, title],
        "x": x,
        "showlegend": False,
        **on_panel(panel),
    }
    quiet = {"mode": "lines", "hoverinfo": "skip", "line": {"color": color, "width": 1}}
    marks = {
        "mode": "markers+text",
        "name": title,
        "marker": {"symbol": [f"{symbol}-open", symbol], "size": 11, "color": color, "line": {"width": 2}},
        "text": ["", _start(best)],
        "textposition": "top center",
        "textfont": {"size": 12},
        "cliponaxis": False,
        "error_x": whiskers(lower, x, upper, color),
        "customdata": [f"{one.label}: {one.words(measure)}" for one in (fresh, best)],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    return [shared | quiet, shared | marks]


def _start(best: Memory) -> str:
    """The start alone, without the cell: "chrono"."""
    return "" if best.is_default else best.label.partition(" (")[2].removesuffix(")")


def _title(pairs: list[tuple[Memory, Memory]]) -> str:
    fresh = max((fresh for fresh, _ in pairs), key=lambda one: one.half_life.median)
    longest = max(best.half_life.median for _, best in pairs)
    best = [best for _, best in pairs if best.half_life.median == longest]
    if all(one.is_default for one in best):
        return f"Longest half-life: {best[0].label}, {best[0].words('half_life')}"
    who = listed([find_cell(one.cell).title for one in best])
    return (
        f"Half-life at most {fresh.words('half_life')} fresh from PyTorch, {best[0].words('half_life')} at best ({who})"
    )


def _summary(pairs: list[tuple[Memory, Memory]], reach: int) -> str:
    end = f"The line at {steps(reach)} is the end of the sequence: longer times were not measured."
    cells = "; ".join(_words(*pair) for pair in pairs)
    over = Sample(max(fresh.seeds for fresh, _ in pairs)).words("; the bars are quartiles")
    return f"As PyTorch starts it → from the best start: {cells}. {end}{over}"


def _words(fresh: Memory, best: Memory) -> str:
    title = find_cell(fresh.cell).title
    if best is fresh:
        return f"{title} half-life {fresh.words('half_life')}, horizon {fresh.words('horizon')}, no start is better"
    half_life, horizon = (f"{fresh.words(name)} → {best.words(name)}" for name in MEASURES)
    return f"{title} half-life {half_life}, horizon {horizon} ({_start(best)})"


def _table(memories: list[Memory]) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"start": [one.label for one in memories]}
    for measure in MEASURES:
        for name, words in (("median", ""), ("lower", ", lower quartile"), ("upper", ", upper quartile")):
            heading = f"{measure.replace('_', '-')} (steps){words}"
            table[heading] = [getattr(getattr(one, measure), name) for one in memories]
    table["end of the sequence (steps)"] = [one.reach for one in memories]
    table["largest growth (times), upper quartile"] = [one.growth.upper for one in memories]
    table["best"] = ["yes" if one.is_best else "" for one in memories]
    return table
