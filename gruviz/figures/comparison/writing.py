"""How much a distant input can count where 1 − a writes it, and where √(1 − a²) does."""

from math import floor
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.comparison.writing import Heard, Writing, middle
from gruviz.figures.drawing.axes import back_axis, drawable, log_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import cell_marker, line, pen, scatter
from gruviz.figures.drawing.palette import cell_color
from gruviz.wording import power, share, signed, steps

RULES = {"mingru": "1 − a", "rg_lru": "√(1 − a²)"}
"""What a new input is multiplied by, by the cell that is run."""


def loudest_inputs(writing: Writing, *, theme: str = "light") -> go.Figure:
    """Draw the most that an input can count by its distance, under the two rules of writing.

    Args:
        writing: As `gruviz.comparison.writing.measure_writing` runs them.
        theme: "light" or "dark".
    """
    return writing_chart(writing).styled(theme)


def writing_chart(writing: Writing) -> Chart:
    """Draw formulas as lines and runs as marks, each with the constant gate that is best for the distance."""
    rules = dict(zip(RULES, (writing.by_rest, writing.by_root), strict=True))
    low = floor(np.log10(writing.by_rest.measured.min()))
    layout = {
        "xaxis": back_axis(int(writing.lags[-1])),
        "yaxis": log_axis("most that an input can count, ∂h<sub>T</sub>/∂x<sub>t</sub> (a number)", low, 0, apart=1),
        "hovermode": "x unified",
    }
    traces = [trace for cell, heard in rules.items() for trace in _rule(cell, heard, writing)]
    return Chart(build(traces, layout), _title(writing), _summary(writing), _table(writing, rules))


def _rule(cell: str, heard: Heard, writing: Writing) -> list[dict[str, Any]]:
    name, ink = f"written with {RULES[cell]}", pen(cell_color(cell))
    run: dict[str, Any] = {
        "mode": "markers",
        "marker": cell_marker(cell, size=9),
        "legendgroup": name,
        "showlegend": False,
    }
    return [
        line(writing.lags, drawable(heard.formula), name, pen=ink, legendgroup=name),
        scatter(writing.lags, drawable(heard.measured), f"{name}: run", **run),
    ]


def _title(writing: Writing) -> str:
    louder = float(writing.louder[_place(writing)])
    return f"{_far(writing)} back an input can count {signed(louder, '.3g')} times as much where √(1 − a²) writes it"


def _summary(writing: Writing) -> str:
    place = _place(writing)
    rest, root = (float(heard.measured[place]) for heard in (writing.by_rest, writing.by_root))
    parts = [share(float(heard.part[place])) for heard in (writing.by_rest, writing.by_root)]
    return (
        "One gate keeps the share a of the state at every step, the best a for each distance. "
        f"{_far(writing)} back an input then counts {power(rest)} where 1 − a writes it (minGRU) "
        f"and {power(root)} where √(1 − a²) does (RG-LRU). Louder is not clearer: with the same a all of the state "
        f"would be {signed(float(writing.larger[place]), '.3g')} times as large, other inputs included. Of all that "
        f"the state hears of noise, this input is {parts[0]} in the first run and {parts[1]} in the second, which "
        "keeps longer. Lines are formulas, marks are runs."
    )


def _table(writing: Writing, rules: dict[str, Heard]) -> dict[str, Any]:
    parts = list(rules.values())
    return {
        "written with": np.repeat([RULES[cell] for cell in rules], len(writing.lags)),
        "steps before the loss": np.tile(writing.lags.astype(int), len(parts)),
        "kept per step, a": np.concatenate([heard.kept for heard in parts]),
        "formula": np.concatenate([heard.formula for heard in parts]),
        "run": np.concatenate([heard.measured for heard in parts]),
        "share of all that is heard": np.concatenate([heard.part for heard in parts]),
    }


def _place(writing: Writing) -> int:
    """Of the distance that words speak of."""
    return int(np.flatnonzero(writing.lags == middle(int(writing.lags[-1]) + 1))[0])


def _far(writing: Writing) -> str:
    words = steps(float(writing.lags[_place(writing)]))
    return words[0].upper() + words[1:]
