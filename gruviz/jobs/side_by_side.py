"""A runner that carries out the parts of one run side by side where cores are idle.

A part stops after each report until it may go on: not further ahead of the others than `AHEAD` reports and, once other
runs want its core, not before those that are further behind. So a run that has several workers takes turns on one core
as soon as somebody else's begins, and spreads out again when that has ended.
"""

import pickle
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from gruviz.jobs.crew import Crew
from gruviz.jobs.merging import Merging
from gruviz.jobs.pace import Progress
from gruviz.jobs.worker import Worker, message

AHEAD = 4
"""Reports with events that a part makes beyond the part that is furthest behind, before it waits for it."""

Work = Callable[[Any], Iterator[Any]]


class SideBySide:
    """Carries one run after another out, as `Runner` says, each in as many parts as there are idle cores at its start.

    Args:
        crew: Has the workers.
        split: The parts of a run on a config, at most so many: each a work function on the same config that yields,
            after its events, the `Progress` at which the whole run would tell them.
        order: By what the events of one `Progress` are sorted.
    """

    begins_at_once = True

    def __init__(
        self, crew: Crew, split: Callable[[Any, int], Sequence[Work]], order: Callable[[Any], Any] = lambda event: 0
    ) -> None:
        self._crew, self._split, self._order = crew, split, order
        self._changed = threading.Condition()  # guards all below
        self._workers: list[Worker] = []
        self._merging = Merging[Any](1, order)
        self._wanted = True
        self._closed = False

    def run(self, task: bytes, proceed: Callable[[Any], bool]) -> str | None:
        """See `Runner`."""
        try:
            _, config = pickle.loads(task)
            with self._workers_for(config) as workers:
                if len(workers) == 1:
                    return workers[0].run(task, proceed)
                tasks = [pickle.dumps((work, config)) for work in self._split(config, len(workers))]
                return self._run_parts(list(zip(workers, tasks, strict=True)), proceed)
        except Exception as error:
            return message(error)

    def leave(self) -> None:
        """See `Runner`: every part stops at its next report."""
        with self._changed:
            self._wanted = False
            self._changed.notify_all()

    def abort(self) -> None:
        """See `Runner`."""
        with self._changed:
            for worker in self._workers:
                worker.abort()

    def close(self) -> None:
        """See `Runner`."""
        self.leave()
        with self._changed:
            self._closed = True
            for worker in self._workers:
                worker.close()

    def discard(self) -> None:
        """See `Runner`."""
        self._crew.discard()

    @contextmanager
    def _workers_for(self, config: Any) -> Iterator[list[Worker]]:
        workers = self._crew.take(len(self._split(config, self._crew.cores)))
        with self._changed:
            self._workers, self._wanted = workers, not self._closed
            self._merging = Merging[Any](len(workers), self._order)
        if self._closed:
            self.close()
        try:
            yield workers
        finally:
            with self._changed:
                self._workers = []
            self._crew.give_back(workers)

    def _run_parts(self, parts: list[tuple[Worker, bytes]], proceed: Callable[[Any], bool]) -> str | None:
        threads = [
            threading.Thread(target=self._carry_out, args=(number, *part), daemon=True, name="gruviz part")
            for number, part in enumerate(parts)
        ]
        for thread in threads:
            thread.start()
        try:
            return self._pass_on(proceed)
        finally:
            self.leave()
            for thread in threads:
                thread.join()

    def _carry_out(self, part: int, worker: Worker, task: bytes) -> None:
        """In a thread of its own."""
        problem = worker.run(task, partial(self._hear, part))
        with self._changed:
            self._merging.end(part, problem)
            self._changed.notify_all()

    def _hear(self, part: int, news: Any) -> bool:
        """Take an event or `Progress` of a part; says whether it goes on, once it may."""
        with self._changed:
            if not isinstance(news, Progress):
                self._merging.add(part, news)
            else:
                self._merging.reach(part, news.share)
                self._changed.notify_all()
                self._changed.wait_for(lambda: not self._wanted or self._may_go_on(part))
            return self._wanted

    def _may_go_on(self, part: int) -> bool:
        at_once = self._crew.at_once(len(self._workers))
        return self._merging.held(part) < AHEAD and self._merging.before(part) < at_once

    def _pass_on(self, proceed: Callable[[Any], bool]) -> str | None:
        """Tell what all parts have got past, until the run has ended or is wanted no longer."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: not self._wanted or self._merging.has_news)
                if not self._wanted:
                    return None
                passed = self._merging.take()
                self._changed.notify_all()
            if not all(map(proceed, passed.events)):
                return None
            if passed.problem is not None or passed.share > 1:
                return passed.problem
            if not proceed(Progress(passed.share)):
                return None
