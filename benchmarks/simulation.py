"""An event simulation of many tasks on many workers: what the clock would show where there are not so many cores."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """What has come of it.

    Args:
        makespan: Seconds from the first task handed over to the last one done.
        work: Seconds of all tasks one after another.
        workers: How many there were.
    """

    makespan: float
    work: float
    workers: int

    @property
    def speed_up(self) -> float:
        """Against one worker without any overhead."""
        return self.work / self.makespan

    @property
    def utilisation(self) -> float:
        """Share of the workers' time that went into tasks."""
        return self.speed_up / self.workers


def simulate(
    tasks: Sequence[float], workers: int, *, per_task: float = 0.0, latency: float = 0.0, start: float = 0.0
) -> Outcome:
    """List scheduling: whoever is free first gets the next task, in the order given.

    The scheduler is one process: it hands out one task at a time, and whoever is free while it does waits.

    Args:
        tasks: Seconds of each.
        workers: How many there are.
        per_task: Seconds of the scheduler for each task.
        latency: Seconds between a task handed out and begun, and between done and known to be so, together.
        start: Seconds that each worker needs before its first task, to load what it runs.
    """
    free = [(0.0, start)] * workers  # since when, and what it has to load first
    heapq.heapify(free)
    scheduler = end = 0.0
    for seconds in tasks:
        since, loading = heapq.heappop(free)
        scheduler = max(scheduler, since) + per_task
        done = scheduler + latency + loading + seconds
        end = max(end, done)
        heapq.heappush(free, (done, 0.0))
    return Outcome(end, sum(tasks), workers)
