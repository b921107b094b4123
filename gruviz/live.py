"""Trainings that this server runs for everyone who watches."""

from collections.abc import Iterator
from functools import cache

from gruviz.config import TrainConfig
from gruviz.history import TrainingEvent
from gruviz.jobs import Jobs


def work(config: TrainConfig) -> Iterator[TrainingEvent]:
    """Train, in a worker process, which alone loads torch."""
    import torch

    from gruviz.training import train

    torch.set_flush_denormal(True)  # gradients below 1e-38 are rare and make a vanishing RNN three times as slow
    return train(config)


@cache
def trainings() -> Jobs[TrainConfig, TrainingEvent]:
    """The one pool of this server."""
    return Jobs(work, grace=90.0)
