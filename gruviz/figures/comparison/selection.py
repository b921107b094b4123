"""How much an input counts, by what else is read: a row for each cell."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from gruviz.comparison.selection import LAG, OLDER, SEQUENCES, Selection
from gruviz.engine.cells import find_cell
from gruviz.figures.drawing.axes import axis, rows_axis, rows_height
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import cell_marker, scatter, whiskers
from gruviz.figures.drawing.palette import cell_color
from gruviz.figures.drawing.panels import upright_line
from gruviz.figures.drawing.sample import Sample
from gruviz.validation import InvalidValue
from gruviz.wording import counted, listed


def selected_inputs(selections: Sequence[Selection], *, theme: str = "light") -> go.Figure:
    """Draw how much an input counts over sequences, relative to its median: alike where no gate reads the input.

    Args:
        selections: As `gruviz.comparison.selection.measure_selection` runs them, one for each cell.
        theme: "light" or "dark".
    """
    return selection_chart(selections).styled(theme)


def selection_chart(selections: Sequence[Selection]) -> Chart:
    """Draw medians, which are 1, with quartiles, a row for each cell."""
    if not selections:
        raise InvalidValue("selections", "empty", "at least one cell", "Choose at least one cell.")
    titles = [find_cell(one.cell).title for one in selections]
    layout = {
        "xaxis": axis(f"effect of an input {LAG} steps back (a factor)"),
        "yaxis": rows_axis(titles, "cell"),
        "shapes": [upright_line(1, 0)],
        "showlegend": False,
    }
    traces = [_row(one, title) for one, title in zip(selections, titles, strict=True)]
    table: dict[str, Sequence[Any]] = {
        "cell": titles,
        "lower quartile": [one.counts.lower for one in selections],
        "upper quartile": [one.counts.upper for one in selections],
        "reads the state": ["yes" if one.reads_state else "no" for one in selections],
    }
    height = rows_height(len(titles))
    return Chart(build(traces, layout), _title(selections), _summary(selections), table, height)


def _row(one: Selection, title: str) -> dict[str, Any]:
    marker = cell_marker(one.cell, size=11)
    error = whiskers([one.counts.lower], [one.counts.median], [one.counts.upper], cell_color(one.cell))
    hover = f"{title}: {one.counts.lower:.2f} to {one.counts.upper:.2f} for half of the sequences<extra></extra>"
    return scatter(
        [one.counts.median],
        [title],
        title,
        hover,
        mode="markers",
        marker=marker,
        error_x=error | {"thickness": 4, "width": 7},
    )


def _title(selections: Sequence[Selection]) -> str:
    newer = [one for one in selections if one.cell not in OLDER] or list(selections)
    fixed = [find_cell(one.cell).title for one in newer if not one.selects]
    words = f"In {len(newer) - len(fixed)} of {counted(len(newer), 'newer cell')} what is read decides what counts"
    return f"{words}; not in {listed(fixed)}" if fixed else words


def _summary(selections: Sequence[Selection]) -> str:
    parts = [
        f"{find_cell(one.cell).title} {one.counts.lower:.2f} to {one.counts.upper:.2f}"
        if one.selects
        else f"{find_cell(one.cell).title} 1 for every sequence"
        for one in selections
    ]
    over = Sample(max(one.seeds for one in selections), SEQUENCES).words("; the bars are quartiles")
    return (
        f"How much an input {LAG} steps back counts, relative to its median over sequences of noise; half of the "
        f"sequences lie within {', '.join(parts)}. Where no gate reads the input, it counts the same whatever is read."
        f"{over}"
    )
