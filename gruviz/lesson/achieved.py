"""What exercises ask of a training and of a close-up, measured."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from gruviz.engine.gradients import GradientFlow
from gruviz.lesson.measures import Measure
from gruviz.training.history import History
from gruviz.training.settings import TrainConfig
from gruviz.wording import counted, share, steps


def measure_training(config: TrainConfig, learned: Sequence[History]) -> dict[str, Measure]:
    """What has been learned.

    Names end with the cell; of several learners of one cell the best counts. `solved` is how many networks have solved
    the task, `updates` after how many updates the first of them had, inf if none has. `set_length` is the setting.
    """
    measures = {"set_length": Measure(float(config.length), steps(config.length))}
    for history in sorted(learned, key=lambda one: (one.seeds_solved, -one.first_solved)):  # the best comes last
        first, count, networks = history.first_solved, history.seeds_solved, history.solved.shape[1]
        said = f"after {first:.0f} updates" if math.isfinite(first) else "never"
        measures |= {
            f"solved_{history.cell}": Measure(float(count), f"{count} of {counted(networks, 'network')}"),
            f"updates_{history.cell}": Measure(first, said),
        }
    return measures


def measure_closeup(flow: GradientFlow, *, is_right: bool | None = None) -> dict[str, Measure]:
    """What a close-up shows of one network, E = B = 1.

    `kept` is the gradient of the state at the first step relative to the last. `heard` is the gradient of the first
    input relative to that of the input which the loss hears most: 1 if it hears none better, 0 if that one is not
    heard, nan if none is. `right` is 1 where the network answers right and 0 where it does not.
    """
    state, inputs = flow.norms["state"][:, 0, 0], flow.input_norms[:, 0, 0].astype(np.float64)
    measures = {
        "kept": _ratio(float(state[0]), float(state[-1])),
        "heard": _ratio(float(inputs[0]), float(inputs.max())),
    }
    if is_right is not None:
        measures["right"] = Measure(float(is_right), "right" if is_right else "wrong")
    return measures


def own_steps(count: int) -> Mapping[str, Measure]:
    """How many steps of a run are a person's own text or numbers."""
    return {"own": Measure(float(count), f"{steps(count)} of your own" if count else "nothing of your own yet")}


def _ratio(value: float, unit: float) -> Measure:
    ratio = value / unit if unit > 0 and math.isfinite(unit) else math.nan
    return Measure(ratio, share(ratio) if ratio == ratio else "nothing")
