"""The lesson's one figure that trains: which comes first, the gradient or the loss?"""

import math

import numpy as np
from numpy.typing import NDArray

from gruviz.figures.training.highway import highway_chart
from gruviz.lesson.demonstrations import Demonstration
from gruviz.lesson.measures import Measure
from gruviz.tasks import find_task
from gruviz.training.history import History
from gruviz.training.settings import TrainConfig
from gruviz.validation import InvalidValue
from gruviz.wording import power

HEARD = 0.01
"""Ratio from which the first step counts as heard."""
LEARNED = 0.5
"""Share of the error without memory below which the loss counts as fallen."""
NEVER = "never"


def show_highway(config: TrainConfig, learned: list[History]) -> Demonstration:
    """Draw a training.

    Measures, of the first gated learner: `gradient_after` and `loss_after`, in updates; `ratio_before` and `ratio_now`,
    the gradient at the first step; `loss_now`.

    Raises:
        InvalidValue: If no learner has reported anything, or the task is not scored by an error.
    """
    gated = [history for history in learned if history.gates]
    if not gated:
        raise InvalidValue("learners", "none with gates", "at least one gated learner")
    task = find_task(config.task)
    if task.metric != "mean squared error":
        raise InvalidValue("task", config.task, "a task scored by its error, such as adding")
    history = gated[0]
    first = history.ratio[:, 0]
    loss = np.median(history.metric, axis=1)
    gradient_after = _first(history, first >= HEARD)
    loss_after = _first(history, loss < LEARNED * next(iter(task.baselines(config.length).values())))
    measures = {
        "gradient_after": Measure(gradient_after, _updates(gradient_after), "x"),
        "loss_after": Measure(loss_after, _updates(loss_after), "x"),
        "ratio_before": Measure(float(first[0]), power(float(first[0]))),
        "ratio_now": Measure(float(first[-1]), power(float(first[-1]))),
        "loss_now": Measure(float(loss[-1]), power(float(loss[-1]))),
    }
    return Demonstration(highway_chart(learned, config.steps), measures)


def _first(history: History, condition: NDArray[np.bool_]) -> float:
    """Updates at the first event that meets a condition; inf if none does."""
    return float(history.steps[int(np.argmax(condition))]) if condition.any() else math.inf


def _updates(count: float) -> str:
    return f"after {count:.0f} updates" if math.isfinite(count) else NEVER
