"""Mean gate activations along the sequence, while the learner learns."""

from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.cells import find_cell
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.drawing.theme import FALLBACK, GATE_COLORS, axis_key, axis_name, build, panels
from gruviz.training.history import History
from gruviz.validation import InvalidValue


def mean_gates(learned: list[History], *, at: int | None = None, theme: str = "light") -> go.Figure:
    """Draw each gated learner's mean gates at each time step: before training dashed, after `at` updates solid."""
    return gates_chart(learned, at=at).styled(theme)


def gates_chart(learned: list[History], *, at: int | None = None) -> Chart:
    """The same as a chart; `at` is the latest update by default."""
    gated = [history for history in learned if _gates(history)]
    if not gated:
        raise InvalidValue("histories", "none with gates", "at least one gated cell")
    stack = panels([history.label for history in gated], pixels=150)
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"annotations": stack.headings, "hovermode": "x unified"}
    table: dict[str, list[Any]] = {}
    parts = []
    for i, history in enumerate(gated):
        row = len(history.steps) - 1 if at is None else history.row_at(at)
        drawn = {gate for other in gated[:i] for gate in _gates(other)}
        words = []
        for name in _gates(history):
            start, now = history.gates[name][0], history.gates[name][row]
            traces += _curves(name, start, now, i, named=name not in drawn)
            table.setdefault("step", list(range(1, len(now) + 1)))
            table[f"{history.label}: {name} before training"] = start.tolist()
            table[f"{history.label}: {name}"] = now.tolist()
            words.append(f"{name} from {start.mean():.2f} to {now.mean():.2f}")
        parts.append(f"{history.label}: mean {', '.join(words)}")
        last = i == len(gated) - 1
        layout[axis_key("x", i)] = {"anchor": axis_name("y", i), "title": {"text": "step t" if last else ""}}
        layout[axis_key("y", i)] = {
            "domain": stack.extents[i],
            "anchor": axis_name("x", i),
            "range": [0, 1],
            "title": {"text": "mean gate"},
        }
    title = "What the gates have learned to do"
    summary = ". ".join(parts) + ". Dashed: before training. Averages over units, seeds and fixed sequences."
    return Chart(build(traces, layout), title, summary, table, stack.height)


def _curves(name: str, start: Array, now: Array, panel: int, *, named: bool) -> list[dict[str, Any]]:
    color = GATE_COLORS.get(name, FALLBACK)
    common = {
        "type": "scatter",
        "mode": "lines",
        "x": np.arange(1, len(now) + 1),
        "xaxis": axis_name("x", panel),
        "yaxis": axis_name("y", panel),
        "name": name,
        "legendgroup": name,
    }
    before = {
        "y": start,
        "showlegend": False,
        "hoverinfo": "skip",
        "line": {"color": color, "width": 1, "dash": "dash"},
    }
    after = {"y": now, "showlegend": named, "hovertemplate": "%{y:.3f}", "line": {"color": color, "width": 3}}
    return [common | before, common | after]


def _gates(history: History) -> list[str]:
    """Symbols of the gates on [0, 1]."""
    return [name for name, limits in find_cell(history.cell).gate_ranges.items() if limits == (0, 1)]
