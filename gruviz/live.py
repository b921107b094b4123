"""Trainings that this server runs for everyone who watches."""

from collections.abc import Iterator
from functools import cache

from gruviz.config import TrainConfig
from gruviz.history import TrainingEvent
from gruviz.jobs import Jobs


def work(config: TrainConfig) -> Iterator[TrainingEvent]:
    """Train, in a worker process, which alone loads torch."""
    from gruviz.training import train

    return train(config)


@cache
def trainings() -> Jobs[TrainConfig, TrainingEvent]:
    """The one pool of this server."""
    return Jobs(work, grace=90.0)
