"""Worker processes that the runs of one pool share, so that a run may have several while cores are idle."""

import os
import threading
from collections.abc import Callable

from gruviz.jobs.worker import Worker
from gruviz.validation import check_integer


class Crew:
    """Gives workers out, and takes them back. Any thread may call any method.

    Args:
        cores: Of this computer; by default all that it has.
        others: How many of them are kept busy by runs of other pools; it waits for no lock.
    """

    def __init__(self, cores: int | None = None, others: Callable[[], int] = lambda: 0) -> None:
        self.cores = check_integer("cores", (os.cpu_count() or 1) if cores is None else cores, 1, 1024)
        self._others = others
        self._changing = threading.Lock()
        self._idle: list[Worker] = []  # the last one used has loaded what the next run needs
        self._at_work = 0

    def take(self, most: int) -> list[Worker]:
        """One worker, and more while cores are idle, up to so many."""
        with self._changing:
            count = max(1, min(most, self.cores - self._others() - self._at_work))
            self._at_work += count
            return [self._idle.pop() if self._idle else Worker() for _ in range(count)]

    def give_back(self, workers: list[Worker]) -> None:
        """Keep workers for the next run, as many as there are cores; the others end."""
        with self._changing:
            self._at_work -= len(workers)
            self._idle += workers
            leaving, self._idle = self._idle[: -self.cores], self._idle[-self.cores :]
        for worker in leaving:
            worker.discard()

    def at_once(self, workers: int) -> int:
        """How many of the workers of one run may compute: all, or fewer where others want the cores, but always one."""
        return max(1, workers - max(0, self._at_work + self._others() - self.cores))

    def discard(self) -> None:
        """End the idle workers."""
        with self._changing:
            leaving, self._idle = self._idle, []
        for worker in leaving:
            worker.discard()
