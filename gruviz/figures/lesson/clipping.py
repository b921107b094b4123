"""What clipping does to a gradient: it makes all of it smaller by one factor, and only where it is too large."""

import math
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.gradients import GradientFlow
from gruviz.figures.drawing.axes import back_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import FRAME, STEADY, End, end_labels
from gruviz.figures.drawing.exits import back_line
from gruviz.figures.drawing.left_scale import LeftScale, left_scale
from gruviz.figures.drawing.lines import cell_line, pen
from gruviz.figures.drawing.palette import cell_color
from gruviz.figures.drawing.sample import Sample
from gruviz.figures.lesson.words import fate
from gruviz.validation import InvalidValue, check_real
from gruviz.wording import left, part_of, power, short_labels

HEIGHT = 460
"""Pixels: every run has two names, which may be long."""
LIMIT = 1.0
"""Largest norm that is let through, as on the page Train."""


class Clipped(NamedTuple):
    """One run's gradient before and after clipping, medians over its networks and sequences."""

    cell: str
    is_reference: bool
    before: Array
    """Norm at each state relative to that at the loss before clipping, first step first, (T+1,)."""
    after: Array
    """Likewise after clipping, relative to the same, (T+1,)."""
    norm: float
    """Of the gradient of all weights and biases of the cell, before clipping."""
    sample: Sample

    @property
    def divisor(self) -> float:
        """The number that clipping divides the gradient by; 1 where it does nothing."""
        left = float(self.after[-1])
        return 1 / left if left > 0 else math.inf


def clipped_gradients(
    flows: Mapping[str, GradientFlow],
    *,
    limit: float = LIMIT,
    references: Collection[str] = (),
    theme: str = "light",
) -> go.Figure:
    """Draw what is left of the gradient at each step, before clipping and after it.

    Args:
        flows: One curve each, by label.
        limit: Largest norm of the gradient of a network's weights and biases; a larger one is scaled down to it.
        references: Labels drawn dashed.
        theme: "light" or "dark".
    """
    runs = {label: clip(flow, limit, is_reference=label in references) for label, flow in flows.items()}
    return clipping_chart(runs).styled(theme)


def clip(flow: GradientFlow, limit: float = LIMIT, *, is_reference: bool = False) -> Clipped:
    """Clip the gradient of each network on its own, by the norm of that of all its weights and biases."""
    check_real("limit", limit, 1e-6, 1e6)
    run = flow.recording
    squares = [
        np.square(part.astype(np.float64)).reshape(run.weights.seeds, -1) for part in flow.weight_gradients.values()
    ]
    norms = np.sqrt(np.concatenate(squares, axis=1).sum(1))
    factors = np.minimum(1.0, limit / np.maximum(norms, 1e-300))
    ratios = flow.norms["state"].astype(np.float64) / flow.norms["state"][-1]
    before, after = (np.median(one.reshape(len(one), -1), axis=1) for one in (ratios, ratios * factors[:, None]))
    norm = 1 / float(np.median(1 / np.maximum(norms, 1e-300)))  # so that it is the limit times the divisor
    return Clipped(run.cell, is_reference, before, after, norm, Sample.of(run))


def clipping_chart(runs: Mapping[str, Clipped]) -> Chart:
    """Draw two curves for each run, by label."""
    if not runs:
        raise InvalidValue("flows", "empty", "at least one gradient flow")
    longest = max(len(run.before) for run in runs.values()) - 1
    up = left_scale(np.concatenate([np.concatenate([run.before, run.after]) for run in runs.values()]), np.ones(1))
    names = short_labels([*runs])
    drawn = [
        (f"{names[label]}{words}", values, run, after)
        for label, run in runs.items()
        for words, values, after in (("", run.before, False), (", clipped", run.after, True))
        if not after or run.divisor > 1
    ]
    ends = [
        End(name, left(float(v[0])), len(v) - 1, up.place(float(v[0])), cell_color(run.cell))
        for name, v, run, _ in drawn
    ]
    layout = {
        "xaxis": back_axis(longest),
        "yaxis": up.axis("gradient, relative to that at the loss") | {"side": "right"},
        "hovermode": "x unified",
        **end_labels(ends, up.axis(), plot=HEIGHT - FRAME, at_least=STEADY),
    }
    traces = [trace for name, values, run, after in drawn for trace in _traces(name, values, run, after, up)]
    return Chart(build(traces, layout), _title(runs), _summary(runs), _table(runs, longest), HEIGHT)


def _traces(name: str, values: Array, run: Clipped, after: bool, up: LeftScale) -> list[dict[str, Any]]:
    """Clipped it is thin, and dashed with dots."""
    look = pen(cell_color(run.cell), 2, "dashdot") if after else cell_line(run.cell, run.is_reference)["line"]
    return back_line(name, np.arange(len(values) - 1, -1, -1), values, up, look)


def _table(runs: Mapping[str, Clipped], longest: int) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"steps before the loss": list(range(longest, -1, -1))}
    for label, run in runs.items():
        empty = [None] * (longest + 1 - len(run.before))
        table[f"{label}: before clipping"] = empty + run.before.tolist()
        table[f"{label}: after clipping"] = empty + run.after.tolist()
    return table


def _title(runs: Mapping[str, Clipped]) -> str:
    label, run = next(iter(runs.items()))
    name = short_labels([*runs])[label]
    kept = float(run.before[0])
    if run.divisor > 1:
        return f"{name}: {fate(kept)}; clipping divides all of it by {power(run.divisor)}"
    return f"{name}: {fate(kept)}; clipping leaves it as it is"


def _summary(runs: Mapping[str, Clipped]) -> str:
    parts = [
        f"{label}: at the first step {part_of(float(run.before[0]), 'the gradient at the loss')}; all weights together "
        f"have a gradient of norm {power(run.norm)}, which clipping divides by {power(run.divisor)}"
        for label, run in runs.items()
    ]
    most = max(run.sample for run in runs.values())
    return f"{'. '.join(parts)}.{most.words()}"
