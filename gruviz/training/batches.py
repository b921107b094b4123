"""Which learners of a training train as one batch, and which batches share a process."""

from gruviz.engine.cells import find_cell
from gruviz.training.settings import TrainConfig

WHOLE = 16
"""Numbers that a processor takes at once, at most: a batch of a multiple of it leaves no rest to be rounded apart."""
TOGETHER = 12
"""Networks, at most, that learners of one cell train as one batch; more gain no time and need more memory."""

Batches = list[list[int]]
"""Learners by index, in one list for each batch."""


def batches(config: TrainConfig) -> Batches:
    """Learners that train as one: of one cell and learning rate, at most `TOGETHER` networks.

    With one network each, or an odd number of sequences, torch would round differently for more of them: no two then.
    """
    is_exact = config.seeds > 1 and config.batch_size % WHOLE == 0
    most = max(1, TOGETHER // config.seeds) if is_exact else 1
    alike: dict[tuple[str, float], list[int]] = {}
    for index, learner in enumerate(config.learners):
        alike.setdefault((learner.cell, learner.learning_rate), []).append(index)
    return [group[first : first + most] for group in alike.values() for first in range(0, len(group), most)]


def shares(config: TrainConfig, most: int) -> list[Batches]:
    """The batches of a training, dealt out to at most so many processes: the longest first, each to who has least."""
    every = sorted(batches(config), key=lambda batch: _effort(config, [batch]), reverse=True)
    dealt: list[Batches] = [[] for _ in range(min(most, len(every)))]
    for batch in every:
        min(dealt, key=lambda share: _effort(config, share)).append(batch)
    return dealt


def longest(config: TrainConfig, most: int) -> float:
    """Part of all work that is in the largest of its shares."""
    return max(_effort(config, share) for share in shares(config, most)) / _effort(config, batches(config))


def _effort(config: TrainConfig, share: Batches) -> int:
    """How long batches take, in equations of a step: networks beside each other are computed in one go."""
    return sum(len(find_cell(config.learners[batch[0]].cell).equations) for batch in share)
