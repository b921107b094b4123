"""What this server knows of all runs on the cluster: which wait, in what order, and where each has begun."""

import threading
from collections.abc import Callable, Mapping

KEPT = 4000
"""Runs of which it is known where they began, the oldest forgotten first."""
UNDER_WAY = ("waiting", "no-worker", "queued", "processing")
"""What Dask calls a task that has not ended."""

Beginning = tuple[float, str]
"""When a run began, and the address of the worker."""
Statuses = Callable[[list[str]], Mapping[str, str | None]]


class Board:
    """News of runs, by the scheduler's clock: each `{"run": key}` where it waits, with "at" where it has begun.

    News may come twice and in any order.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: dict[str, float] = {}  # since when
        self._begun: dict[str, Beginning] = {}

    def note(self, event: tuple[float, Mapping[str, str]]) -> None:
        """Take news: when, and what."""
        stamp, news = event
        key = news["run"]
        with self._changed:
            last, _ = self._begun.get(key, (0.0, ""))
            if "at" not in news:
                self._waiting.setdefault(key, stamp)
            elif stamp > last:
                self._begun.pop(key, None)
                self._begun[key] = stamp, news["at"]
                self._waiting.pop(key, None)
            while len(self._begun) > KEPT:
                del self._begun[next(iter(self._begun))]
            self._changed.notify_all()

    def beginning(self, key: str) -> Beginning | None:
        """When and where a run began last; None if it is not known to have begun."""
        return self._begun.get(key)

    def forget(self, key: str, beginning: Beginning) -> None:
        """Hear that what once began so is there no longer."""
        with self._changed:
            if self._begun.get(key) == beginning:
                del self._begun[key]

    def wait_for(self, condition: Callable[[], bool], seconds: float) -> None:
        """Wait until something is true, looked at whenever there is news."""
        with self._changed:
            self._changed.wait_for(condition, seconds)

    def ahead(self, key: str, statuses: Statuses) -> int:
        """How many runs of any server wait and came before this one."""
        with self._changed:
            since = self._waiting.get(key, float("inf"))
            before = [other for other, when in self._waiting.items() if when < since and other not in self._begun]
        known = statuses(before) if before else {}
        gone = [other for other in before if known.get(other) not in UNDER_WAY]
        with self._changed:
            for other in gone:
                self._waiting.pop(other, None)
        return len(before) - len(gone)
