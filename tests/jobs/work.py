"""What the workers of these tests run, in a module that a worker can import."""

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from gruviz.jobs.pace import Progress
from gruviz.validation import InvalidValue


@dataclass(frozen=True)
class Plan:
    """Write `name` to the log in `folder`, then yield the process id, then do as `act` says."""

    name: str
    folder: str
    act: str = "count"
    events: int = 3

    @property
    def log(self):
        return Path(self.folder, "log")

    @property
    def gate(self):
        """Exists once a gated run may go on."""
        return Path(self.folder, "gate")


def work(plan):
    with plan.log.open("a", encoding="utf-8") as log:
        log.write(plan.name + "\n")
    yield os.getpid()
    yield from ACTS[plan.act](plan)


def count(plan):
    yield from range(1, plan.events)


def gated(plan):
    """Go on only once the gate is open."""
    while not plan.gate.exists():
        time.sleep(0.01)
    yield from count(plan)


def telling(plan):
    """Say how far it is before the gate opens and after that."""
    yield Progress(0.25)
    while not plan.gate.exists():
        time.sleep(0.01)
    yield Progress(0.5)
    yield 1


def hang(plan):
    yield time.sleep(3600)


def refuse(plan):
    raise InvalidValue("rate", -1, "a number from 0 to 1")


def fail(plan):
    yield {}["loss"]


def unpicklable(plan):
    yield lambda: None


def unreadable(plan):
    yield Unreadable()


def leave(plan):
    os._exit(3)


def chatter(plan):
    print("a word on standard output")
    os.write(1, b"and one more\n")
    yield from count(plan)


def look_around(plan):
    yield os.environ["OMP_NUM_THREADS"], "numpy" in sys.modules, "torch" in sys.modules
    import torch

    yield torch.get_num_threads()


def priority(plan):
    yield os.getpriority(os.PRIO_PROCESS, 0)


ACTS = {
    act.__name__: act
    for act in (count, gated, telling, hang, refuse, fail, unpicklable, unreadable, leave, chatter, priority)
}
ACTS["look_around"] = look_around


class Unreadable:
    def __reduce__(self):
        return broken, ()


def broken():
    raise OSError("this event cannot be read")
