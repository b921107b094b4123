"""The jobs that a server has: each by its key, and the newest of every config."""

from collections.abc import Iterator
from typing import Generic

from gruviz.jobs.job import Config, Event, Job


class JobStore(Generic[Config, Event]):
    """Jobs in the order of their last watching. It has no lock of its own.

    Args:
        kept: Ended jobs kept, the least recently watched dropped first.
    """

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._jobs: dict[str, Job[Config, Event]] = {}  # least recently watched first
        self._newest: dict[Config, Job[Config, Event]] = {}

    def __iter__(self) -> Iterator[Job[Config, Event]]:
        return iter(list(self._jobs.values()))

    def add(self, job: Job[Config, Event]) -> None:
        """Keep a job, from now on the newest of its config."""
        self._jobs[job.key] = self._newest[job.config] = job

    def get(self, key: str) -> Job[Config, Event] | None:
        """The job with this key, if it is still here."""
        return self._jobs.get(key)

    def newest(self, config: Config) -> Job[Config, Event] | None:
        """The last job added with this config, if it is still here."""
        return self._newest.get(config)

    def touch(self, job: Job[Config, Event]) -> None:
        """Note that a job is watched now."""
        self._jobs[job.key] = self._jobs.pop(job.key)

    def drop_old(self) -> None:
        """Forget ended jobs beyond those that may be kept."""
        ended = [job for job in self if not job.active]
        for job in ended[: max(0, len(ended) - self._kept)]:
            del self._jobs[job.key]
            if self._newest.get(job.config) is job:
                del self._newest[job.config]
