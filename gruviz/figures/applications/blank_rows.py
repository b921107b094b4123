"""How long an answer survives when nothing follows."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import FRAME, End, end_labels
from gruviz.figures.drawing.lines import curve
from gruviz.figures.drawing.palette import GREY, cell_color
from gruviz.validation import InvalidValue
from gruviz.wording import listed, share

HEIGHT = 400
LEVEL = 0.01
"""Accuracies that are no further apart are a tie."""
NEAR = 0.05
"""What is no further above chance is guessing."""


def accuracy_after_blank_rows(
    accuracies: Mapping[str, tuple[str, Array]], blank: Sequence[int], *, chance: float = 0.1, theme: str = "light"
) -> go.Figure:
    """Draw the accuracy over the number of blank rows after the digit.

    Args:
        accuracies: By label, the key of the cell and the accuracies, one for each number of rows.
        blank: Numbers of rows, rising.
        chance: Accuracy of guessing.
        theme: "light" or "dark".
    """
    return blank_chart(accuracies, blank, chance=chance).styled(theme)


def blank_chart(accuracies: Mapping[str, tuple[str, Array]], blank: Sequence[int], *, chance: float = 0.1) -> Chart:
    """Draw all networks from 0 to 100%, with the level of chance."""
    if not accuracies:
        raise InvalidValue("accuracies", "none", "those of at least one network")
    level = {"xref": "paper", "x0": 0, "x1": 1, "y0": 100 * chance, "y1": 100 * chance}
    up = axis("named right (% of held-out digits)", range=[0, 102])
    ends = [
        End(label, share(float(values[-1])), blank[-1], 100 * float(values[-1]), cell_color(cell))
        for label, (cell, values) in accuracies.items()
    ]
    layout = {
        "xaxis": axis("blank rows after the digit (number)"),
        "yaxis": up,
        "shapes": [{"type": "line", **level, "line": {"dash": "dot", "color": GREY}}],
        "hovermode": "x unified",
        **end_labels(ends, up, side="right", plot=HEIGHT - FRAME),
    }
    traces = [
        curve(cell, list(blank), 100 * values, label, "%{y:.1f}%") for label, (cell, values) in accuracies.items()
    ]
    table: dict[str, list[Any]] = {"blank rows": list(blank)}
    table |= {label: values.tolist() for label, (_, values) in accuracies.items()}
    return Chart(
        build(traces, layout), _title(accuracies, blank, chance), _summary(accuracies, blank, chance), table, HEIGHT
    )


def _title(accuracies: Mapping[str, tuple[str, Array]], blank: Sequence[int], chance: float) -> str:
    left = {label: float(values[-1]) for label, (_, values) in accuracies.items()}
    best = max(left.values())
    if best <= chance + NEAR:
        return f"After {blank[-1]} blank rows no network does better than guess: {share(best)}"
    level = [label for label, value in left.items() if best - value <= LEVEL]
    name = "names" if len(level) == 1 else "name"
    return f"After {blank[-1]} blank rows {listed(level)} still {name} most: {share(best)}"


def _summary(accuracies: Mapping[str, tuple[str, Array]], blank: Sequence[int], chance: float) -> str:
    parts = [
        f"{label}: {share(float(values[0]))} after {blank[0]}, {share(float(values[-1]))} after {blank[-1]} blank rows"
        + _half(values, blank, chance)
        for label, (_, values) in accuracies.items()
    ]
    return f"{'. '.join(parts)}. Dotted: chance, {share(chance)}."


def _half(values: Array, blank: Sequence[int], chance: float) -> str:
    """From where on less than half of what it had above chance is left."""
    limit = chance + (float(values[0]) - chance) / 2
    below = [rows for rows, value in zip(blank, values, strict=True) if value < limit]
    return f", half lost by {below[0]}" if below and values[0] > chance else ""
