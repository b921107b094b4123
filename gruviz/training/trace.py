"""A small copy of a training's history: what its picture is drawn from, in a browser or out of a file.

Gradients are coded in one byte each, 0 for exactly zero, 1 for no number, 2 to 255 for powers of ten from −20 to +5;
what lies beyond these is drawn at the nearer end. Other numbers are medians over the networks of a learner that have
one, in six digits.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.tasks import find_task
from gruviz.tasks.metrics import softmax
from gruviz.training.history import History
from gruviz.training.settings import TrainConfig

ZERO, NO_NUMBER, LOWEST, HIGHEST = 0, 1, 2, 255
DECADES = -20.0, 5.0
"""Powers of ten at `LOWEST` and `HIGHEST`."""
HEARD = 0.01
"""Part of the last step's gradient that has to be left for a step to be heard."""
SERIES = ("loss", "metric", "hears", "answers")
"""Fields of a `LearnerTrace` with an entry for each report, the ratio aside."""

Answer = float | list[Any] | None
"""A number; or the chances of all classes, a list of lists where several steps are read; None: not finite."""


@dataclass(frozen=True, kw_only=True)
class LearnerTrace:
    """One learner; every field but the last two has an entry for each of `Trace.steps`.

    Args:
        ratio: Codes of ‖∂L/∂s_t‖ relative to the last step, rows of T+1 bytes.
        loss: Of the training batch.
        metric: On the probes.
        hears: Steps back down to which at least 1% of the last step's gradient is left all the way.
        answers: What the first network says to the first of the probes.
        solved: Updates from which on at least half of the networks have counted as solved; None if fewer do.
        stopped: Update at which the last of the networks stopped, as its numbers could not be used; None if one goes
            on.
    """

    ratio: bytes
    loss: tuple[float | None, ...]
    metric: tuple[float | None, ...]
    hears: tuple[int, ...]
    answers: tuple[Answer, ...]
    solved: int | None
    stopped: int | None

    def codes(self) -> NDArray[np.uint8]:
        """The coded ratios, (N, T+1)."""
        return np.frombuffer(self.ratio, np.uint8).reshape(len(self.hears), -1)

    def at(self, rows: Sequence[int]) -> "LearnerTrace":
        """Some of the reports."""
        series: dict[str, Any] = {name: tuple(getattr(self, name)[row] for row in rows) for name in SERIES}
        return replace(self, ratio=self.codes()[list(rows)].tobytes(), **series)

    def row(self, index: int) -> tuple[object, ...]:
        """Everything that is known after `Trace.steps[index]` updates."""
        width = len(self.ratio) // len(self.hears)
        codes = self.ratio[index * width : (index + 1) * width]
        return codes, self.loss[index], self.metric[index], self.answers[index]


