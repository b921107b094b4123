"""A map on paper: its two axes, its squares, marks on them, and lines through them."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array, Mask
from gruviz.engine.cells import find_cell
from gruviz.engine.cells.names import keeper_of
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.grid import NARROW, Grid, grid_axes, narrow
from gruviz.figures.drawing.heatmaps import heatmap
from gruviz.figures.drawing.lines import cased, line, scatter
from gruviz.figures.drawing.palette import END_COLOR
from gruviz.figures.maps.contour import level_lines
from gruviz.figures.maps.words import place_words, value_words
from gruviz.maps.axis import SETTINGS, Axis
from gruviz.maps.plan import Plan
from gruviz.maps.trainability_map import Map
from gruviz.wording import large

TICKS = 9
"""Most labels along an axis."""
SEPARATE = 13
"""Columns or rows from which squares touch each other, and have no words on them."""
HATCH = {"symbol": "line-ne-open", "color": END_COLOR, "size": 7, "line": {"color": END_COLOR, "width": 1}}
CROSS = {"symbol": "x", "color": END_COLOR, "size": 8}
BURST = {"symbol": "triangle-up", "color": END_COLOR, "size": 9}
"""Marks on squares that have no result yet, whose number is minus infinity, and infinity."""
HEIGHT, PHONE = 470, 440
"""Pixels of a map that is a chart of its own, and on a phone."""
TIME_CONSTANTS = {"update_bias": ("1/z", -1), "forget_bias": ("1/(1 − f)", 1)}
"""How many steps a gate with no input but its bias remembers, 1 + exp(± bias): its formula, and the sign."""
KEEPERS = ("z", "f")
"""The gates whose biases these are."""


def places(values: Axis) -> Array:
    """Where an axis has its values: logarithms to base ten where it is drawn so, (N,)."""
    numbers = np.array(values.values, dtype=np.float64)
    return np.log10(numbers) if SETTINGS[values.setting].log else numbers


def edges(values: Axis) -> Array:
    """Where squares begin and end, in the axis's own values: half-way between two, (N+1,)."""
    at = _edge_places(values)
    return np.power(10.0, at) if SETTINGS[values.setting].log else at


def map_axis(values: Axis, cell: str, *, upward: bool = False) -> dict[str, Any]:
    """An axis with its title, a label at some of its values, and the time constant that a gate's bias stands for.

    Where the gate does not decide alone what is kept, as in an sLSTM, its bias stands for none.
    """
    setting, at = SETTINGS[values.setting], _edge_places(values)
    shown = _labelled(values.values)
    constant = TIME_CONSTANTS.get(values.setting) if keeper_of(find_cell(cell)) in KEEPERS else None
    words = [value_words(value) for value in shown]
    if constant:
        words = [
            f"{word}{' ' if upward else '<br>'}({time_constant(values.setting, value)})"
            for word, value in zip(words, shown, strict=True)
        ]
    title = setting.title + (f" (and {constant[0]} at rest, in steps)" if constant else "")
    kind = {"type": "log"} if setting.log else {}
    ticks = {"tickvals": shown, "ticktext": words}
    return axis(title, **kind, range=[float(at[0]), float(at[-1])], **ticks, showgrid=False, zeroline=False)


def narrow_axis(values: Axis) -> dict[str, Any]:
    """What changes of an upward axis in a narrow chart: its labels are values alone."""
    return {
        "ticktext": [value_words(value) for value in _labelled(values.values)],
        "title": {"text": SETTINGS[values.setting].title},
    }


def map_layout(plan: Plan) -> dict[str, Any]:
    """The layout of a map that is a chart of its own."""
    phone = {"below": NARROW, "layout": {"yaxis": narrow_axis(plan.y)}, "height": PHONE}
    axes = {"xaxis": map_axis(plan.x, plan.cell), "yaxis": map_axis(plan.y, plan.cell, upward=True)}
    return axes | {"showlegend": True, "meta": {"narrow": phone}}


def map_panels(plans: Sequence[Plan], places: Grid) -> dict[str, Any]:
    """The layout of maps in a grid: each has its own axes; an upward one has its title in the first column only."""
    layout = grid_axes(places, axis(""), axis(""))
    for i, plan in enumerate(plans):
        names = {kind: f"{kind[0]}axis{'' if i == 0 else i + 1}" for kind in ("x", "y")}
        left = {} if i % places.columns == 0 else narrow_axis(plan.y) | {"title": {"text": ""}}
        along = map_axis(plan.x, plan.cell) | {"showticklabels": True}
        if len(plans) == places.columns > 1:  # titles in one line would meet, and there is nothing below
            along["title"] = {"text": along["title"]["text"].replace(" (", "<br>(", 1)}
        layout[names["x"]] |= along
        layout[names["y"]] |= map_axis(plan.y, plan.cell, upward=True) | left
    return layout


def narrow_panels(plans: Sequence[Plan], headings: Sequence[str], pixels: int) -> dict[str, Any]:
    """What changes of them in a narrow chart: one column, titles in one line, labels that are values alone."""
    changes = narrow(headings, pixels)
    for i, plan in enumerate(plans):
        number = "" if i == 0 else i + 1
        changes["layout"][f"xaxis{number}"] |= {"title": map_axis(plan.x, plan.cell)["title"]}
        changes["layout"][f"yaxis{number}"] |= narrow_axis(plan.y)
    return changes


