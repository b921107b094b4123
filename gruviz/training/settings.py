"""Settings of a training: frozen, and valid once they exist."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gruviz.engine.cells import CELLS, find_cell
from gruviz.experiments.settings import HIDDEN_SIZE, SCALE, SEEDS
from gruviz.experiments.start import Start
from gruviz.tasks import TASKS, Task, find_task
from gruviz.validation import InvalidValue, check_choice, check_integer, check_real

LEAST_SCALE = 0.01
"""Smallest factor on what networks read; with 0 there would be nothing to learn from."""

LEARNER_LIMIT = len(CELLS) + 1
"""Most learners of one training: every named cell, and a custom one."""


@dataclass(frozen=True)
class Learner(Start):
    """A cell that trains, and how it starts.

    Args:
        cell: Registry key.
        learning_rate: Of Adam.
        scheme, gain, update_bias, forget_bias, chrono: See `Start`.

    Raises:
        GruvizError: If a setting is out of range.
    """

    cell: str
    learning_rate: float = 0.01

    def __post_init__(self) -> None:
        super().__post_init__()
        find_cell(self.cell)
        check_real("learning_rate", self.learning_rate, 1e-6, 10.0)

    def weight_settings(self, length: int) -> dict[str, object]:
        """Keywords of `init_weights` that apply, for sequences of a length."""
        return self.settings_for(self.cell, length)


@dataclass(frozen=True)
class TrainConfig:
    """One training: the same task, sequences and seeds for every learner.

    Args:
        task: Registry key, or a task with settings of its own.
        learners: At most as many as there are named cells, and one more.
        length: T, within the task's range.
        hidden_size: H.
        seeds: E, networks of each learner, trained together and clipped each on its own.
        batch_size: B.
        steps: Updates.
        clip: Largest norm of the gradient of a seed's parameters; None does not clip.
        truncation: Cut backpropagation every so many steps; None never does.
        seed: Root of all randomness.
        report_every: Updates between two events.
        schedule: How the learning rates change over the updates, a key of `SCHEDULES`.
        scale: Factor on everything that the networks read; 1 unless the task is made by a formula.

    Raises:
        GruvizError: If a setting is out of range.
    """

    task: str | Task = "adding"
    learners: tuple[Learner, ...] = (Learner("rnn"), Learner("gru"), Learner("lstm"))
    length: int = 50
    hidden_size: int = 32
    seeds: int = 1
    batch_size: int = 32
    steps: int = 1000
    clip: float | None = 1.0
    truncation: int | None = None
    seed: int = 0
    report_every: int = 10
    schedule: str = "constant"
    scale: float = 1.0

    def __post_init__(self) -> None:
        task = find_task(self.task)
        if not 1 <= len(self.learners) <= LEARNER_LIMIT:
            sentence = f"Choose at most {LEARNER_LIMIT} networks." if self.learners else "Choose at least one network."
            raise InvalidValue("learners", f"{len(self.learners)} of them", f"from 1 to {LEARNER_LIMIT}", sentence)
        for learner in self.learners:
            if not isinstance(learner, Learner):
                raise InvalidValue("learners", learner, "each a Learner")
        if len(set(self.learners)) < len(self.learners):
            raise InvalidValue("learners", self.learners, "each learner once")
        check_integer("length", self.length, *task.lengths)
        check_integer("hidden_size", self.hidden_size, *HIDDEN_SIZE)
        check_integer("seeds", self.seeds, *SEEDS)
        check_integer("batch_size", self.batch_size, 1, 256)
        check_integer("steps", self.steps, 1, 20_000)
        if self.clip is not None:
            check_real("clip", self.clip, 1e-3, 1e3)
        if self.truncation is not None:
            check_integer("truncation", self.truncation, 1, 500)
            if task.decodes:
                raise InvalidValue("truncation", self.truncation, f"None for the task {task.key}, which has a decoder")
        check_integer("seed", self.seed, 0, 2**31 - 1)
        check_integer("report_every", self.report_every, 1, 1000)
        check_choice("schedule", self.schedule, SCHEDULES)
        check_real("scale", self.scale, LEAST_SCALE, SCALE[1])
        if self.scale != 1 and task.key not in TASKS:
            raise InvalidValue("scale", self.scale, f"1 for the task {task.key}, whose data are what they are")


def _one_cycle(part: float) -> float:
    rising = part < WARM_UP
    return 0.5 - 0.5 * math.cos(math.pi * (part / WARM_UP if rising else (1 - part) / (1 - WARM_UP)))


WARM_UP = 0.2
"""Part of a cycle in which the learning rate rises."""
SCHEDULES: Mapping[str, Callable[[float], float]] = {"constant": lambda part: 1.0, "one cycle": _one_cycle}
"""Factor on the learning rate after a part of all updates; one cycle goes from 0 to 1 and back, by half cosines.

Reference:
    Smith & Topin 2018, arXiv:1708.07120.
"""
