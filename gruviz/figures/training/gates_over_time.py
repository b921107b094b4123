"""Mean gate activations along the sequence, while the learner learns."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.cells import find_cell
from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import End, end_labels, together
from gruviz.figures.drawing.lines import line, pen
from gruviz.figures.drawing.palette import gate_color
from gruviz.figures.drawing.panels import first_panels, on_panel, panels, stacked_axes
from gruviz.training.history import History
from gruviz.validation import InvalidValue

HEIGHT = 150
"""Pixels of a panel."""


class GateMeans(NamedTuple):
    """One gate: its mean at each step of the sequence."""

    name: str
    before: Array
    """Before training, (T,)."""
    after: Array
    """After the updates that are looked at, (T,)."""


class LearnerGates(NamedTuple):
    """The gates on [0, 1] of one learner."""

    label: str
    gates: list[GateMeans]


def mean_gates(histories: Sequence[History], *, at: int | None = None, theme: str = "light") -> go.Figure:
    """Draw each gated learner's mean gates at each time step: before training dashed, after `at` updates solid.

    Args:
        histories: One for each learner.
        at: Number of updates; the latest by default.
        theme: "light" or "dark".
    """
    return gates_chart(histories, at=at).styled(theme)


def gates_chart(histories: Sequence[History], *, at: int | None = None) -> Chart:
    """Draw a panel for each gated learner."""
    learners = gate_means(histories, at=at)
    if not learners:
        raise InvalidValue("histories", "none with gates", "at least one gated cell")
    stack = panels([learner.label for learner in learners], pixels=HEIGHT)
    up = axis("mean gate", range=[0, 1])
    named = [
        end_labels([_end(gate) for gate in learner.gates], up, side="right", plot=HEIGHT, panel=i)
        for i, learner in enumerate(learners)
    ]
    layout = together(
        stacked_axes(stack, axis("step t", range=[1, _length(learners)]), up) | {"hovermode": "x unified"}, named
    )
    title = "What the gates have learned to do"
    return Chart(build(_traces(learners), layout), title, _summary(learners), _table(learners), stack.height)


def gate_means(histories: Sequence[History], *, at: int | None = None) -> list[LearnerGates]:
    """Mean gates before training and after `at` updates, of every learner that has gates."""
    return [_learner(history, at) for history in histories if _gates(history)]


def _learner(history: History, at: int | None) -> LearnerGates:
    row = len(history.steps) - 1 if at is None else history.row_at(at)
    gates = [GateMeans(name, history.gates[name][0], history.gates[name][row]) for name in _gates(history)]
    return LearnerGates(history.label, gates)


def _traces(learners: Sequence[LearnerGates]) -> list[dict[str, Any]]:
    """Both curves of each gate of each learner; a gate stands in the legend once."""
    first = first_panels([[gate.name for gate in learner.gates] for learner in learners])
    return [
        trace
        for i, learner in enumerate(learners)
        for gate in learner.gates
        for trace in _curves(gate, i, named=first[gate.name] == i)
    ]


def _curves(gate: GateMeans, panel: int, *, named: bool) -> list[dict[str, Any]]:
    color = gate_color(gate.name)
    t = np.arange(1, len(gate.after) + 1)
    place = {"legendgroup": gate.name, **on_panel(panel)}
    before = line(t, gate.before, gate.name, None, pen=pen(color, 1, "dash"), showlegend=False, **place)
    after = line(t, gate.after, gate.name, "%{y:.3f}", pen=pen(color), showlegend=named, **place)
    return [before, after]


def _length(learners: Sequence[LearnerGates]) -> int:
    """Steps of the sequence; at least two, so that the axis has an extent."""
    return max(2, len(learners[0].gates[0].after))


def _end(gate: GateMeans) -> End:
    last, color = float(gate.after[-1]), gate_color(gate.name)
    words, place = (f"{last:.2f}", last) if np.isfinite(last) else ("no number", 0.0)
    return End(gate.name, words, len(gate.after), place, color)


def _summary(learners: Sequence[LearnerGates]) -> str:
    parts = [f"{learner.label}: mean {', '.join(map(_change, learner.gates))}" for learner in learners]
    return ". ".join(parts) + ". Dashed: before training. Averages over units, seeds and fixed sequences."


def _change(gate: GateMeans) -> str:
    return f"{gate.name} from {gate.before.mean():.2f} to {gate.after.mean():.2f}"


def _table(learners: Sequence[LearnerGates]) -> dict[str, list[Any]]:
    table: dict[str, list[Any]] = {"step": list(range(1, len(learners[0].gates[0].after) + 1))}
    for label, gates in learners:
        for gate in gates:
            table[f"{label}: {gate.name} before training"] = gate.before.tolist()
            table[f"{label}: {gate.name}"] = gate.after.tolist()
    return table


def _gates(history: History) -> list[str]:
    """Symbols of the gates on [0, 1]."""
    return [name for name, limits in find_cell(history.cell).gate_ranges.items() if limits == (0, 1)]
