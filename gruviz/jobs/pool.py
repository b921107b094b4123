"""Long runs in worker processes: first come first served, shared by equal settings, gone when nobody watches.

A job is one run of a work function on one config. A viewer is anyone with a name, such as a browser session; it watches
a job by asking for it now and then. No timer runs here: whoever calls next, viewer or worker, also clears up.
"""

import atexit
import functools
import pickle
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Generic

from gruviz.jobs.job import Config, Event, Job, JobView, Status
from gruviz.jobs.pace import Progress
from gruviz.jobs.place import at_once, new_runner
from gruviz.jobs.runner import Begun, Runner, Waiting
from gruviz.jobs.store import JobStore
from gruviz.validation import InvalidValue, check_integer, check_real

UNWATCHED = "nobody was watching"
CLOSED = "the server closed"
OTHERS_WAIT = "Resumed, as others were waiting."


class Jobs(Generic[Config, Event]):
    """Every run of one work function on this server.

    Any thread may call any method. Processes start with the first job that needs them and are kept for the next.

    Args:
        work: A module-level function: config → iterator of events, both picklable; the config frozen and hashable.
            Between them it may yield `Progress`.
        workers: Runs at once at most; by default one per core, or as many as a cluster takes.
        runner: Makes what carries out one run after another, such as a process.
        kept: Ended jobs kept, the least recently watched dropped first.
        away: Seconds after which a viewer who has not asked no longer counts for those who are there.
        grace: Seconds after which such a viewer is gone, and a job without viewers is cancelled.
        longest: Events one job may produce.
        together: Whether two successive events belong to one step of a paused job; each is a step by default.
        clock: Seconds, never going back.
    """

    def __init__(
        self,
        work: Callable[[Config], Iterator[Event | Progress]],
        *,
        workers: int | None = None,
        runner: Callable[[], Runner] = new_runner,
        kept: int = 32,
        away: float = 5.0,
        grace: float = 90.0,
        longest: int = 100_000,
        together: Callable[[Event, Event], bool] = lambda one, other: False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._work, self._runner, self._clock, self._together = work, runner, clock, together
        self._most = check_integer("workers", at_once() if workers is None else workers, 1, 1024)
        self._away = check_real("away", away, 0.0, float("inf"))
        self._grace = check_real("grace", grace, 0.0, float("inf"))
        self._longest = check_integer("longest", longest, 1, sys.maxsize)
        self._changed = threading.Condition()  # guards all below, and every Job
        self._jobs = JobStore[Config, Event](check_integer("kept", kept, 1, sys.maxsize))
        self._queue: list[Job[Config, Event]] = []
        self._running: dict[Runner, Job[Config, Event]] = {}
        self._threads: dict[Runner, threading.Thread] = {}
        self._closed = False
        atexit.register(self.close)

    @property
    def busy(self) -> int:
        """How many of its workers have a job, at a glance: it waits for nobody."""
        return len(self._running)

    def submit(self, config: Config, *, viewer: str, fresh: bool = False) -> str:
        """Return the key of the job for this config: the one there is, unless it failed or was cancelled, or a new one.

        Args:
            config: What to run on.
            viewer: Who watches.
            fresh: Run again although a finished job is there.

        Raises:
            RuntimeError: After `close`.
        """
        task = pickle.dumps((self._work, config))
        with self._changed:
            if self._closed:
                raise RuntimeError("These jobs are closed; no new one can start.")
            job = self._jobs.newest(config)
            if job is None or not (job.active or (job.status == "finished" and not fresh)):
                job = self._enqueue(Job(config, task, self._together))
            self._watch(job.key, viewer)
            return job.key

    def view(self, key: str, viewer: str, *, since: int = 0) -> JobView[Config, Event]:
        """Watch a job.

        Args:
            key: From `submit`.
            viewer: Who watches.
            since: Index of the first event wanted.

        Raises:
            InvalidValue: If the server no longer has the job; so do `stop`, `pause`, `resume` and `step`.
        """
        with self._changed:
            return self._snapshot(self._watch(key, viewer), since)

    def find(self, key: str) -> JobView[Config, Event] | None:
        """A job, without watching it; None if the server does not have it."""
        with self._changed:
            self._clear_up()
            job = self._jobs.get(key)
            return self._snapshot(job, 0) if job else None

    def existing(self, config: Config) -> JobView[Config, Event] | None:
        """The job that `submit` would return for this config, without watching it; None if it would start a new one."""
        job = self.newest(config)
        return job if job and not job.ended_early else None

    def newest(self, config: Config) -> JobView[Config, Event] | None:
        """The last job for this config, however it ended, without watching it; None if the server has none."""
        with self._changed:
            self._clear_up()
            job = self._jobs.newest(config)
            return self._snapshot(job, 0) if job else None

    def stop(self, key: str, viewer: str) -> None:
        """Leave a job; it is cancelled if nobody else watches."""
        with self._changed:
            job = self._watch(key, viewer)
            del job.viewers[viewer]
            if job.active and not self._watchers(job):
                self._end(job, "cancelled")

    def pause(self, key: str, viewer: str) -> bool:
        """Hold a running job before its next event, if nobody else watches it. Returns whether it is paused.

        It resumes when someone else joins, or after `grace` seconds without a step if others wait for a worker.
        """
        with self._changed:
            job = self._watch(key, viewer)
            if job.status == "running" and self._watchers(job) == 1:
                job.become("paused", self._clock())
                job.paused_by = viewer
            return job.status == "paused"

    def resume(self, key: str, viewer: str) -> None:
        """Let a paused job go on."""
        with self._changed:
            self._resume(self._watch(key, viewer))

    def step(self, key: str, viewer: str) -> bool:
        """Let a paused job take one more step. Returns whether it is paused."""
        with self._changed:
            job = self._watch(key, viewer)
            if job.status == "paused":
                job.allow_step(self._clock())
                self._changed.notify_all()
            return job.status == "paused"

    def close(self) -> None:
        """Cancel what is left and end all processes."""
        atexit.unregister(self.close)
        with self._changed:
            self._closed = True
            for job in [job for job in self._jobs if job.active]:
                self._end(job, "cancelled", CLOSED)
            self._changed.notify_all()
        for worker in self._threads:
            worker.close()
        for thread in self._threads.values():
            thread.join()

    def _enqueue(self, job: Job[Config, Event]) -> Job[Config, Event]:
        self._jobs.add(job)
        self._queue.append(job)
        if self._short_of_workers() and len(self._threads) < self._most:
            worker = self._runner()
            self._threads[worker] = threading.Thread(target=self._serve, args=(worker,), daemon=True, name="gruviz job")
            self._threads[worker].start()
        self._changed.notify_all()
        return job

    def _short_of_workers(self) -> bool:
        return len(self._queue) > len(self._threads) - len(self._running)

    def _watch(self, key: str, viewer: str) -> Job[Config, Event]:
        """Note that a viewer is there; nobody's pause holds up anyone else."""
        job = self._jobs.get(key)
        if job is None:
            raise InvalidValue("key", key, "a run that this server still has; start it again")
        self._jobs.touch(job)
        job.viewers[viewer] = self._clock()
        if job.paused_by != viewer:
            self._resume(job)
        self._clear_up()
        return job

    def _watchers(self, job: Job[Config, Event]) -> int:
        return job.watchers(since=self._clock() - self._away)

    def _resume(self, job: Job[Config, Event], message: str = "") -> None:
        if job.status == "paused":
            job.become("running", self._clock(), message)
            self._changed.notify_all()

    def _end(self, job: Job[Config, Event], status: Status, message: str = "") -> None:
        job.become(status, self._clock(), message)
        if job in self._queue:
            self._queue.remove(job)
        for worker in [worker for worker, running in self._running.items() if running is job]:
            worker.leave()
        self._jobs.drop_old()
        self._changed.notify_all()

    def _clear_up(self) -> None:
        """Forget viewers who are gone, cancel what nobody watches, free workers that were held for over `grace`."""
        now = self._clock()
        for job in self._jobs:
            job.forget_viewers(before=now - self._grace)
            if job.active and not job.viewers:
                self._end(job, "cancelled", UNWATCHED)
        for worker, job in self._running.items():
            if now - job.changed > self._grace:
                if not job.active:
                    worker.abort()
                elif job.status == "paused" and self._short_of_workers():
                    self._resume(job, OTHERS_WAIT)

    def _snapshot(self, job: Job[Config, Event], since: int) -> JobView[Config, Event]:
        ahead = self._queue.index(job) if job in self._queue else job.ahead
        return job.view(self._clock(), ahead=ahead, since=since, away=self._away)

    def _serve(self, worker: Runner) -> None:
        """Take one job after another and pass its events on; each worker has a thread that does this."""
        while job := self._take(worker):
            problem = worker.run(job.task, functools.partial(self._deliver, job))
            self._finish(worker, job, problem)
        worker.discard()

    def _take(self, worker: Runner) -> Job[Config, Event] | None:
        with self._changed:
            self._changed.wait_for(self._something_to_do)
            if self._closed:
                return None
            job = self._running[worker] = self._queue.pop(0)
            if worker.begins_at_once:
                job.become("running", self._clock())
            return job

    def _something_to_do(self) -> bool:
        self._clear_up()
        return self._closed or bool(self._queue)

    def _deliver(self, job: Job[Config, Event], event: Event | Progress | Waiting | Begun) -> bool:
        """Add an event to a job once it is not held; says whether the run goes on."""
        with self._changed:
            self._clear_up()
            if isinstance(event, Progress | Waiting | Begun):
                job.hear(event, self._clock())
                return job.active
            self._changed.wait_for(lambda: not job.holds(event))
            if job.active and len(job.events) == self._longest:
                self._end(job, "failed", f"This run went beyond {self._longest:,} events.")
            if job.active:
                job.add(event)
            return job.active

    def _finish(self, worker: Runner, job: Job[Config, Event], problem: str | None) -> None:
        with self._changed:
            del self._running[worker]
            if job.active:
                self._end(job, "failed" if problem else "finished", problem or "")
