"""What a training leaves behind: events as they come, and the history of each learner."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.engine.records import Weights
from gruviz.experiments.run import run_label
from gruviz.training.settings import Learner, TrainConfig


@dataclass(frozen=True, eq=False)
class TrainingEvent:
    """The state of one learner after a number of updates; arrays over E seeds unless said otherwise.

    Args:
        learner: Index into the configuration's learners.
        step: Updates made so far.
        loss: Of the last training batch, (E,); of the probes before the first update.
        metric: On the fixed probes, (E,).
        solved: Whether the metric counts as solved, (E,).
        diverged: Whether a seed stopped at a loss or gradient that no update can use, (E,).
        gradient_norm: Norm of the parameters' gradient, (E,).
        clipped_norm: The same after clipping, (E,); 0 for a seed that has stopped.
        profile: ‖∂L/∂s_t‖, median over the sequences of all seeds that go on, (T+1,); of an encoder–decoder, all along
            its way, (T+R+1,), and likewise below.
        ratio: The same relative to the last step, (T+1,).
        gates: Mean activation at each step on the probes, by symbol, each (T,).
        weights: The present parameters; only in the last event of a learner.
        readout: W (E, K, H) and b (E, K) of the readout, likewise.
        decoder: The parameters of the decoder, where there is one, likewise.
    """

    learner: int
    step: int
    loss: Array
    metric: Array
    solved: NDArray[np.bool_]
    diverged: NDArray[np.bool_]
    gradient_norm: Array
    clipped_norm: Array
    profile: Array
    ratio: Array
    gates: dict[str, Array]
    weights: Weights | None = None
    readout: tuple[Array, Array] | None = None
    decoder: Weights | None = None


@dataclass(frozen=True, eq=False)
class History:
    """Everything one learner has told so far; N events, first the one before any update.

    Args:
        label: Cell and start in words.
        cell: Registry key.
        steps: Updates made, (N,).
        loss: (N, E).
        metric: (N, E).
        solved: (N, E).
        diverged: Whether a seed has stopped, (N, E).
        gradient_norm: Of the parameters' gradient, (N, E).
        clipped_norm: After clipping, (N, E).
        profile: ‖∂L/∂s_t‖, (N, T+1).
        ratio: The same relative to the last step, (N, T+1).
        gates: Mean activations by symbol, each (N, T).
        weights: The trained ones, once it has ended.
        readout: Likewise, W (E, K, H) and b (E, K).
        decoder: Likewise, where there is one.
    """

    label: str
    cell: str
    steps: NDArray[np.int64]
    loss: Array
    metric: Array
    solved: NDArray[np.bool_]
    diverged: NDArray[np.bool_]
    gradient_norm: Array
    clipped_norm: Array
    profile: Array
    ratio: Array
    gates: dict[str, Array]
    weights: Weights | None
    readout: tuple[Array, Array] | None
    decoder: Weights | None = None

    def row_at(self, updates: int) -> int:
        """Index of the last event not later than so many updates."""
        return max(0, int(np.searchsorted(self.steps, updates, side="right")) - 1)

    @property
    def solved_steps(self) -> Array:
        """Updates after which each seed first counted as solved, (E,); nan where it has not."""
        ever = self.solved.any(0)
        return np.where(ever, self.steps[np.argmax(self.solved, axis=0)], np.nan)

    @property
    def first_solved(self) -> float:
        """Updates after which the first seed counted as solved; inf if none has."""
        return float(np.nanmin(self.solved_steps)) if self.solved.any() else np.inf


def histories(config: TrainConfig, events: Iterable[TrainingEvent]) -> list[History]:
    """Sort events by learner; learners that have told nothing yet are left out."""
    told: dict[int, list[TrainingEvent]] = {}
    for event in events:
        told.setdefault(event.learner, []).append(event)
    return [_history(config, config.learners[index], told[index]) for index in sorted(told)]


def _history(config: TrainConfig, learner: Learner, events: list[TrainingEvent]) -> History:
    return History(
        label=learner_label(learner, config.length),
        cell=learner.cell,
        steps=np.array([event.step for event in events]),
        loss=np.stack([event.loss for event in events]),
        metric=np.stack([event.metric for event in events]),
        solved=np.stack([event.solved for event in events]),
        diverged=np.stack([event.diverged for event in events]),
        gradient_norm=np.stack([event.gradient_norm for event in events]),
        clipped_norm=np.stack([event.clipped_norm for event in events]),
        profile=np.stack([event.profile for event in events]),
        ratio=np.stack([event.ratio for event in events]),
        gates={name: np.stack([event.gates[name] for event in events]) for name in events[0].gates},
        weights=events[-1].weights,
        readout=events[-1].readout,
        decoder=events[-1].decoder,
    )


def learner_label(learner: Learner, length: int) -> str:
    """Cell and start in words, and the learning rate where it is not the usual one."""
    label = run_label(learner.cell, learner.weight_settings(length))
    return label if learner.learning_rate == Learner.learning_rate else f"{label}, rate {learner.learning_rate:g}"
