"""How much each input changes an answer: the norm of its gradient along a text, a sentence or a window."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import axis, log_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.lines import POWERS, curve
from gruviz.validation import InvalidValue
from gruviz.wording import power

FEW = 40
"""Items that are named below the axis."""
DECADES = 12
"""Powers of ten that are drawn at most."""


class Reach(NamedTuple):
    """The gradient of one model's answer.

    Args:
        cell: Registry key.
        norms: ‖∂ answer / ∂x_t‖, (T,).
    """

    cell: str
    norms: Array


class ReachWords(NamedTuple):
    """How the chart speaks.

    Args:
        answer: Of whose log-probability the gradient is, as in "the guess “e”".
        items: What the inputs are, in the plural, as in "characters".
    """

    answer: str
    items: str


def answer_reach(
    reaches: Mapping[str, Reach], items: Sequence[str], words: ReachWords, *, theme: str = "light"
) -> go.Figure:
    """Draw the gradient of an answer at every input, all models on one scale.

    Args:
        reaches: By label, all of equal length.
        items: Name of each input, (T,).
        words: How the chart speaks.
        theme: "light" or "dark".
    """
    return reach_chart(reaches, items, words).styled(theme)


def reach_chart(reaches: Mapping[str, Reach], items: Sequence[str], words: ReachWords) -> Chart:
    """Draw a curve for each model on one log axis; each item is named below where they are few."""
    if not reaches or not items:
        raise InvalidValue("reaches", "empty", "at least one model and one input")
    positions = list(range(1, len(items) + 1))
    floor, ceiling = _decades(reaches)
    named = {"tickvals": positions, "ticktext": list(items)} if len(items) <= FEW else {}
    layout = {
        "xaxis": axis(f"{words.items} in the order in which they were read", **named),
        "yaxis": log_axis("gradient norm", floor, ceiling, apart=max(1, (ceiling - floor) // 6)),
        "hovermode": "x unified",
    }
    traces = [_curve(label, reach, items, floor) for label, reach in reaches.items()]
    table: dict[str, Sequence[Any]] = {"position": positions, words.items: list(items)}
    table |= {label: reach.norms.tolist() for label, reach in reaches.items()}
    return Chart(build(traces, layout), _title(reaches, words), _summary(reaches, items, words), table, 380)


def _curve(label: str, reach: Reach, items: Sequence[str], floor: int) -> dict[str, Any]:
    norms = np.where(reach.norms >= 10.0**floor, reach.norms, np.nan)
    positions = list(range(1, len(items) + 1))
    return curve(reach.cell, positions, norms, label, f"%{{customdata}}: {POWERS}", customdata=list(items))


def _decades(reaches: Mapping[str, Reach]) -> tuple[int, int]:
    """Powers of ten that bound the axis; what is zero, NaN or infinite does not count."""
    norms = np.concatenate([reach.norms for reach in reaches.values()])
    alive = norms[np.isfinite(norms) & (norms > 0)]
    if not alive.size:
        return -1, 0
    ceiling = int(np.floor(np.log10(alive.max()))) + 1
    return max(int(np.floor(np.log10(alive.min()))), ceiling - DECADES), ceiling


def span(norms: Array) -> int:
    """How many of the last inputs hold nine tenths of the summed norm; 0 where it is all zero."""
    back = np.cumsum(norms[::-1])
    return int(np.searchsorted(back, 0.9 * back[-1]) + 1) if back[-1] > 0 else 0


def _title(reaches: Mapping[str, Reach], words: ReachWords) -> str:
    spans = ", ".join(f"{label} {span(reach.norms)}" for label, reach in reaches.items())
    return f"How many {words.items} back {words.answer} looks: {spans}"


def _summary(reaches: Mapping[str, Reach], items: Sequence[str], words: ReachWords) -> str:
    parts = [
        f"{label}: {power(float(reach.norms[-1]))} at the last, {power(float(reach.norms[0]))} at the first, largest "
        f"at number {int(reach.norms.argmax()) + 1}, “{items[int(reach.norms.argmax())]}”"
        for label, reach in reaches.items()
    ]
    return (
        f"How much {words.answer} changes with each of {len(items)} {words.items}: the norm of the gradient of its "
        f"log-probability. It looks back as far as the last {words.items} that hold nine tenths of the sum. "
        f"{'. '.join(parts)}."
    )
