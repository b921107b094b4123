"""Histories written by hand, as a training would leave them."""

import numpy as np

from gruviz.figures.drawing.chart import Chart
from gruviz.training.history import History
from tests.figures.checks import axes, check_chart

GATES = {"rnn": (), "gru": ("r", "z", "n"), "lstm": ("i", "f", "g", "o")}


def learner(label="GRU", cell="gru", steps=(0, 10, 20), loss=(2.0, 1.0, 0.5), metric=None, ratio=None, solved_at=0.02):
    """A history; `loss` and `metric` hold one row per event, each a number or one per seed."""
    loss = rows(loss, len(steps))
    metric = loss / 4 if metric is None else rows(metric, len(steps))
    if ratio is None:
        ratio = np.outer(np.ones(len(steps)), 0.5 ** np.arange(4, -1, -1.0))
    ratio = np.array(ratio, dtype=np.float64)
    gates = {
        name: np.linspace(0.1 * (i + 1), 0.2 * (i + 1), len(steps))[:, None] * np.ones(ratio.shape[1] - 1)
        for i, name in enumerate(GATES[cell])
    }
    return History(
        label=label,
        cell=cell,
        steps=np.array(steps),
        loss=loss,
        metric=metric,
        solved=metric <= solved_at,
        diverged=~np.isfinite(loss),
        gradient_norm=3 * loss,
        clipped_norm=np.minimum(3 * loss, 1.0),
        profile=7 * ratio,
        ratio=ratio,
        gates=gates,
        answers=np.zeros((len(steps), loss.shape[1], 1, 1)),
        weights=None,
        readout=None,
    )


def rows(values, count):
    values = np.array(values, dtype=np.float64)
    return values.reshape(count, -1)


def dead(count=3, steps=4):
    """Ratios of a gradient that is exactly zero before the last step."""
    return [[*[0.0] * steps, 1.0]] * count


LEARNING = learner(
    metric=[[0.5, 0.4, 0.6], [0.01, 0.3, 0.5], [0.01, 0.015, 0.4]], loss=[[2, 3, 4], [1, 2, 3], [1, 1, 2]]
)
"""Two of three seeds solve it, after 10 and 20 updates."""
STUCK = learner("RNN", "rnn", metric=[[0.5, 0.4, 0.6]] * 3, loss=[[2, 3, 4]] * 3, ratio=dead())
SAME_CELL = learner("GRU (chrono)", metric=[[0.5, 0.4, 0.6], [0.3, 0.3, 0.3], [0.2, 0.2, 0.2]], loss=[[2, 3, 4]] * 3)
GONE = learner(
    "LSTM",
    "lstm",
    steps=(0, 7),
    loss=[[2, np.inf], [np.nan, np.inf]],
    metric=[[0.5, 0.4], [np.nan, np.nan]],
    ratio=[[1e-3, 0.1, 0.2, 0.5, 1], [np.nan, np.nan, 1e-40, np.inf, 1]],
)
"""Diverged in both seeds, after an update between two events of the others; every value is NaN or infinite."""


def check_training(chart: Chart, along: str = "updates") -> Chart:
    """What every chart owes its reader, with updates along its lowest axis; returns it."""
    assert "undefined-fold" not in chart.summary
    assert list(axes(chart.figure, "x").values())[-1]["title"]["text"] == along
    return check_chart(chart)
