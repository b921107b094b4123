"""A run that can go on in parts, in a module that a worker can import."""

import os
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from gruviz.jobs.pace import Progress
from gruviz.validation import InvalidValue


@dataclass(frozen=True)
class Race:
    """Runners tell of each of their steps: (step, runner, process).

    Args:
        folder: For what the processes note of themselves.
        steps: After the start.
        gates: Steps that a runner takes only once `open_gate` has been called for it, as (step, runner).
        faults: What happens to a runner instead of a step, as (step, runner, "refuse", "fail", "die" or "stop").
        runners: How many.
    """

    folder: str
    steps: int = 3
    gates: tuple[tuple[int, int], ...] = ()
    faults: tuple[tuple[int, int, str], ...] = ()
    runners: int = 2

    def log(self):
        """The steps that have begun, in order."""
        path = Path(self.folder, "log")
        return [(*map(int, line.split()),) for line in path.read_text().splitlines()] if path.exists() else []

    def open_gate(self, step, runner):
        self.gate(step, runner).touch()

    def gate(self, step, runner):
        return Path(self.folder, f"gate {step} {runner}")


def split(race, most):
    """Runners dealt out to so many processes, in turn."""
    return [partial(run, runners=range(race.runners)[first::most]) for first in range(min(most, race.runners))]


def run(race, runners=None):
    going = [*(range(race.runners) if runners is None else runners)]
    for step in range(race.steps + 1):
        reports = [report for runner in [*going] for report in take(race, step, runner, going)]
        yield from reports
        yield Progress(step / race.steps)
        if not going:
            return


def take(race, step, runner, going):
    """Take a step, or what befalls the runner instead."""
    with Path(race.folder, "log").open("a", encoding="utf-8") as log:
        log.write(f"{step} {runner}\n")
    while (step, runner) in race.gates and not race.gate(step, runner).exists():
        time.sleep(0.005)
    fault = next((what for when, who, what in race.faults if (when, who) == (step, runner)), "")
    if fault == "refuse":
        raise InvalidValue("rate", -1, "a number from 0 to 1")
    if fault == "fail":
        raise KeyError("loss")
    if fault == "die":
        os._exit(3)
    if fault == "stop":
        going.remove(runner)
    return [(step, runner, os.getpid())]
