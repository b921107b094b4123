"""What every task is: sequences drawn from a seed, a target, and an honest idea of what counts as solved."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.networks.network import Pass
from gruviz.tasks.metrics import METRICS, Targets
from gruviz.validation import check_integer

OWN_DATA = MappingProxyType({"data": "the person's own"})
"""Metadata of a task's field that holds data, which no file of a model repeats."""


class Batch(NamedTuple):
    """Sequences and what is asked of them."""

    inputs: Array
    """(T, B, D)."""
    targets: Targets
    """(R, B): for each of the last R steps a class, or a number; (R, B, K): K numbers. A class may be `NO_TARGET`."""


class Task(ABC):
    """A supervised task on sequences, and the network it asks for.

    An instance is a value: it holds nothing but its settings, and equal settings are equal tasks.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    text: ClassVar[str]
    """One paragraph: what is shown, what is asked, why it is hard."""
    default_steps: ClassVar[int] = 400
    """Training steps after which the story has been told."""
    metric: ClassVar[str] = "accuracy"
    """A key of `METRICS`."""
    class_names: ClassVar[tuple[str, ...]] = ()
    """What the classes are called, where they have names."""
    symbols: ClassVar[tuple[str, ...]] = ()
    """What each channel stands for, where every step shows one symbol."""
    commands: ClassVar[Mapping[str, int]] = MappingProxyType({})
    """Symbols that decide: the class which each makes right until the next of them is read."""
    script: ClassVar[str]
    """`_draw` in NumPy for the exported script: a function named as the key, which returns inputs and targets."""
    decodes: ClassVar[bool] = False
    """Whether a decoder answers, one target after the other, in place of the layer that reads the inputs."""

    @property
    @abstractmethod
    def input_size(self) -> int:
        """D."""

    @property
    @abstractmethod
    def output_size(self) -> int:
        """K: classes, or how many numbers."""

    @property
    def lengths(self) -> tuple[int, int]:
        """Shortest and longest T."""
        return 10, 200

    @property
    def default_length(self) -> int:
        """T that the task is shown with."""
        return 50

    @property
    def solved_at(self) -> float:
        """Metric at which the task counts as solved."""
        return 0.95

    @property
    def floor(self) -> float | None:
        """What no predictor can better in the long run, whatever it learns; None where nobody knows."""
        return None

    @property
    def settings(self) -> dict[str, Any]:
        """What an instance is made from, as JSON has it; a field marked as `OWN_DATA` is left out."""
        if not is_dataclass(self):
            return {}
        return {field.name: getattr(self, field.name) for field in fields(self) if field.metadata != OWN_DATA}

    @property
    def attends(self) -> bool:
        """Whether the decoder's readout also sees what it attends to among the encoder's states."""
        return False

    def sample(self, rng: np.random.Generator, batch_size: int, length: int) -> Batch:
        """Draw sequences.

        Args:
            rng: Source of all randomness.
            batch_size: B.
            length: T, within `lengths`.
        """
        check_integer("length", length, *self.lengths)
        return self._draw(rng, check_integer("batch_size", batch_size, 1, 100_000), length)

    @abstractmethod
    def _draw(self, rng: np.random.Generator, batch_size: int, length: int) -> Batch: ...

    def held_out(self, rng: np.random.Generator, most: int, length: int) -> Batch:
        """Sequences to be judged on: of recorded data a part that `sample` never draws, else fresh ones.

        Args:
            rng: Source of all randomness.
            most: B, or fewer where there are no more.
            length: T, within `lengths`.
        """
        return self.sample(rng, most, length)

    def measure(self, passed: Pass, targets: Targets) -> Array:
        """The metric of each network on what it has just read, (E,)."""
        return METRICS[self.metric].score(passed.outputs, targets)

    @abstractmethod
    def baselines(self, length: int) -> Mapping[str, float]:
        """The metric of predictors that learn less or nothing, by name; the first is the one to beat."""

    def is_solved(self, metric: Array) -> NDArray[np.bool_]:
        """Whether each value of the metric counts as solved."""
        return METRICS[self.metric].reaches(metric, self.solved_at)


class Synthetic(Task):
    """A task made by a formula: stateless, one instance per registry key."""

    @abstractmethod
    def without_memory(self, length: int) -> float:
        """Metric of the best predictor that sees the present step only."""

    def baselines(self, length: int) -> Mapping[str, float]:
        return {"without memory": self.without_memory(length)}


def one_hot(codes: NDArray[np.integer], size: int) -> Array:
    """(…) → (…, size), float32."""
    return np.eye(size, dtype=np.float32)[codes]
