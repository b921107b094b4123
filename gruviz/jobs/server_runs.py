"""Long runs that this server makes for everyone who watches."""

from collections.abc import Iterator
from functools import cache

from gruviz.comparison.speed import Round, SpeedConfig
from gruviz.jobs.pool import Jobs
from gruviz.training.history import TrainingEvent
from gruviz.training.settings import TrainConfig


def work(config: TrainConfig) -> Iterator[TrainingEvent]:
    """Train, in a worker process, which alone loads torch."""
    import torch

    from gruviz.training.train import train

    torch.set_flush_denormal(True)  # gradients below 1e-38 are rare and make a vanishing RNN three times as slow
    try:
        yield from train(config)
    finally:
        torch.set_flush_denormal(False)


def time_in_turn(config: SpeedConfig) -> Iterator[Round]:
    """Measure speed, likewise."""
    from gruviz.comparison.stopwatch import measure

    return measure(config)


@cache
def trainings() -> Jobs[TrainConfig, TrainingEvent]:
    """The one pool of trainings on this server."""
    return Jobs(work, grace=90.0)


@cache
def measurements() -> Jobs[SpeedConfig, Round]:
    """The one pool for measuring speed: one process, so that no two measurements disturb each other."""
    return Jobs(time_in_turn, workers=1, grace=90.0)
