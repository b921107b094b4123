"""How the scores of networks rise, or their errors fall, while they learn, beside the best rule."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from gruviz.arrays import Array
from gruviz.figures.drawing.axes import Axis, axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import FRAME, End, end_labels
from gruviz.figures.drawing.lines import curve, line, pen
from gruviz.figures.drawing.palette import GREY, cell_color
from gruviz.tasks import Metric
from gruviz.training.history import History
from gruviz.validation import InvalidValue
from gruviz.wording import listed

HEIGHT = 300


def rising_chart(histories: Sequence[History], metric: Metric, rule: tuple[str, float], total: int) -> Chart:
    """Draw the median score of each network over its updates, and the best rule as a level line.

    Args:
        histories: One for each network, all with a score.
        metric: What is measured.
        rule: The best one's name and score.
        total: Updates planned, the end of the axis.
    """
    if not histories:
        raise InvalidValue("histories", "none", "those of at least one network")
    scores = {history.label: _medians(history.metric) for history in histories}
    known = np.concatenate([rule[1:], *scores.values()])
    up = _axis(metric, float(known[np.isfinite(known)].max()))
    hover = "%{y:.1%}" if metric.is_share else "%{y:.3g}"
    level = line([0, total], [rule[1], rule[1]], "best rule", hover, pen=pen(GREY, 2, "dash"))
    traces = [curve(each.cell, each.steps, scores[each.label], each.label, hover) for each in histories]
    last = {label: float(values[-1]) for label, values in scores.items()}
    words = {label: metric.words(value) if np.isfinite(value) else "no number" for label, value in last.items()}
    ends = [
        End(each.label, words[each.label], int(each.steps[-1]), np.nan_to_num(last[each.label]), cell_color(each.cell))
        for each in histories
    ]
    ends.append(End("best rule", metric.words(rule[1]), total, rule[1], GREY))
    layout = {
        "xaxis": axis("updates", range=[0, total]),
        "yaxis": up,
        "hovermode": "x unified",
        **end_labels(ends, up, side="right", plot=HEIGHT - FRAME),
    }
    updates = max(int(history.steps[-1]) for history in histories)
    now = listed([f"{label} {word}" for label, word in words.items()])
    title = f"After {updates:,} updates: {now}; the best rule {metric.words(rule[1])}"
    summary = f"{metric.name.capitalize()} on held-out sequences. The rule: {rule[0]}."
    return Chart(build([*traces, level], layout), title, summary, _table(histories), HEIGHT)


def _medians(values: Array) -> Array:
    """Of the seeds whose score is a number, (N,); nan where there is none."""
    filled = np.where(np.isfinite(values).any(1, keepdims=True), values, 0.0)
    medians = np.nanmedian(np.where(np.isfinite(filled), filled, np.nan), axis=1)
    return np.where(np.isfinite(values).any(1), medians, np.nan)


def _axis(metric: Metric, largest: float) -> Axis:
    if metric.is_share:
        return axis(metric.name, range=[0, 1.03], tickformat=".0%")
    return axis(metric.name, range=[0, 1.06 * largest or 1.0])


def _table(histories: Sequence[History]) -> dict[str, list[Any]]:
    rows = [(each, k) for each in histories for k in range(len(each.steps))]
    return {
        "network": [each.label for each, _ in rows],
        "updates": [int(each.steps[k]) for each, k in rows],
        "score": [float(_medians(each.metric)[k]) for each, k in rows],
    }
