"""What every task is: sequences drawn from a seed, a target, and an honest idea of what counts as solved."""

from abc import ABC, abstractmethod
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruviz.validation import Array, check_integer


class Batch(NamedTuple):
    """Sequences and what is asked of them."""

    inputs: Array
    """(T, B, D)."""
    targets: NDArray[np.int64] | Array
    """(R, B): for each of the last R steps a class, or a number."""


class Task(ABC):
    """A supervised task on sequences: stateless, one instance per registry key."""

    key: ClassVar[str]
    title: ClassVar[str]
    text: ClassVar[str]
    """One paragraph: what is shown, what is asked, why it is hard."""
    input_size: ClassVar[int]
    output_size: ClassVar[int]
    """K: classes, or 1 for a number."""
    lengths: ClassVar[tuple[int, int]] = (10, 200)
    """Shortest and longest T."""
    default_length: ClassVar[int] = 50
    default_steps: ClassVar[int] = 400
    """Training steps after which the story has been told."""
    metric: ClassVar[str] = "accuracy"
    """"accuracy" of classes, or "mean squared error" of a number."""
    solved_at: ClassVar[float] = 0.95
    """Metric at which the task counts as solved: at least this accuracy, or at most this error."""
    class_names: ClassVar[tuple[str, ...]] = ()
    """What the classes are called, where they have names."""
    symbols: ClassVar[tuple[str, ...]] = ()
    """What each channel stands for, where every step shows one symbol."""
    script: ClassVar[str]
    """`_draw` in NumPy for the exported script: a function named as the key, which returns inputs and targets."""

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

    @abstractmethod
    def without_memory(self, length: int) -> float:
        """Metric of the best predictor that sees the present step only."""

    def is_solved(self, metric: Array) -> NDArray[np.bool_]:
        """Whether each value of the metric counts as solved."""
        return metric >= self.solved_at if self.metric == "accuracy" else metric <= self.solved_at


def one_hot(codes: NDArray[np.integer], size: int) -> Array:
    """(…) → (…, size), float32."""
    return np.eye(size, dtype=np.float32)[codes]
