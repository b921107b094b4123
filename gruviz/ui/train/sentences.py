"""What is said of a training beside its charts: what becomes of each learner, and who was first."""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from gruviz.figures.training.highway import growth
from gruviz.tasks import find_task
from gruviz.training.history import History
from gruviz.training.settings import TrainConfig
from gruviz.ui.markdown import literal
from gruviz.wording import power, share, signed, steps

NOBODY = "Nobody"
NAMED = {1e15: "thousand trillion", 1e12: "trillion", 1e9: "billion", 1e6: "million"}
"""Large units, for people."""


def first_to_solve(learned: Sequence[History]) -> list[str]:
    """Who was first to solve it with at least half of its networks: several where they tie, none where nobody did."""
    soonest = min(history.mostly_solved for history in learned)
    return [history.label for history in learned if history.mostly_solved == soonest] if isfinite(soonest) else []


def sentence(history: History, config: TrainConfig) -> str:
    """What is happening to a learner."""
    task = find_task(config.task)
    label = f"**{literal(history.label)}**:"
    solved, seeds = history.seeds_solved, history.solved.shape[1]
    gradient = f"the gradient {steps(history.ratio.shape[1] - 1)} back {_fate(history, config)}"
    if history.diverged[-1].all():
        return f"{label} stopped: its values became NaN or infinite."
    if solved:
        by = "all seeds" if solved == seeds else f"{solved} of {seeds} seeds"
        return f"{label} solved by {by}; {gradient}."
    baseline = next(iter(task.baselines(config.length).values()))
    now = float(np.nanmedian(history.metric[-1]))
    stuck = now < baseline + 0.2 * (1 - baseline) if task.metric == "accuracy" else now > 0.8 * baseline
    where = "it hardly does better than a guess without memory" if stuck else "the score is moving, not solved yet"
    return f"{label} {where}; {gradient}."


def _fate(history: History, config: TrainConfig) -> str:
    """What has become of the gradient at the initial state."""
    now, change = float(history.ratio[-1, 0]), growth(history)
    if now == 0:
        is_cut = config.truncation is not None and config.truncation < history.ratio.shape[1] - 1
        return "is exactly zero, since it is cut" if is_cut else "is zero, or less than float32 can hold"
    return f"{change_words(change)} since the start" if isfinite(change) else f"is now {power(now)}"


def change_words(factor: float) -> str:
    """What a factor has made of something: "has halved", "has grown to 36 billion times its size"."""
    about = {0.5: "has halved", 1.0: "has hardly changed", 2.0: "has doubled"}
    for round_factor, words in about.items():
        if abs(factor / round_factor - 1) < 0.1:
            return words
    if factor < 1:
        return f"has shrunk to {share(factor)} of what it was"
    unit, name = next(((unit, f" {name}") for unit, name in NAMED.items() if factor >= unit), (1.0, ""))
    size = signed(float(f"{factor:.2g}"), ",.0f") if 9_950 <= factor < 1e6 else power(factor / unit)
    return f"has grown to {size}{name} times its size"