@dataclass(frozen=True)
class Trace:
    """All learners of a training, after the same numbers of updates.

    Args:
        steps: Updates made, (N,).
        learners: In the order of the configuration.
    """

    steps: tuple[int, ...]
    learners: tuple[LearnerTrace, ...]

    def first_difference(self, other: "Trace") -> int | None:
        """After how many updates two traces of one configuration differ first; None where they never do.

        Only updates that both have reached are compared.
        """
        for index, step in enumerate(self.steps[: len(other.steps)]):
            pairs = zip(self.learners, other.learners, strict=True)
            if step != other.steps[index] or any(one.row(index) != two.row(index) for one, two in pairs):
                return step
        return None

    def thinned(self, stride: int) -> "Trace":
        """Every stride-th report only, and the last."""
        if stride == 1:
            return self
        rows = sorted({*range(0, len(self.steps), stride), len(self.steps) - 1})
        return Trace(tuple(self.steps[row] for row in rows), tuple(learner.at(rows) for learner in self.learners))

    def as_json(self) -> dict[str, Any]:
        """As JSON has it; bytes in base64."""
        return {
            "steps": list(self.steps),
            "learners": [vars(one) | {"ratio": base64.b64encode(one.ratio).decode()} for one in self.learners],
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "Trace":
        """From what `as_json` has made."""
        learners = []
        for one in record["learners"]:
            lists = {name: tuple(one[name]) for name in SERIES}
            learners.append(LearnerTrace(**one | lists | {"ratio": base64.b64decode(one["ratio"])}))
        return cls(tuple(record["steps"]), tuple(learners))


def trace_of(config: TrainConfig, learned: Sequence[History]) -> Trace:
    """Copy what all learners have reported so far, up to the last update of which each that goes on has told.

    Args:
        config: Of the training.
        learned: A history of every learner.
    """
    steps = _common_steps(learned)
    return Trace(tuple(map(int, steps)), tuple(_learner(config, history, steps) for history in learned))


def heard_steps(ratio: Array) -> NDArray[np.int64]:
    """Steps back down to which at least `HEARD` of the last step's gradient is left all the way, (…, T+1) → (…)."""
    heard = np.cumprod(ratio[..., ::-1] >= HEARD, axis=-1).sum(-1)
    return np.maximum(heard - 1, 0)


def coded(ratio: Array) -> NDArray[np.uint8]:
    """Ratios in one byte each."""
    low, high = DECADES
    with np.errstate(divide="ignore", invalid="ignore"):
        places = LOWEST + (np.log10(ratio) - low) / (high - low) * (HIGHEST - LOWEST)
    codes = np.clip(np.nan_to_num(np.rint(places), nan=LOWEST, posinf=HIGHEST), LOWEST, HIGHEST)
    codes = np.where(ratio == 0, ZERO, np.where(np.isnan(ratio), NO_NUMBER, codes))
    return codes.astype(np.uint8)


def decoded(code: int) -> float:
    """The ratio that a code stands for; nan for no number."""
    low, high = DECADES
    if code < LOWEST:
        return 0.0 if code == ZERO else np.nan
    return float(10 ** (low + (code - LOWEST) / (HIGHEST - LOWEST) * (high - low)))


def said(config: TrainConfig, outputs: Array) -> Answer:
    """What one network's outputs, (R, K), say: a number, or the chances of the classes."""
    if not np.isfinite(outputs).all():
        return None
    if find_task(config.task).metric != "accuracy":
        return _rounded(float(outputs[-1, 0]))
    chances = [[round(float(chance), 4) for chance in row] for row in softmax(outputs)]
    return chances[0] if len(chances) == 1 else chances


def _common_steps(learned: Sequence[History]) -> NDArray[np.int64]:
    going = [history for history in learned if not _has_stopped(history)]
    return min((history.steps for history in going), key=len) if going else max(learned, key=_last).steps


def _last(history: History) -> int:
    return int(history.steps[-1])


def _has_stopped(history: History) -> bool:
    return bool(history.diverged[-1].all())


def _learner(config: TrainConfig, history: History, steps: NDArray[np.int64]) -> LearnerTrace:
    """Rows after a learner has stopped keep its last answers; its gradient is no number there."""
    rows = np.minimum(np.searchsorted(history.steps, steps), len(history.steps) - 1)
    over = steps > history.steps[-1]
    ratio = np.where(over[:, None], np.nan, history.ratio[rows])
    solved = history.mostly_solved
    return LearnerTrace(
        ratio=coded(ratio).tobytes(),
        loss=_medians(np.where(over[:, None], np.nan, history.loss[rows])),
        metric=_medians(history.metric[rows]),
        hears=tuple(map(int, heard_steps(ratio))),
        answers=tuple(said(config, outputs[0]) for outputs in history.answers[rows]),
        solved=int(solved) if np.isfinite(solved) else None,
        stopped=int(history.steps[-1]) if _has_stopped(history) else None,
    )


def _medians(values: Array) -> tuple[float | None, ...]:
    """Of each row, over what is finite."""
    rows = [row[np.isfinite(row)] for row in values]
    return tuple(_rounded(float(np.median(row))) if len(row) else None for row in rows)


def _rounded(value: float) -> float:
    return float(f"{value:.6g}")
