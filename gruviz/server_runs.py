"""Long runs that this server makes for everyone who watches."""

import time
from collections.abc import Callable, Iterator
from functools import cache

from gruviz.comparison.speed import Round, SpeedConfig
from gruviz.jobs.executor import executor_here, in_turns
from gruviz.jobs.pace import Progress
from gruviz.jobs.place import scheduler
from gruviz.jobs.pool import Jobs
from gruviz.maps.measures import measure
from gruviz.maps.plan import Plan, Square
from gruviz.maps.sweep import Found, chunks, filling
from gruviz.training.history import TrainingEvent
from gruviz.training.settings import TrainConfig

SILENCE = 0.5
"""Seconds after which a training says how far it is, however rarely it reports."""


def work(config: TrainConfig, *, clock: Callable[[], float] = time.monotonic) -> Iterator[TrainingEvent | Progress]:
    """Train, in a worker process, which alone loads torch."""
    import torch

    from gruviz.training.train import updates

    torch.set_flush_denormal(True)  # gradients below 1e-38 are rare and make a vanishing RNN three times as slow
    last = clock()
    try:
        yield Progress(0.0)
        for event in updates(config):
            if isinstance(event, TrainingEvent):
                yield event
            elif clock() - last >= SILENCE:
                last = clock()
                yield Progress(event / config.steps)
    finally:
        torch.set_flush_denormal(False)


def time_in_turn(config: SpeedConfig) -> Iterator[Round | Progress]:
    """Measure speed, likewise."""
    from gruviz.comparison import stopwatch

    yield Progress(0.0)
    for done, event in enumerate(stopwatch.measure(config), start=1):
        yield event
        yield Progress(done / config.total_rounds)


def fill(plan: Plan) -> Iterator[Found | Progress]:
    """Fill a map, on all cores of this computer or on all workers of the cluster that this goes on on."""
    done, whole = 0, sum(_effort(plan, square) for square in plan.squares())
    yield Progress(0.0)
    with executor_here() as executor:
        for found in in_turns(filling(plan, executor), SILENCE):
            if found:
                yield found
                done += _effort(plan, found.square)
            yield Progress(done / whole)


def measure_before(plan: Plan) -> Iterator[Found | Progress]:
    """Measure a map before any training, in one process: it takes seconds, and the whole picture waits for it."""
    done, count = 0, sum(1 for _ in plan.squares())
    yield Progress(0.0)
    for squares in chunks(plan):
        yield from map(Found, squares, measure(plan.measure, [plan.config_at(square) for square in squares]))
        done += len(squares)
        yield Progress(done / count)


def _effort(plan: Plan, square: Square) -> int:
    """Of one square, in steps of a sequence, which decide how long it takes."""
    config = plan.config_at(square)
    return config.length * config.steps if isinstance(config, TrainConfig) else config.seq_len


def _of_one_update(one: TrainingEvent, other: TrainingEvent) -> bool:
    """Whether two learners tell of the same update."""
    return one.step == other.step


@cache
def trainings() -> Jobs[TrainConfig, TrainingEvent]:
    """The one pool of trainings on this server."""
    return Jobs(work, together=_of_one_update)


@cache
def measurements() -> Jobs[SpeedConfig, Round]:
    """The one pool for measuring speed: one process, so that no two measurements disturb each other."""
    return Jobs(time_in_turn, workers=1)


@cache
def maps() -> Jobs[Plan, Found]:
    """The one pool of maps on this server: one at a time, which has all cores; on a cluster they share its workers."""
    return Jobs(fill, workers=1 if scheduler() is None else None)


@cache
def before_training() -> Jobs[Plan, Found]:
    """What is measured of maps before training, in a pool of its own: no gradient waits for another map's training."""
    return Jobs(measure_before, workers=1)
