"""What executors are asked to call in these tests, in a module that a worker can import."""

import os
import sys
import time
from concurrent.futures import Future
from pathlib import Path

from gruviz.jobs.executor import Workers, executor_here, in_turns
from gruviz.validation import InvalidValue


def difference(one, other=0, *, times=1):
    return (one - other) * times


def refuse():
    raise InvalidValue("rate", -1, "a number from 0 to 1", "Choose a rate from 0 to 1.")


def fail():
    return {}["loss"]


def interrupt():
    raise KeyboardInterrupt


def leave():
    raise SystemExit(3)


def unpicklable_result():
    return lambda: None


class Stubborn(Exception):
    def __init__(self, one, other):
        super().__init__(f"{one} and {other}")


def stubborn():
    raise Stubborn(1, 2)


def end_at_once():
    os._exit(3)


def own_pid():
    return os.getpid()


def surroundings():
    loaded = {"numpy", "torch", "pytest"} & set(sys.modules)
    return os.environ["OMP_NUM_THREADS"], loaded, sys.modules["__main__"].__spec__.name


def write_and_wait(folder):
    """Leave one's number in a folder, and stay."""
    Path(folder, f"{os.getpid()}.tmp").touch()
    Path(folder, f"{os.getpid()}.tmp").rename(Path(folder, str(os.getpid())))
    time.sleep(3600)


def wait_for(gate):
    while not Path(gate).exists():
        time.sleep(0.01)
    return os.getpid()


def begin_and_wait_for(gate):
    """Leave one's number beside a gate, and wait until it is open."""
    Path(gate.parent, str(os.getpid())).touch()
    return wait_for(gate)


def nested(folder):
    """Two workers of a worker."""
    with Workers(2) as workers:
        list(workers.map(write_and_wait, [folder, folder]))


def spread(plan):
    """A run in six parts, each of which leaves its number in the plan's folder and waits for the gate there."""
    with executor_here() as executor:
        parts = [executor.submit(part, plan.folder, number) for number in range(6)]
        yield from in_turns(map(Future.result, parts), 0.05)


def part(folder, number):
    Path(folder, str(number)).touch()
    wait_for(Path(folder, "gate"))
    return number, os.environ["OMP_NUM_THREADS"]


def pids(folder):
    """Of those who have left their number."""
    return [int(file.name) for file in Path(folder).iterdir() if file.name.isdecimal()]