def time_constant(setting: str, bias: float) -> str:
    """How many steps a gate remembers that has no input but its bias, in two digits."""
    return large(math.log10(1 + math.exp(TIME_CONSTANTS[setting][1] * bias)))


def draw_squares(
    plan: Plan, z: Array, limits: tuple[float, float], words: Sequence[Sequence[str]], **more: Any
) -> dict[str, Any]:
    """The squares of a map as a heatmap.

    Args:
        plan: Of the map.
        z: (rows, columns); nan leaves a gap.
        limits: Values at the ends of the colour scale.
        words: What the hover says of each beside where it is, (rows, columns).
        more: What `heatmap` or Plotly is to know of it.
    """
    text = [[f"{place_words(plan, (i, j))}<br>{word}" for i, word in enumerate(row)] for j, row in enumerate(words)]
    gap = 1 if is_coarse(plan) else 0
    return heatmap(
        edges(plan.x),
        edges(plan.y),
        z,
        limits,
        hover="%{text}",
        text=text,
        hoverongaps=False,
        xgap=gap,
        ygap=gap,
        showlegend=False,
        **more,
    )


def is_coarse(plan: Plan) -> bool:
    """Whether squares are large enough to stand apart, with words on them."""
    return max(len(plan.x.values), len(plan.y.values)) < SEPARATE


def draw_marks(
    plan: Plan, where: Mask, name: str, marker: dict[str, Any], *, aside: float = 0.0, **more: Any
) -> list[dict[str, Any]]:
    """A mark on each of some squares; nothing where there is none.

    Args:
        plan: Of the map.
        where: Which squares, (rows, columns).
        name: What the mark says.
        marker: How it looks.
        aside: From 0, the middle of a square, to 1, its upper right corner.
        more: What else Plotly is to know of the trace.
    """
    rows, columns = np.nonzero(where)
    if not len(rows):
        return []
    x, y = (_beside(axis, at, aside) for axis, at in ((plan.x, columns), (plan.y, rows)))
    hover = [f"{place_words(plan, (int(i), int(j)))}<br>{name}" for i, j in zip(columns, rows, strict=True)]
    return [scatter(x, y, name, "%{text}<extra></extra>", mode="markers", marker=marker, text=hover) | more]


def map_lines(sweep: Map, field: Array, level: float) -> list[Array]:
    """Lines along which a field over a map's grid has a value, in the values of its axes.

    Args:
        sweep: Whose axes they are.
        field: A number for each square, (rows, columns).
        level: The value.

    Returns:
        As `level_lines`.
    """
    x, y = sweep.plan.x, sweep.plan.y
    lines = level_lines(places(x), places(y), field, level)
    return [np.column_stack([_valued(x, points[:, 0]), _valued(y, points[:, 1])]) for points in lines]


def draw_lines(lines: Sequence[Array], name: str, pen: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    """Lines through a map, in one entry of the legend, on a casing; nothing where there are none."""
    if not lines:
        return []
    gap = np.full((1, 2), np.nan)
    points = np.concatenate([part for one in lines for part in (one, gap)])[:-1]
    return cased(line(points[:, 0], points[:, 1], name, None, pen=pen, **more))


def once_in_legend(traces: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Traces of several panels, of which those of one name share one entry in the legend."""
    shown, told = set[str](), []
    for trace in traces:
        name = trace["name"] if trace["type"] == "scatter" and trace.get("showlegend", True) else None
        told.append(trace | {"legendgroup": name, "showlegend": name not in shown} if name else trace)
        shown |= {name} if name else set()
    return told


def grid_columns(plan: Plan) -> dict[str, Any]:
    """The two settings of every square as columns of a table, row by row."""
    x, y = np.meshgrid(plan.x.values, plan.y.values)
    return {plan.x.setting: x.ravel().tolist(), plan.y.setting: y.ravel().tolist()}


def _edge_places(values: Axis) -> Array:
    at = places(values)
    middles = (at[1:] + at[:-1]) / 2
    return np.array([2 * at[0] - middles[0], *middles, 2 * at[-1] - middles[-1]])


def _beside(values: Axis, at: NDArray[np.integer[Any]], aside: float) -> Array:
    """Values between the middle of squares and their upper ends."""
    middle, end = places(values)[at], _edge_places(values)[at + 1]
    return _valued(values, middle + aside * (end - middle))


def _valued(values: Axis, at: Array) -> Array:
    return np.power(10.0, at) if SETTINGS[values.setting].log else at


def _labelled(values: Sequence[float]) -> list[float]:
    """Values that an axis labels: all, or every second, third … that ends with the last one if there is such a step."""
    few = [apart for apart in range(1, len(values)) if (len(values) - 1) // apart < TICKS]
    apart = next((apart for apart in few if (len(values) - 1) % apart == 0 and apart < 2 * few[0]), few[0])
    return list(values[::apart])
