"""Long runs that this server makes for everyone who watches."""

import math
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

from gruviz.comparison.speed import Round, SpeedConfig
from gruviz.jobs.crew import Crew
from gruviz.jobs.executor import executor_here, in_turns
from gruviz.jobs.pace import Progress
from gruviz.jobs.place import at_once, scheduler
from gruviz.jobs.pool import Jobs
from gruviz.jobs.side_by_side import SideBySide
from gruviz.maps.measures import measure
from gruviz.maps.plan import Plan, Square
from gruviz.maps.sweep import Found, chunks, filling
from gruviz.training.batches import Batches, longest, shares
from gruviz.training.history import TrainingEvent
from gruviz.training.settings import TrainConfig

SILENCE = 0.5
"""Seconds after which a training says how far it is, however rarely it reports."""
LONG = 5_000
"""Updates times steps of a sequence, up to which a training is over before a second process could help it."""


def work(
    config: TrainConfig, share: Batches | None = None, *, clock: Callable[[], float] = time.monotonic
) -> Iterator[TrainingEvent | Progress]:
    """Train, in a worker process, which alone loads torch: all learners, or the batches that are its share."""
    import torch

    from gruviz.training.train import updates

    torch.set_flush_denormal(True)  # gradients below 1e-38 are rare and make a vanishing RNN three times as slow
    last = -math.inf
    try:
        for event in updates(config, share):
            if isinstance(event, TrainingEvent):
                last = -math.inf  # whoever puts several shares in order has to know when an update has been told
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


def duration_on_idle_cores(config: TrainConfig) -> float:
    """Of a training on this server, as a part of what it is on one core."""
    return longest(config, _parts(config, at_once() if scheduler() is None else 1))


def _split(config: TrainConfig, most: int) -> list[Callable[[TrainConfig], Iterator[TrainingEvent | Progress]]]:
    """A training in at most so many parts, none of which needs another."""
    return [partial(work, share=share) for share in shares(config, _parts(config, most))]


def _parts(config: TrainConfig, most: int) -> int:
    """How many a training may have; a short one has one."""
    return most if config.steps * config.length > LONG else 1


def _place(event: TrainingEvent) -> tuple[int, int]:
    """Of an event among all of a training."""
    return event.step, event.learner


@cache
def trainings() -> Jobs[TrainConfig, TrainingEvent]:
    """The one pool of trainings on this server, of which each has several cores while they are idle.

    On a cluster each has one worker: its servers know nothing of the cores that idle there.
    """
    if scheduler() is not None:
        return Jobs(work, together=_of_one_update)
    crew = Crew(others=partial(_kept_busy, maps(), measurements(), before_training()))
    return Jobs(work, runner=lambda: SideBySide(crew, _split, _place), together=_of_one_update)


def _kept_busy(filled: Jobs[Plan, Found], *others: Jobs[Any, Any]) -> int:
    """Cores that runs other than trainings keep busy: a map that is filled takes all."""
    return at_once() * filled.busy + sum(jobs.busy for jobs in others)


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
