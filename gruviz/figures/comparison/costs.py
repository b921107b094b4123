"""What cells cost: parameters, arithmetic and memory over H, and the H that a budget buys."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import plotly.graph_objects as go

from gruviz.comparison.costs import Costs, Stack
from gruviz.engine.cells import find_cell
from gruviz.figures.drawing.axes import Axis, axis, rows_axis, rows_height
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import FRAME, End, end_labels, together
from gruviz.figures.drawing.lines import curve
from gruviz.figures.drawing.palette import cell_color
from gruviz.figures.drawing.panels import on_panel, panels, stacked_axes, upright_line
from gruviz.validation import InvalidValue
from gruviz.wording import counted, listed, share

LEGEND_WIDTH = 32
"""Characters in a line of the legend."""
ONE, EACH = 330, 120
"""Pixels of a chart of one panel, and of each of two."""
POINTS = 32
"""Sizes at which a curve is computed."""
UNITS = "hidden units H"
NEAR = 0.03
"""Relative difference below which one curve would hide another: the upper one is dashed."""


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
    chosen = curves[0].chosen.hidden_size
    up = _counts("parameters (numbers)", curves, "parameters")
    layout = {
        "xaxis": _sizes(curves),
        "yaxis": up,
        "shapes": [upright_line(chosen)],
        "hovermode": "x unified",
        **_named(curves, up, "parameters", ("parameters",), plot=ONE - FRAME),
    }
    counts = listed([f"{_title(one.cell)} {one.chosen.parameters:,}" for one in curves])
    summary = f"Parameters at H = {chosen:,}: {counts}. {_stack(stack)}."
    traces = _curves(curves, "parameters", 0, ("parameters",))
    title = _finding(curves, "parameters", "parameters")
    return Chart(build(traces, layout), title, summary, _table(curves), ONE + _legend_room(traces, layout))


def computation_chart(curves: list[CostCurve], stack: Stack) -> Chart:
    """Multiply-accumulates and numbers kept for backpropagation over H, in two panels."""
    _check(curves)
    chosen = curves[0].chosen.hidden_size
    stacked = panels(["Multiplications", "Numbers stored for the backward pass (our count)"], pixels=EACH)
    names = ("multiply_adds", "kept")
    traces = [trace for i, name in enumerate(names) for trace in _curves(curves, name, i, names)]
    up = [_counts("number a step", curves, name) for name in names]
    layout = stacked_axes(stacked, _sizes(curves), up)
    named = [_named(curves, up[i], name, names, plot=EACH, panel=i) for i, name in enumerate(names)]
    layout = together(layout, named) | {
        "shapes": [upright_line(chosen, panel) for panel in (0, 1)],
        "hovermode": "x unified",
    }
    parts = [f"{_title(c.cell)} {c.chosen.multiply_adds:,} and {c.chosen.kept:,}" for c in curves]
    summary = (
        "Multiplications (multiply-accumulates of the matrix products), and numbers stored for the backward pass, at "
        f"H = {chosen:,}: {listed(parts)}, each per step and sequence. {_stack(stack)}."
    )
    title = _finding(curves, "multiply_adds", "multiplications a step")
    height = stacked.height - 50 + _legend_room(traces, layout)
    return Chart(build(traces, layout), title, summary, _table(curves), height)


def budget_chart(cells: Sequence[str], stack: Stack, budget: Costs) -> Chart:
    """Which H each cell has with as many parameters as the reference."""
    if not cells:
        raise InvalidValue("cells", "none", "at least one cell", "Choose at least one cell.")
    costs = [stack.equal_budget(cell, budget.parameters) for cell in cells]
    labels = [_title(cell) for cell in cells]
    room = 1.12 * max(one.hidden_size for one in costs)  # the numbers stand beside the bars
    layout = {"xaxis": axis(UNITS, range=[0, room]), "yaxis": rows_axis(labels, "cell")}
    sizes = listed([f"{label} H = {one.hidden_size:,}" for label, one in zip(labels, costs, strict=True)])
    reference = f"{_title(budget.cell)} with {counted(budget.hidden_size, 'hidden unit')}"
    few = sizes if len(cells) < 5 else "networks of these sizes"
    title = f"The {budget.parameters:,} parameters of one {reference} buy {few}"
    summary = f"As close to {budget.parameters:,} parameters as a whole H allows: {sizes}. {_stack(stack)}."
    figure = build([_bars(labels, costs)], layout)
    return Chart(figure, title, summary, _budget_table(labels, costs, budget), rows_height(len(labels)))


def _bars(labels: Sequence[str], costs: Sequence[Costs]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": [one.hidden_size for one in costs],
        "y": labels,
        "text": [f"{one.hidden_size:,}" for one in costs],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": [cell_color(one.cell) for one in costs]},
        "customdata": [one.parameters for one in costs],
        "hovertemplate": "H = %{x:,}, %{customdata:,} parameters<extra></extra>",
        "showlegend": False,
    }


def _budget_table(labels: Sequence[str], costs: Sequence[Costs], budget: Costs) -> dict[str, Sequence[Any]]:
    return {
        "cell": labels,
        "H": [one.hidden_size for one in costs],
        "parameters": [one.parameters for one in costs],
        "difference to the budget in %": [100 * (one.parameters / budget.parameters - 1) for one in costs],
        "multiply-accumulates per step": [one.multiply_adds for one in costs],
        "numbers kept per step": [one.kept for one in costs],
    }


def _check(curves: list[CostCurve]) -> None:
    if not curves:
        raise InvalidValue("cells", "none", "at least one cell", "Choose at least one cell.")


def _stack(stack: Stack) -> str:
    layers = "1 layer" if stack.layers == 1 else f"{stack.layers} layers"
    biases = {"one": "one bias for each block of weights", "two": "two biases for each block, as in PyTorch"}
    return f"D = {stack.input_size:,} inputs, {layers}, {biases[stack.biases]}"


def _title(cell: str) -> str:
    return find_cell(cell).title


def _curves(curves: list[CostCurve], drawn: str, panel: int, compared: tuple[str, ...]) -> list[dict[str, Any]]:
    """A curve for each cell; cells whose numbers are all the same share one."""
    groups = _groups(curves, compared)
    firsts = [group[0] for group in groups]
    return [
        curve(
            group[0].cell,
            [costs.hidden_size for costs in group[0].costs],
            [getattr(costs, drawn) for costs in group[0].costs],
            _in_lines([_title(one.cell) for one in group]),
            "%{y:,}",
            is_reference=any(_is_near(group[0], other, drawn) for other in firsts[:i]),
            legendgroup=group[0].cell,
            showlegend=panel == 0,
            **on_panel(panel),
        )
        for i, group in enumerate(groups)
    ]


def _groups(curves: list[CostCurve], compared: tuple[str, ...]) -> list[list[CostCurve]]:
    """Cells whose numbers are all the same."""
    groups: dict[tuple[int, ...], list[CostCurve]] = {}
    for one in curves:
        groups.setdefault(tuple(getattr(costs, name) for costs in one.costs for name in compared), []).append(one)
    return list(groups.values())


def _named(
    curves: list[CostCurve], up: Axis, drawn: str, compared: tuple[str, ...], *, plot: int, panel: int = 0
) -> dict[str, Any]:
    """Names at the ends of the curves, with the number at the chosen size."""
    ends = [
        End(
            ", ".join(_title(one.cell) for one in group),
            f"{getattr(group[0].chosen, drawn):,} at H = {group[0].chosen.hidden_size:,}",
            group[0].costs[-1].hidden_size,
            getattr(group[0].costs[-1], drawn),
            cell_color(group[0].cell),
        )
        for group in _groups(curves, compared)
    ]
    return end_labels(ends, up, side="right", plot=plot, panel=panel)


def _is_near(one: CostCurve, other: CostCurve, drawn: str) -> bool:
    """Whether two curves end so close to each other that one would hide the other."""
    ends = [getattr(curve.costs[-1], drawn) for curve in (one, other)]
    return max(ends) - min(ends) < NEAR * max(ends)


def _legend_room(traces: list[dict[str, Any]], layout: dict[str, Any]) -> int:
    """Pixels for a legend of many lines, which on a phone stand one below the other."""
    if not layout["showlegend"]:
        return 0
    lines = [trace["name"].count("<br>") + 1 for trace in traces if trace["showlegend"]]
    return 14 * max(0, sum(lines) - 4)


def _sizes(curves: list[CostCurve]) -> Axis:
    return axis(UNITS, range=[0, curves[0].costs[-1].hidden_size * 1.02])


def _counts(title: str, curves: list[CostCurve], drawn: str) -> Axis:
    most = max(getattr(one.costs[-1], drawn) for one in curves)
    return axis(title, range=[0, 1.04 * most], tickformat="~s")


def _finding(curves: list[CostCurve], name: str, words: str) -> str:
    most, least = (pick(curves, key=lambda one: getattr(one.chosen, name)) for pick in (max, min))
    high, low = (getattr(one.chosen, name) for one in (most, least))
    size = f"with {counted(most.chosen.hidden_size, 'hidden unit')}"
    reference = f"{high:,} {words} of one {_title(most.cell)} {size}"
    if high == low:
        return f"The {reference}" if len(curves) == 1 else f"All chosen cells have the {reference}"
    others = [one for one in curves if one is not most and (len(curves) < 5 or one.cell == "gru")]
    others += [least] if least not in others else []
    shares = [f"{_title(one.cell)} {share(getattr(one.chosen, name) / high)}" for one in others]
    return f"{size.capitalize()}: {listed(shares)} of the {_title(most.cell)}'s {high:,} {words}"


def _table(curves: list[CostCurve]) -> dict[str, list[int]]:
    table = {"H": [costs.hidden_size for costs in curves[0].costs]}
    names = {"parameters": "parameters", "multiply_adds": "multiply-accumulates", "kept": "numbers kept"}
    for one in curves:
        for name, words in names.items():
            table[f"{_title(one.cell)}: {words}"] = [getattr(costs, name) for costs in one.costs]
    return table


def _in_lines(titles: Sequence[str]) -> str:
    """Titles that share a curve, in lines short enough for the legend on a phone."""
    lines = [titles[0]]
    for title in titles[1:]:
        joined = f"{lines[-1]}, {title}"
        lines = [*lines[:-1], joined] if len(joined) <= LEGEND_WIDTH else [*lines[:-1], f"{lines[-1]},", title]
    return "<br>".join(lines)
