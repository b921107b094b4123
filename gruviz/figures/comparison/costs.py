"""What cells cost: parameters, arithmetic and memory over H, and the H that a budget buys."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from gruviz.comparison.costs import Costs, Stack
from gruviz.engine.cells import find_cell
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.theme import (
    FALLBACK,
    Panels,
    axis_key,
    axis_name,
    build,
    cell_color,
    cell_line,
    panels,
    rows_axis,
    rows_height,
)
from gruviz.validation import InvalidValue
from gruviz.wording import listed, share

LEGEND_WIDTH = 32
"""Characters in a line of the legend."""

POINTS = 32
"""Sizes at which a curve is computed."""
UNITS = "hidden units H"


class CostCurve(NamedTuple):
    """Costs of one cell over H; rising, with the chosen size among them."""

    cell: str
    costs: tuple[Costs, ...]
    chosen: Costs


def parameter_curves(cells: Sequence[str], stack: Stack, hidden_size: int, *, theme: str = "light") -> go.Figure:
    """Draw the number of parameters over H.

    Args:
        cells: Registry keys.
        stack: The layers.
        hidden_size: H, which the words are about.
        theme: "light" or "dark".
    """
    return parameter_chart(cost_curves(cells, stack, hidden_size), stack).styled(theme)


def computation_curves(cells: Sequence[str], stack: Stack, hidden_size: int, *, theme: str = "light") -> go.Figure:
    """Draw multiply-accumulates and numbers kept for backpropagation over H; arguments as of `parameter_curves`."""
    return computation_chart(cost_curves(cells, stack, hidden_size), stack).styled(theme)


def equal_budgets(
    cells: Sequence[str], stack: Stack, hidden_size: int, *, reference: str = "lstm", theme: str = "light"
) -> go.Figure:
    """Draw the H with which each cell has as many parameters as a reference cell of a given H."""
    return budget_chart(cells, stack, stack.costs(reference, hidden_size)).styled(theme)


def cost_curves(cells: Sequence[str], stack: Stack, hidden_size: int) -> list[CostCurve]:
    """Count every cell at sizes up to a power of two above the chosen one, so that the axis seldom moves."""
    largest = 64
    while largest < 1.2 * hidden_size:
        largest *= 2
    sizes = sorted({*range(largest // POINTS, largest + 1, largest // POINTS), hidden_size})
    return [
        CostCurve(cell, tuple(stack.costs(cell, size) for size in sizes), stack.costs(cell, hidden_size))
        for cell in cells
    ]


def parameter_chart(curves: list[CostCurve], stack: Stack) -> Chart:
    """Parameters over H."""
    _check(curves)
    layout = {
        "xaxis": _along(curves) | {"title": {"text": UNITS}},
        "yaxis": {"title": {"text": "parameters (numbers)"}, "rangemode": "tozero", "tickformat": ","},
        "shapes": _chosen(curves, ["y"]),
        "hovermode": "x unified",
    }
    H = curves[0].chosen.hidden_size
    said = listed([f"{_title(curve.cell)} {curve.chosen.parameters:,}" for curve in curves])
    summary = f"Parameters at H = {H:,}: {said}. {_stack(stack)}."
    traces = _curves(curves, "parameters", 0, ("parameters",))
    title = _finding(curves, "parameters", "parameters")
    return Chart(build(traces, layout), title, summary, _table(curves), 440 + _legend_room(traces))


def computation_chart(curves: list[CostCurve], stack: Stack) -> Chart:
    """Multiply-accumulates and numbers kept for backpropagation over H, in two panels."""
    _check(curves)
    shown = {
        "multiply_adds": "Multiply-accumulates",
        "kept": "Numbers kept for the way back (our count)",
    }
    stacked = panels(list(shown.values()), pixels=190)
    traces = [trace for i, name in enumerate(shown) for trace in _curves(curves, name, i, tuple(shown))]
    layout = _two_panels(curves, stacked)
    H = curves[0].chosen.hidden_size
    parts = [f"{_title(c.cell)} {c.chosen.multiply_adds:,} and {c.chosen.kept:,}" for c in curves]
    summary = (
        f"Multiply-accumulates of the matrix products, and numbers kept for the way back, at H = {H:,}: "
        f"{listed(parts)}, each per step and sequence. {_stack(stack)}."
    )
    title = _finding(curves, "multiply_adds", "multiply-accumulates a step")
    return Chart(build(traces, layout), title, summary, _table(curves), stacked.height + _legend_room(traces))


def budget_chart(cells: Sequence[str], stack: Stack, budget: Costs) -> Chart:
    """Which H each cell has with as many parameters as the reference."""
    if not cells:
        raise InvalidValue("cells", "none", "at least one cell")
    found = [stack.equal_budget(cell, budget.parameters) for cell in cells]
    labels = [_title(cell) for cell in cells]
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [costs.hidden_size for costs in found],
        "y": labels,
        "text": [f"{costs.hidden_size:,}" for costs in found],
        "textposition": "auto",
        "marker": {"color": [cell_color(cell) for cell in cells]},
        "customdata": [costs.parameters for costs in found],
        "hovertemplate": "H = %{x:,}, %{customdata:,} parameters<extra></extra>",
        "showlegend": False,
    }
    layout = {"xaxis": {"title": {"text": UNITS}, "rangemode": "tozero"}, "yaxis": rows_axis(labels, "cell")}
    table: dict[str, list[Any]] = {
        "cell": labels,
        "H": [costs.hidden_size for costs in found],
        "parameters": [costs.parameters for costs in found],
        "difference to the budget in %": [100 * (c.parameters / budget.parameters - 1) for c in found],
        "multiply-accumulates per step": [costs.multiply_adds for costs in found],
        "numbers kept per step": [costs.kept for costs in found],
    }
    reference = f"{_title(budget.cell)} of {budget.hidden_size:,} units"
    sizes = listed([f"{label} H = {costs.hidden_size:,}" for label, costs in zip(labels, found, strict=True)])
    title = f"The parameters of one {reference} buy {sizes if len(cells) < 5 else 'so many units'}"
    summary = f"As close to {budget.parameters:,} parameters as a whole H allows: {sizes}. {_stack(stack)}."
    return Chart(build([bars], layout), title, summary, table, rows_height(len(labels)))


def _check(curves: list[CostCurve]) -> None:
    if not curves:
        raise InvalidValue("cells", "none", "at least one cell")


def _stack(stack: Stack) -> str:
    layers = "1 layer" if stack.layers == 1 else f"{stack.layers} layers"
    biases = {"one": "one bias for each block of weights", "two": "two biases for each block, as in PyTorch"}
    return f"D = {stack.input_size:,} inputs, {layers}, {biases[stack.biases]}"


def _title(cell: str) -> str:
    return find_cell(cell).title


def _curves(curves: list[CostCurve], drawn: str, panel: int, compared: tuple[str, ...]) -> list[dict[str, Any]]:
    """A curve for each cell; cells whose numbers are all the same share one."""
    groups: dict[tuple[int, ...], list[CostCurve]] = {}
    for curve in curves:
        groups.setdefault(tuple(getattr(costs, name) for costs in curve.costs for name in compared), []).append(curve)
    return [
        {
            "type": "scatter",
            "x": [costs.hidden_size for costs in group[0].costs],
            "y": [getattr(costs, drawn) for costs in group[0].costs],
            "name": _in_lines([_title(curve.cell) for curve in group]),
            "legendgroup": group[0].cell,
            "showlegend": panel == 0,
            "xaxis": axis_name("x", panel),
            "yaxis": axis_name("y", panel),
            "hovertemplate": "%{y:,}",
            **cell_line(group[0].cell, False),
        }
        for group in groups.values()
    ]


def _legend_room(traces: list[dict[str, Any]]) -> int:
    """Pixels for a legend of many lines, which on a phone stand one below the other."""
    lines = [trace["name"].count("<br>") + 1 for trace in traces if trace["showlegend"]]
    return 14 * max(0, sum(lines) - 4)


def _along(curves: list[CostCurve]) -> dict[str, Any]:
    return {"range": [0, curves[0].costs[-1].hidden_size * 1.02]}


def _chosen(curves: list[CostCurve], axes: list[str]) -> list[dict[str, Any]]:
    """A line at the H that the words are about."""
    H = curves[0].chosen.hidden_size
    line = {"type": "line", "x0": H, "x1": H, "y0": 0, "y1": 1, "line": {"color": FALLBACK, "width": 1}}
    return [line | {"xref": axis.replace("y", "x"), "yref": f"{axis} domain"} for axis in axes]


def _two_panels(curves: list[CostCurve], stacked: Panels) -> dict[str, Any]:
    layout: dict[str, Any] = {"annotations": stacked.headings, "hovermode": "x unified"}
    layout["shapes"] = _chosen(curves, ["y", "y2"])
    for i, name in enumerate(("operations per step", "numbers per step")):
        along = {"title": {"text": UNITS if i else ""}, "anchor": axis_name("y", i)}
        layout[axis_key("x", i)] = _along(curves) | along
        layout[axis_key("y", i)] = {
            "domain": stacked.extents[i],
            "anchor": axis_name("x", i),
            "title": {"text": name},
            "rangemode": "tozero",
            "tickformat": ",",
        }
    return layout


def _finding(curves: list[CostCurve], name: str, words: str) -> str:
    most, least = (pick(curves, key=lambda curve: getattr(curve.chosen, name)) for pick in (max, min))
    high, low = (getattr(curve.chosen, name) for curve in (most, least))
    reference = f"{high:,} {words} of one {_title(most.cell)} with {most.chosen.hidden_size:,} units"
    if high == low:
        return f"The {reference}" if len(curves) == 1 else f"All chosen cells have the {reference}"
    others = [curve for curve in curves if curve is not most and (len(curves) < 5 or curve.cell == "gru")]
    others += [least] if least not in others else []
    shares = [f"{_title(curve.cell)} {share(getattr(curve.chosen, name) / high)}" for curve in others]
    return f"Of the {reference}: {listed(shares)}"


def _table(curves: list[CostCurve]) -> dict[str, list[int]]:
    table = {"H": [costs.hidden_size for costs in curves[0].costs]}
    names = {"parameters": "parameters", "multiply_adds": "multiply-accumulates", "kept": "numbers kept"}
    for curve in curves:
        for name, words in names.items():
            table[f"{_title(curve.cell)}: {words}"] = [getattr(costs, name) for costs in curve.costs]
    return table


def _in_lines(titles: Sequence[str]) -> str:
    """Titles that share a curve, in lines short enough for the legend on a phone."""
    lines = [titles[0]]
    for title in titles[1:]:
        joined = f"{lines[-1]}, {title}"
        lines = [*lines[:-1], joined] if len(joined) <= LEGEND_WIDTH else [*lines[:-1], f"{lines[-1]},", title]
    return "<br>".join(lines)
