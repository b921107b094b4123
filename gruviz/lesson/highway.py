"""The lesson's one figure that trains: what the gradient does while the loss stands still."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.figures.training.plateau import plateau_chart
from gruviz.lesson.demonstration import Demonstration
from gruviz.lesson.measures import Measure
from gruviz.tasks import find_task
from gruviz.training.history import History
from gruviz.training.settings import TrainConfig
from gruviz.validation import InvalidValue
from gruviz.wording import power, share, signed

REACHED = 1e-4
"""Ratio from which the gradient counts as having reached the first step: from here on training can use it."""
LEFT = 0.95
"""Share of the plateau below which the error counts as having left it, if it stays there."""
NEVER = "never"
MEASURED = dict.fromkeys(
    (
        *("gradient_after", "loss_after", "lead", "plateau", "loss_now", "set_seq_len"),
        *("ratio_before", "ratio_then", "ratio_now", "rise"),
    ),
    Measure(math.nan, NEVER),
)
"""What is measured of a training, before there is one."""


class Plateau(NamedTuple):
    """Where an error stands still before it falls."""

    level: float
    """Median error from the first report of the training to where it has halved; to the end if it never does."""
    left: int | None
    """Index of the first report from which on the error stays below `LEFT` of the level; None if it never does."""


def show_highway(config: TrainConfig, learned: list[History]) -> Demonstration:
    """Draw a training.

    Measures, of the first gated learner: `gradient_after` and `loss_after`, the updates after which the gradient at the
    first step has reached `REACHED` and the error has left its plateau, and `lead` between them; `plateau`, the error
    there; `ratio_before`, `ratio_then` and `ratio_now`, the gradient at the first step before training, when the error
    leaves the plateau, and at the end; `rise`, the factor between the first two; `loss_now`.

    Raises:
        InvalidValue: If no learner has reported anything, or the task is not scored by an error.
    """
    gated = [history for history in learned if history.gates]
    if not gated:
        raise InvalidValue("learners", "none with gates", "at least one gated learner")
    task = find_task(config.task)
    if task.metric != "mean squared error":
        raise InvalidValue("task", config.task, "a task scored by its error, such as adding")
    without_memory = next(iter(task.baselines(config.length).values()))
    chart, measures = plateau_chart(learned, task, config.length, config.steps), _measures(gated[0], without_memory)
    return Demonstration(replace(chart, title=_finding(measures)), measures)


def _finding(measures: Mapping[str, Measure]) -> str:
    gradient, error = measures["gradient_after"], measures["loss_after"]
    reaches = f"reaches the first step {gradient.text}" if gradient.text != NEVER else "does not reach the first step"
    leaves = f"leaves its plateau {error.text}" if error.text != NEVER else "does not leave its plateau"
    return f"The gradient {reaches}, the error {leaves}"


def plateau_of(loss: Array, without_memory: float) -> Plateau:
    """Find the plateau of an error, (N,), whose first report is from before any update."""
    halved = np.flatnonzero(loss < 0.5 * without_memory)
    end = int(halved[0]) if len(halved) else len(loss)
    level = float(np.median(loss[1 : max(end, 2)])) if len(loss) > 1 else float(loss[0])
    left = int(np.flatnonzero(loss >= LEFT * level)[-1]) + 1 if (loss >= LEFT * level).any() else 0
    return Plateau(level, left if left < len(loss) else None)


def _measures(history: History, without_memory: float) -> dict[str, Measure]:
    ratio, loss = history.ratio[:, 0], np.median(history.metric, axis=1)
    plateau = plateau_of(loss, without_memory)
    reached = np.flatnonzero(ratio >= REACHED)
    gradient_after = float(history.steps[reached[0]]) if len(reached) else math.inf
    loss_after = math.inf if plateau.left is None else float(history.steps[plateau.left])
    before, now = float(ratio[0]), float(ratio[-1])
    then = now if plateau.left is None else float(ratio[plateau.left])
    lead = loss_after - gradient_after if math.isfinite(loss_after + gradient_after) else math.nan
    rise = then / before if before > 0 else math.nan
    return {
        "gradient_after": Measure(gradient_after, _updates(gradient_after), "x"),
        "loss_after": Measure(loss_after, _updates(loss_after), "x"),
        "lead": Measure(lead, f"{lead:.0f} updates"),
        "plateau": Measure(plateau.level, signed(plateau.level, ".2g"), "y"),
        "ratio_before": Measure(before, share(before)),
        "ratio_then": Measure(then, share(then)),
        "ratio_now": Measure(now, share(now)),
        "rise": Measure(rise, f"{power(rise)} times"),
        "loss_now": Measure(float(loss[-1]), power(float(loss[-1])), "y"),
        "set_seq_len": Measure(float(history.ratio.shape[1] - 1), str(history.ratio.shape[1] - 1)),
    }


def _updates(count: float) -> str:
    return f"after {count:.0f} updates" if math.isfinite(count) else NEVER
