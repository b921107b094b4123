"""Settings are chosen within the training part: it is split once more, and what is held out then stays unseen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from gruviz.arrays import Array
from gruviz.networks.network import Pass
from gruviz.tasks import (
    METRICS,
    Balancing,
    Batch,
    Digits,
    Examples,
    Forecasting,
    Language,
    Speech,
    Split,
    Task,
    Translation,
    Wearable,
)
from gruviz.tasks.balancing import attempt
from gruviz.tasks.examples import pick
from gruviz.tasks.language import training_part
from gruviz.tasks.metrics import Targets
from gruviz.tasks.wearable import FOLDS
from gruviz.validation import InvalidValue


def rehearsal(task: Task, turn: int = 0) -> Task:
    """The same task within its training part: it learns from one part of that and is judged on the rest.

    What is judged on is taken out by the rule of the task itself: other sequences, other people, a later time, other
    starts. Nothing of the task's own held-out part is in either.

    Args:
        task: An application.
        turn: Which part is judged on, where there are several; of a text or a series always the last.

    Raises:
        GruvizError: If it has no training part.
    """
    if isinstance(task, Language):
        return replace(task, corpus=training_part(task.reading), alphabet=task.letters)
    if isinstance(task, Forecasting):
        return replace(task, values=tuple(task.series[: task.cut].tolist()))
    if type(task) not in _REHEARSALS:
        raise InvalidValue("task", task.key, "an application")
    return _REHEARSALS[type(task)](**task.settings, turn=turn)


def best_rate(scores: Mapping[str, Sequence[float]], metric: str) -> str:
    """The learning rate with the best mean of its scores; of equal ones the smallest.

    Args:
        scores: On validation parts, by rate.
        metric: A key of `METRICS`.
    """
    sign = -1 if METRICS[metric].higher_is_better else 1
    return min(sorted(scores, key=float), key=lambda rate: sign * float(np.mean(scores[rate])))


@dataclass(frozen=True)
class _Turn:
    turn: int = 0


@dataclass(frozen=True)
class _Within(_Turn, Examples):
    """As many sequences are set apart as the task itself holds out."""

    def split(self, length: int) -> Split:
        training, held_out = super().split(length)
        return _set_apart(training, held_out.inputs.shape[1], self.turn)


def _set_apart(training: Batch, size: int, turn: int) -> Split:
    every = np.arange(training.inputs.shape[1])
    apart = (every >= turn * size) & (every < (turn + 1) * size)
    return Split(*(pick(training, every[part]) for part in (~apart, apart)))


@dataclass(frozen=True)
class _Digits(_Within, Digits):
    pass


@dataclass(frozen=True)
class _Speech(_Within, Speech):
    pass


@dataclass(frozen=True)
class _Translation(_Within, Translation):
    pass


@dataclass(frozen=True)
class _Wearable(_Turn, Wearable):
    """The people of another fold are set apart."""

    def _split(self, length: int) -> Split:
        other = Wearable((self.fold + self.turn) % FOLDS + 1)
        return self.parts(length, other.people, absent=self.people)


@dataclass(frozen=True)
class _Balancing(_Turn, Balancing):
    """Other starts, and darkness at other times."""

    def measure(self, passed: Pass, targets: Targets) -> Array:
        seed = self.turn + 1
        return attempt(passed.network, self.blackout, remembers=len(targets) > 1, seed=seed).balanced.mean(-1)


_REHEARSALS: Mapping[type[Task], type[_Digits | _Speech | _Translation | _Wearable | _Balancing]] = {
    Digits: _Digits,
    Speech: _Speech,
    Translation: _Translation,
    Wearable: _Wearable,
    Balancing: _Balancing,
}
