"""Which class was taken for which."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import Axis, axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.heatmaps import color_bar, heatmap, words_on
from gruviz.figures.drawing.palette import GATE_SCALE
from gruviz.figures.drawing.panels import Extent, on_panel, panels, stacked_axes
from gruviz.validation import InvalidValue
from gruviz.wording import listed, share

LEVEL = 0.01
"""Shares named right that are no further apart are a tie."""
Counts = NDArray[np.int64]
"""How often each true class (rows) was taken for each (columns), (K, K)."""


def confusion_matrices(counts: Mapping[str, Counts], classes: Sequence[str], *, theme: str = "light") -> go.Figure:
    """Draw how often each class was taken for each, as a share of the true class.

    Args:
        counts: By label, each (K, K), rows are the truth.
        classes: Names of the K classes.
        theme: "light" or "dark".
    """
    return confusion_chart(counts, classes).styled(theme)


def shares_of_truth(counts: Counts) -> Array:
    """Rows divided by their sums; nan where a class did not occur."""
    total = counts.sum(1, keepdims=True)
    return np.divide(counts, total, out=np.full(counts.shape, np.nan), where=total > 0)


def confusion_chart(counts: Mapping[str, Counts], classes: Sequence[str], *, of: str = "held-out sequences") -> Chart:
    """Draw one panel per network, all on the scale from 0 to 100%.

    Args:
        counts: By label, each (K, K), rows are the truth.
        classes: Names of the K classes.
        of: What was counted, for the summary.
    """
    if not counts:
        raise InvalidValue("counts", "none", "those of at least one network")
    stack = panels(list(counts), pixels=60 + 26 * len(classes))
    along = _class_axis("said (colour: % of the true class)", [name.replace(" ", "<br>") for name in classes])
    up = _class_axis("true class", classes) | {"range": [len(classes) - 0.5, -0.5]}
    drawn = [_panel(matrix, i, classes, stack.extents[0]) for i, matrix in enumerate(counts.values())]
    traces = [trace for panel in drawn for trace in panel]
    figure = build(traces, stacked_axes(stack, along, up))
    table = _table(counts, classes)
    return Chart(figure, _title(counts, of), _summary(counts, classes, of), table, stack.height)


def _class_axis(title: str, classes: Sequence[str]) -> Axis:
    return axis(title, tickvals=list(range(len(classes))), ticktext=list(classes), showgrid=False)


def _panel(matrix: Counts, i: int, classes: Sequence[str], extent: Extent) -> list[dict[str, Any]]:
    places, shares = np.arange(len(classes)), 100 * shares_of_truth(matrix)
    words = [[str(n) if n else "" for n in row] for row in matrix.tolist()]
    cells = heatmap(
        places,
        places,
        shares,
        (0.0, 100.0),
        scale=GATE_SCALE,
        bar=color_bar(extent, "%") if i == 0 else None,
        hover="%{customdata}: %{text} (%{z:.1f}%)",
        text=words,
        customdata=[[f"{true} taken for {answer}" for answer in classes] for true in classes],
        **on_panel(i),
    )
    return [cells, words_on(places, places, shares, (0.0, 100.0), words, scale=GATE_SCALE, **on_panel(i))]


def _accuracy(matrix: Counts) -> float:
    total = int(matrix.sum())
    return float(np.trace(matrix) / total) if total else 0.0


def _title(counts: Mapping[str, Counts], of: str) -> str:
    """Which makes the fewest mistakes; within one in a hundred of the best is no difference."""
    right = {label: _accuracy(matrix) for label, matrix in counts.items()}
    best = max(right.values())
    level = [label for label, value in right.items() if best - value <= LEVEL]
    named = f"{share(best)} of the {of} are named right"
    if len(level) == 1 < len(right):
        return f"{level[0]} makes the fewest mistakes: {named}"
    if len(level) == 1:
        return f"{level[0]}: {named}"
    who = "All" if len(level) == len(right) else listed(level)
    fewest = "" if len(level) == len(right) else ", and the fewest"
    return f"{who} make about equally many mistakes{fewest}: {named}"


def _summary(counts: Mapping[str, Counts], classes: Sequence[str], of: str) -> str:
    parts = [f"{label}: {share(_accuracy(matrix))} right{_worst(matrix, classes)}" for label, matrix in counts.items()]
    total = int(next(iter(counts.values())).sum())
    return f"{total:,} {of}. {'. '.join(parts)}. Numbers in the cells are counts."


def _worst(matrix: Counts, classes: Sequence[str]) -> str:
    wrong = np.where(np.eye(len(matrix), dtype=bool), 0, matrix)
    true, answer = divmod(int(wrong.argmax()), len(wrong))
    if not wrong[true, answer]:
        return ", nothing confused"
    return f", most often {classes[true]} taken for {classes[answer]} ({_times(int(wrong[true, answer]))})"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _table(counts: Mapping[str, Counts], classes: Sequence[str]) -> dict[str, list[Any]]:
    rows = [(label, true, row) for label, matrix in counts.items() for true, row in zip(classes, matrix, strict=True)]
    table: dict[str, list[Any]] = {"model": [row[0] for row in rows], "true class": [row[1] for row in rows]}
    return table | {f"said {name}": [int(row[2][k]) for row in rows] for k, name in enumerate(classes)}
