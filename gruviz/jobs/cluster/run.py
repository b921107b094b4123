"""A run on a worker of the cluster: what it has produced so far, for every server that reads it.

A run begins, ends and is forgotten as Dask's task of the same key: it goes on while a server somewhere wants that key,
and what it returns is itself, kept on the worker for servers that come later. It is never more than a few events ahead
of the server that has read most. So a pause on one server holds it exactly while no other server reads on.
"""

import asyncio
import os
import pickle
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from importlib import metadata
from typing import Any
from weakref import WeakValueDictionary

from gruviz.jobs.pace import Progress
from gruviz.jobs.worker import ONE_THREAD, message
from gruviz.validation import GruvizError

TOPIC = "gruviz-runs"
"""Of the events by which workers tell all servers where a run has begun."""
READ = "gruviz_read"
"""Name under which a worker answers a server that reads a run."""
AHEAD = 16
"""Events that a run produces beyond what any server has asked for, before it waits."""
HELD = 90.0
"""Seconds after which a run that nobody reads goes on all the same: others wait for its worker."""
LOOK = 0.1
"""Seconds between two looks of a waiting run at whether it is still wanted."""


class Abandoned(Exception):
    """A run that no server wanted has stopped."""


class Run:
    """What a run has produced; one thread adds to it, any number of servers read."""

    def __init__(self) -> None:
        self.events: list[bytes] = []
        self.problem: str | None = None
        self.seconds: float | None = None  # that it took, once it has ended
        self._progress: tuple[int, float] = (0, 0.0)  # how many reports, and the last one's share
        self._began = self._last_read = time.monotonic()
        self._most_read = 0
        self._changed = threading.Condition()
        self._news: Future[None] = Future()

    def __getstate__(self) -> dict[str, Any]:
        return {"events": self.events, "problem": self.problem, "seconds": self.seconds, "_progress": self._progress}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__()  # type: ignore[misc]
        vars(self).update(state)

    def __sizeof__(self) -> int:
        return object.__sizeof__(self) + sum(map(len, self.events))

    def go(self, task: bytes, wanted: Callable[[], bool]) -> bool:
        """Produce events to the end; False if it was abandoned before."""
        try:
            for event in _events(task):
                self._add(event)
                if not self._may_go_on(wanted):
                    return False
        except GruvizError as error:
            self.problem = message(error)
        except Exception as error:
            traceback.print_exc()
            self.problem = message(error)
        with self._changed:
            self.seconds = time.monotonic() - self._began
            self._tell()
        return True

    async def read(self, since: int, reports: int, patience: float) -> dict[str, Any]:
        """What is new to a server, at most `patience` seconds from now.

        Args:
            since: Events that it has.
            reports: Reports of progress that it knows of.
            patience: Seconds.
        """
        with self._changed:
            self._most_read, self._last_read = max(self._most_read, since), time.monotonic()
            self._changed.notify_all()
            news, known = self._news, not self._is_new(since, reports)
        if known:
            await asyncio.wait([asyncio.wrap_future(news)], timeout=patience)
        return self.reading(since)

    def reading(self, since: int) -> dict[str, Any]:
        """All there is from an event on, as a message of Dask."""
        with self._changed:
            return {
                "events": self.events[since:],
                "reports": self._progress[0],
                "share": self._progress[1],
                "ended": self.seconds is not None,
                "problem": self.problem,
                "ago": time.monotonic() - self._began if self.seconds is None else self.seconds,
            }

    def _is_new(self, since: int, reports: int) -> bool:
        return len(self.events) > since or self._progress[0] > reports or self.seconds is not None

    def _add(self, event: Any) -> None:
        body = None if isinstance(event, Progress) else pickle.dumps(event, pickle.HIGHEST_PROTOCOL)
        with self._changed:
            if body is None:
                self._progress = self._progress[0] + 1, event.share
            else:
                self.events.append(body)
            self._tell()

    def _tell(self) -> None:
        news, self._news = self._news, Future()
        news.set_result(None)

    def _may_go_on(self, wanted: Callable[[], bool]) -> bool:
        with self._changed:
            while self._is_held() and wanted():
                self._changed.wait(LOOK)
        return wanted()

    def _is_held(self) -> bool:
        return len(self.events) >= self._most_read + AHEAD and time.monotonic() - self._last_read < HELD


RUNS: "WeakValueDictionary[str, Run]" = WeakValueDictionary()
"""The runs of this process that go on, and those that have ended and are still wanted."""


async def read(key: str, since: int, reports: int, patience: float) -> dict[str, Any] | None:
    """Answer a server; None if this worker does not have the run."""
    run = RUNS.get(key)
    return await run.read(since, reports, patience) if run is not None else None


def perform(task: bytes, versions: Mapping[str, str]) -> Run:
    """Carry out a task of Dask.

    Raises:
        GruvizError: If the versions here are not those of the server, whose numbers must not be mixed with others.
        Abandoned: If no server wanted the run any more.
    """
    from distributed import get_worker

    check_versions(versions)
    worker = get_worker()
    key = str(worker.get_current_task())
    run = RUNS[key] = Run()
    use_one_thread()
    worker.handlers[READ] = read
    worker.log_event(TOPIC, {"run": key, "at": worker.address})
    if run.go(task, lambda: _is_wanted(worker, key)):
        return run
    if RUNS.get(key) is run:
        del RUNS[key]
    raise Abandoned


def own_versions() -> dict[str, str]:
    """Of all that numbers depend on."""
    package = __name__.partition(".")[0]
    return {package: sys.modules[package].__version__} | {name: _version(name) for name in ("numpy", "torch")}


def check_versions(wanted: Mapping[str, str]) -> None:
    """Raise if any differs from those here."""
    for name, here in own_versions().items():
        if here != wanted.get(name, "none"):
            sentence = (
                f"The cluster's workers have {name} {here}, this server has {wanted.get(name, 'none')}. Install the "
                "same version on both, so that their numbers can be compared."
            )
            raise GruvizError(name, here, f"version {wanted.get(name)}", sentence)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


def use_one_thread() -> None:
    """Compute as every worker does, so that numbers are the same to the last digit."""
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)


def _is_wanted(worker: Any, key: str) -> bool:
    """Whether Dask has neither released the task nor begun to close the worker."""
    task = worker.state.tasks.get(key)
    return task is not None and task.state != "cancelled" and worker.status.name in ("running", "paused")


def _events(task: bytes) -> Iterator[Any]:
    work, config = pickle.loads(task)
    return iter(work(config))
