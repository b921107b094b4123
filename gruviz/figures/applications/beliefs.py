"""What networks believe after each step of a sequence: classes by steps."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.heatmaps import color_bar, heatmap
from gruviz.figures.drawing.palette import GATE_SCALE
from gruviz.figures.drawing.panels import Extent, on_panel, panels, stacked_axes
from gruviz.validation import InvalidValue, check_array
from gruviz.wording import listed, share

CROWDED = 7
"""Classes above which a panel grows."""


class Belief(NamedTuple):
    """How one network's belief went."""

    probabilities: Array
    """(T, K), the sequence as it comes in; rows sum to 1."""
    answer: int
    """Most probable class after the last step."""
    since: int
    """First step, from 1, from which on it stayed the most probable."""


def beliefs_over_time(
    probabilities: Mapping[str, Array],
    classes: Sequence[str],
    *,
    truth: int | None = None,
    step: str = "step t",
    theme: str = "light",
) -> go.Figure:
    """Draw the probability of each class after each step.

    Args:
        probabilities: By label, each (T, K).
        classes: Names of the K classes.
        truth: Which is right, where that is known.
        step: What a step is, for the axis.
        theme: "light" or "dark".
    """
    return belief_chart(follow_beliefs(probabilities), classes, truth=truth, step=step).styled(theme)


def follow_beliefs(probabilities: Mapping[str, Array]) -> dict[str, Belief]:
    """Find what each network says in the end, and since when."""
    return {label: _belief(check_array("probabilities", values, ("T", "K"))) for label, values in probabilities.items()}


def _belief(probabilities: Array) -> Belief:
    leading = probabilities.argmax(1)
    other = np.flatnonzero(leading != leading[-1])
    return Belief(probabilities, int(leading[-1]), int(other[-1]) + 2 if len(other) else 1)


def belief_chart(
    runs: Mapping[str, Belief], classes: Sequence[str], *, truth: int | None = None, step: str = "step t"
) -> Chart:
    """Draw one panel per network, all on the scale from 0 to 1; the right class is marked at the axis."""
    if not runs:
        raise InvalidValue("probabilities", "none", "those of at least one network")
    stack = panels(list(runs), pixels=170 if len(classes) <= CROWDED else 230)
    names = [f"{name} ✓" if i == truth else name for i, name in enumerate(classes)]
    rows = {"tickvals": list(range(len(names))), "ticktext": names, "range": [len(names) - 0.5, -0.5]}
    layout = stacked_axes(stack, axis(step, showgrid=False), axis("class", **rows, showgrid=False))
    traces = [_panel(run.probabilities, i, classes, stack.extents[0]) for i, run in enumerate(runs.values())]
    title = _title(runs, classes, truth)
    return Chart(build(traces, layout), title, _summary(runs, classes, truth), _table(runs, classes), stack.height)


def _panel(values: Array, i: int, classes: Sequence[str], extent: Extent) -> dict[str, Any]:
    return heatmap(
        np.arange(1, len(values) + 1),
        np.arange(len(classes)),
        values.T.astype(np.float32),
        (0.0, 1.0),
        scale=GATE_SCALE,
        bar=color_bar(extent, "probability") if i == 0 else None,
        hover="step %{x}, %{text}: %{z:.3f}",
        text=[[name] * len(values) for name in classes],
        **on_panel(i),
    )


def _title(runs: Mapping[str, Belief], classes: Sequence[str], truth: int | None) -> str:
    if truth is None:
        answers = {run.answer for run in runs.values()}
        if len(answers) == 1:
            return f"In the end {listed(list(runs))} {_say(runs)} “{classes[answers.pop()]}”"
        return "In the end " + listed([f"{label} says “{classes[run.answer]}”" for label, run in runs.items()])
    right = [label for label, run in runs.items() if run.answer == truth]
    if not right:
        return f"No network names “{classes[truth]}” in the end"
    wrong = [f"{label} says “{classes[run.answer]}”" for label, run in runs.items() if run.answer != truth]
    head = f"{listed(right)} {'name' if len(right) > 1 else 'names'} “{classes[truth]}” in the end"
    return f"{head}; {listed(wrong)}" if wrong else head


def _say(runs: Mapping[str, Belief]) -> str:
    return "say" if len(runs) > 1 else "says"


def _summary(runs: Mapping[str, Belief], classes: Sequence[str], truth: int | None) -> str:
    parts = [
        f"{label}: “{classes[run.answer]}” with {share(float(run.probabilities[-1, run.answer]))}, leading since step "
        f"{run.since} of {len(run.probabilities)}"
        for label, run in runs.items()
    ]
    known = f" The right answer is “{classes[truth]}”." if truth is not None else ""
    return f"{'. '.join(parts)}.{known} The networks have learned to answer after the last step only."


def _table(runs: Mapping[str, Belief], classes: Sequence[str]) -> dict[str, list[Any]]:
    rows = [(label, t + 1, row) for label, run in runs.items() for t, row in enumerate(run.probabilities.tolist())]
    table: dict[str, list[Any]] = {"model": [row[0] for row in rows], "step": [row[1] for row in rows]}
    return table | {f"p({name})": [row[2][k] for row in rows] for k, name in enumerate(classes)}
