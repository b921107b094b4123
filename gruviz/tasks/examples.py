"""Tasks on recorded sequences, part of which is held out and never trained on."""

from abc import abstractmethod
from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.tasks.base import Batch, Task
from gruviz.tasks.metrics import accuracy
from gruviz.validation import check_integer


class Split(NamedTuple):
    """Sequences to learn from, and others to be judged on."""

    training: Batch
    held_out: Batch


class Examples(Task):
    """A task whose sequences are all there before the first is drawn."""

    def split(self, length: int) -> Split:
        """All sequences of a length; those held out are in an order that does not depend on any seed."""
        return _split(self, check_integer("length", length, *self.lengths))

    @abstractmethod
    def _split(self, length: int) -> Split: ...

    def _draw(self, rng: np.random.Generator, batch_size: int, length: int) -> Batch:
        training = self.split(length).training
        return pick(training, rng.integers(0, training.inputs.shape[1], batch_size))

    def held_out(self, rng: np.random.Generator, most: int, length: int) -> Batch:
        held_out = self.split(length).held_out
        return pick(held_out, np.arange(min(most, held_out.inputs.shape[1])))


class Classification(Examples):
    """Which class a whole sequence belongs to, said after its last step."""

    classes: ClassVar[tuple[str, ...]]

    @property
    def output_size(self) -> int:
        return len(self.classes)

    def baselines(self, length: int) -> Mapping[str, float]:
        """Without order: a linear map of the sequence's mean, by least squares; and the commonest class."""
        training, held_out = self.split(length)
        commonest = np.bincount(training.targets[0]).argmax()
        return {
            "without order": _without_order(training, held_out),
            "commonest class": float((held_out.targets[0] == commonest).mean()),
        }


@lru_cache(maxsize=4)
def _split(task: Examples, length: int) -> Split:
    return task._split(length)


def pick(batch: Batch, sequences: NDArray[np.integer]) -> Batch:
    """Some sequences of a batch."""
    return Batch(batch.inputs[:, sequences], batch.targets[:, sequences])


def padded(sequences: list[Array], length: int) -> Array:
    """Sequences (T, D) that end together, zeros before the shorter, the beginning of the longer left out, (T, N, D)."""
    batch = np.zeros((length, len(sequences), sequences[0].shape[1]), np.float32)
    for i, sequence in enumerate(sequences):
        end = sequence[-length:]
        batch[length - len(end) :, i] = end
    return batch


def shuffled(count: int) -> NDArray[np.int64]:
    """One order of so many examples, always the same."""
    return np.random.default_rng([0, 0, 7]).permutation(count)


def _without_order(training: Batch, held_out: Batch) -> float:
    X, Z = (np.column_stack([np.ones(b.inputs.shape[1]), b.inputs.mean(0)]) for b in (training, held_out))
    Y = np.eye(int(training.targets.max()) + 1)[training.targets[0]]
    outputs = Z @ np.linalg.lstsq(X, Y, rcond=None)[0]
    return float(accuracy(outputs[None, None], held_out.targets)[0])
