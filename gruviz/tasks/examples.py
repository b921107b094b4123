"""Tasks on recorded sequences, part of which is held out and never trained on."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.tasks.base import Batch, Task
from gruviz.tasks.metrics import best_first
from gruviz.tasks.rules import Rule, five_statistics, in_order, linear, mean_and_spread, nearest
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

    @property
    @abstractmethod
    def classes(self) -> tuple[str, ...]:
        """What they are called."""

    @property
    def output_size(self) -> int:
        return len(self.classes)

    def baselines(self, length: int) -> Mapping[str, float]:
        """Rules on the same two parts, the best first: in order, without order, and without looking."""
        return _rules(self, length)


COMMONEST = "commonest class"
RULES: Mapping[str, tuple[Rule, Callable[[Array], Array]]] = {
    "nearest neighbour": (nearest, in_order),
    "3 nearest neighbours": (partial(nearest, count=3), in_order),
    "linear on every step": (linear, in_order),
    "nearest mean and spread": (nearest, mean_and_spread),
    "linear on mean and spread": (linear, mean_and_spread),
    "linear on five statistics": (linear, five_statistics),
}
"""What names a sequence without a network, and what of the sequence it sees; the last three not where a step stands."""


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


@lru_cache(maxsize=16)
def rule_answers(task: Classification, rule: str, length: int) -> NDArray[np.int64]:
    """What a rule, by its name among the baselines, calls each held-out sequence, (N,)."""
    return rule_says(task, rule, task.split(length).held_out.inputs)


def rule_says(task: Classification, rule: str, asked: Array) -> NDArray[np.int64]:
    """What a rule that has seen the training part calls each of the sequences (T, N, D), (N,)."""
    known, targets = task.split(len(asked)).training
    classes = targets[0].astype(np.int64)
    if rule == COMMONEST:
        return np.full(asked.shape[1], np.bincount(classes).argmax())
    named, features = RULES[rule]
    return named(features(known), classes, features(asked))


@lru_cache(maxsize=16)
def _rules(task: Classification, length: int) -> Mapping[str, float]:
    truth = task.split(length).held_out.targets[0]
    reached = {name: float((rule_answers(task, name, length) == truth).mean()) for name in (COMMONEST, *RULES)}
    return best_first(reached, task.metric)
