"""Losses of a few trainings over their updates, as they were written down: of networks of which there is no more."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gruviz.figures.drawing.axes import axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import FRAME, End, end_labels
from gruviz.figures.drawing.lines import line, pen
from gruviz.figures.drawing.palette import GREY
from gruviz.validation import InvalidValue
from gruviz.wording import listed, power

PENS = (("#D55E00", "solid"), ("#0072B2", "dash"), ("#009E73", "dashdot"))
"""Colour and dash of each run, in turn."""
HEIGHT = 300
HALF = 0.5
"""Below this part of a guess's loss a training has learned something."""
Losses = Mapping[str, Sequence[float]]


def loss_chart(runs: Losses, *, every: int, chance: float) -> Chart:
    """Draw losses.

    Args:
        runs: By label, the mean over every so many updates.
        every: How many updates.
        chance: The loss of a guess that knows nothing, in nats as well.

    Raises:
        GruvizError: If there is no loss to draw.
    """
    if not runs or not all(map(len, runs.values())):
        raise InvalidValue("runs", "empty", "at least one loss of each")
    updates = {label: every * np.arange(1, len(losses) + 1) for label, losses in runs.items()}
    last = max(int(steps[-1]) for steps in updates.values())
    up = axis("loss (nats)", range=[0.0, 1.15 * max(chance, *(max(losses) for losses in runs.values()))])
    inks = dict(zip(runs, (PENS[i % len(PENS)] for i in range(len(runs))), strict=True))
    curves = [
        line(updates[label], list(runs[label]), label, "%{y:.3f}", pen=pen(color, 3, dash))
        for label, (color, dash) in inks.items()
    ]
    guess = line([0, last], [chance, chance], "guessing", None, pen=pen(GREY, 2, "dot"))
    ends = [End(label, power(losses[-1]), last, losses[-1], inks[label][0]) for label, losses in runs.items()]
    ends.append(End("guessing", power(chance), last, chance, GREY))
    labels = end_labels(ends, up, side="right", plot=HEIGHT - FRAME)
    layout = {"xaxis": axis("updates", range=[0, last]), "yaxis": up, "hovermode": "x unified", **labels}
    return Chart(build([guess, *curves], layout), *_words(runs, last, chance), _table(runs, updates), HEIGHT)


def _words(runs: Losses, last: int, chance: float) -> tuple[str, str]:
    learned = [label for label, losses in runs.items() if losses[-1] < HALF * chance]
    stuck = [label for label in runs if label not in learned]
    title = (
        f"After {last:,} updates, {_who(learned)} learned" if learned else f"After {last:,} updates, none has learned"
    )
    now = listed([f"{label} {power(losses[-1])}" for label, losses in runs.items()])
    as_guess = f" {_who(stuck)} more than half of that." if stuck else ""
    return title, f"Loss after {last:,} updates: {now}; guessing has {power(chance)}.{as_guess}"


def _who(labels: Sequence[str]) -> str:
    return f"{listed(list(labels))} {'has' if len(labels) == 1 else 'have'}"


def _table(runs: Losses, updates: Mapping[str, Any]) -> dict[str, list[Any]]:
    longest = max(updates.values(), key=len)
    return {"updates": longest.tolist()} | {
        f"{label}: loss (nats)": [*losses, *[None] * (len(longest) - len(losses))] for label, losses in runs.items()
    }
