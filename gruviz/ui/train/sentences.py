"""What is said of a training beside its charts: what becomes of each learner, and how a guess did."""

from collections.abc import Iterable, Sequence
from math import isfinite

import numpy as np

from gruviz.figures.training.highway import growth
from gruviz.tasks import find_task
from gruviz.training.history import History
from gruviz.training.settings import TrainConfig
from gruviz.ui.markdown import literal
from gruviz.wording import listed, power, share, signed, steps

NOBODY = "Nobody"
NAMED = {1e15: "thousand trillion", 1e12: "trillion", 1e9: "billion", 1e6: "million"}
"""Large units, for people."""


def held_against(learned: Sequence[History], guess: str) -> str:
    """Hold the guess against the run; who ties for the first place is right."""
    first = first_to_solve(learned)
    verdict = "as you guessed" if guess in (first or [NOBODY]) else f"you guessed {guess}"
    if not first:
        return f"Nobody solved it; {verdict}."
    return f"{listed(first)} {'was' if len(first) == 1 else 'were'} first to solve it, {verdict}."


def first_to_solve(learned: Sequence[History]) -> list[str]:
    """Who solved it first: several where they tie, none where nobody did."""
    soonest = min(history.first_solved for history in learned)
    return [history.label for history in learned if history.first_solved == soonest and history.seeds_solved]


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


def despite_the_cut(learned: Iterable[History], config: TrainConfig) -> str:
    """Why a network can solve a task over more steps than any gradient goes back."""
    solvers = [literal(history.label) for history in learned if history.seeds_solved]
    if not solvers or config.truncation is None or config.truncation >= config.length:
        return ""
    return (
        f"No gradient went back more than {steps(config.truncation)}, and yet {listed(solvers)} solved a task over "
        f"{steps(config.length)}: the weights are the same at every step, so that what is learned near "
        "the loss is done farther back as well."
    )
