"""The default of Train as its page makes it, its learners side by side on idle cores; alone, and beside another's."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.timing import report
from gruviz.jobs.pool import Jobs
from gruviz.server_runs import trainings, work
from gruviz.ui.train.controls import TABLE, config_from

BUDGET = 25.0
"""Seconds on two idle cores, a cold start with it."""
WATCHED = 8.0
"""Seconds over which two trainings beside each other are looked at."""


def run() -> None:
    """Print every row."""
    config = config_from(TABLE.defaults)
    print(f"the default of Train: {config.steps:,} updates, {len(config.learners)} learners, {config.seeds} seeds each")
    try:
        seconds, used = alone(trainings(), config)
        one, used_one = alone(Jobs(work, workers=1), config)
        detail = f"{used:.1f} s of processors; one process {one:.1f} s, {used_one:.1f} s of a processor"
        report(f"side by side on the {os.cpu_count()} cores here", seconds, BUDGET, "s", detail)
        first, second, memory = beside(config)
        detail = f"{first:.2f} and {second:.2f} cores; {memory:.0f} MB for each process"
        report("processor time of one that began alone, per second of another's", first / second, 1.15, detail=detail)
    finally:
        trainings().close()
        trainings.cache_clear()


def alone(jobs: Jobs[Any, Any], config: Any) -> tuple[float, float]:
    """Seconds until it has ended, and seconds that its processes have used."""
    start, key = time.monotonic(), jobs.submit(config, viewer="one")
    wait_until(lambda: not jobs.view(key, "one").active)
    seconds, used = time.monotonic() - start, sum(map(busy, processes()))
    jobs.close()
    trainings.cache_clear()
    return seconds, used


def beside(config: Any) -> tuple[float, float, float]:
    """Cores that each of two trainings has had, the first of which began alone, and megabytes of their processes."""
    jobs = trainings()
    keys = {"one": jobs.submit(config, viewer="one")}

    def under_way() -> bool:
        looks = [jobs.view(key, viewer) for viewer, key in keys.items()]  # who does not look is not there
        return all(look.events for look in looks)

    wait_until(under_way)
    own = processes()
    keys["two"] = jobs.submit(replace(config, seed=1), viewer="two")
    wait_until(under_way)
    both, start = processes(), time.monotonic()
    before = {process: busy(process) for process in both}
    wait_until(lambda: under_way() and time.monotonic() > start + WATCHED)
    cores = {process: (busy(process) - before[process]) / (time.monotonic() - start) for process in both}
    first = sum(cores[process] for process in own)
    return first, sum(cores.values()) - first, sum(map(memory, both)) / len(both)


def wait_until(condition: Callable[[], object]) -> None:
    while not condition():
        time.sleep(0.1)


def processes() -> list[int]:
    """Those that this one has started and that go on."""
    children = Path("/proc/self/task").glob("*/children")
    return [int(process) for file in children for process in file.read_text().split()]


def busy(process: int) -> float:
    """Seconds of a processor that it has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> float:
    """Megabytes, of what it shares with others its part."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
