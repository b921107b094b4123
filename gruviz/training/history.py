"""What a training leaves behind: events as they come, and the history of each learner."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.engine.weights import Weights
from gruviz.experiments.run import run_label
from gruviz.training.settings import Learner, TrainConfig


@dataclass(frozen=True, eq=False, kw_only=True)
class Measurements:
    """What is measured of E networks at one time; a `History` has an axis N in front of every array.

    Args:
        loss: Of the last training batch, (E,); of the probes before the first update.
        metric: On the fixed probes, (E,).
        solved: Whether the metric is at or beyond what counts as solved, (E,).
        diverged: Whether a seed stopped at a loss or gradient that no update can use, (E,).
        gradient_norm: Norm of the parameters' gradient, (E,).
        clipped_norm: That norm after clipping, (E,); 0 for a seed that has stopped.
        profile: ‖∂L/∂s_t‖, median over the sequences of all seeds that go on, (T+1,); of an encoder–decoder, all along
            its way, (T+R+1,), and likewise below.
        ratio: The profile relative to its last step, median over the same sequences, (T+1,).
        gates: Mean activation at each step on the probes, by symbol, each (T,).
        answers: Outputs for the first of the probes, at most the last few read steps, (E, R, K).
    """

    loss: Array
    metric: Array
    solved: NDArray[np.bool_]
    diverged: NDArray[np.bool_]
    gradient_norm: Array
    clipped_norm: Array
    profile: Array
    ratio: Array
    gates: dict[str, Array]
    answers: Array


@dataclass(frozen=True, eq=False, kw_only=True)
class Parameters:
    """The parameters of E networks once their training has ended; None until then.

    Args:
        weights: Of the layer that reads the inputs.
        readout: W (E, K, F) and b (E, K).
        decoder: Of the decoder; None for a task without one.
    """

    weights: Weights | None = None
    readout: tuple[Array, Array] | None = None
    decoder: Weights | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class TrainingEvent(Parameters, Measurements):
    """The state of one learner after a number of updates.

    Args:
        learner: Index into the configuration's learners.
        step: Updates made so far.
    """

    learner: int
    step: int


@dataclass(frozen=True, eq=False, kw_only=True)
class History(Parameters, Measurements):
    """Everything one learner has reported so far: N events, first the one before any update.

    Args:
        label: Cell and start in words.
        cell: Registry key.
        steps: Updates made, (N,).
    """

    label: str
    cell: str
    steps: NDArray[np.int64]

    def row_at(self, updates: int) -> int:
        """Index of the last event not later than so many updates."""
        return max(0, int(np.searchsorted(self.steps, updates, side="right")) - 1)

    @property
    def solved_steps(self) -> Array:
        """Updates from which on each seed has counted as solved until now, (E,); nan where it does not count now.

        A seed that reached the bar and fell back has not solved its task.
        """
        since = len(self.steps) - np.argmax(~self.solved[::-1], axis=0)
        first = np.where(self.solved.all(0), 0, since) % len(self.steps)
        return np.where(self.solved[-1], self.steps[first], np.nan)

    @property
    def seeds_solved(self) -> int:
        """How many seeds count as solved."""
        return int(self.solved[-1].sum())

    @property
    def first_solved(self) -> float:
        """Updates from which on the first seed has counted as solved; inf if none does."""
        return float(np.nanmin(self.solved_steps)) if self.seeds_solved else np.inf

    @property
    def mostly_solved(self) -> float:
        """Updates from which on at least half of the seeds have counted as solved; inf if fewer do."""
        since = np.sort(np.nan_to_num(self.solved_steps, nan=np.inf))
        return float(since[(len(since) - 1) // 2])


def histories(config: TrainConfig, events: Iterable[TrainingEvent]) -> list[History]:
    """Sort events by learner; learners without any are left out."""
    by_learner: dict[int, list[TrainingEvent]] = {}
    for event in events:
        by_learner.setdefault(event.learner, []).append(event)
    return [_history(config, config.learners[index], by_learner[index]) for index in sorted(by_learner)]


def _history(config: TrainConfig, learner: Learner, events: list[TrainingEvent]) -> History:
    return History(
        label=learner_label(learner, config.length),
        cell=learner.cell,
        steps=np.array([event.step for event in events]),
        **{field.name: _stacked([getattr(event, field.name) for event in events]) for field in fields(Measurements)},
        **{field.name: getattr(events[-1], field.name) for field in fields(Parameters)},
    )


def _stacked(values: list[Any]) -> Any:
    """Arrays as one with an axis in front; of dictionaries, each entry so."""
    if isinstance(values[0], dict):
        return {name: np.stack([value[name] for value in values]) for name in values[0]}
    return np.stack(values)


def learner_label(learner: Learner, length: int) -> str:
    """Cell and start in words, and the learning rate where it is not the usual one."""
    label = run_label(learner.cell, learner.weight_settings(length))
    return label if learner.learning_rate == Learner.learning_rate else f"{label}, rate {learner.learning_rate:g}"
