"""The parts of a run that goes on on a cluster, spread over the cluster's workers."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from distributed import get_client, get_worker, secede

P = ParamSpec("P")
T = TypeVar("T")

BEHIND = -1
"""Priority of parts: whole runs, each of which somebody watches, go first."""


class Parts(Executor):
    """Calls as tasks of Dask, each a task of its own, even if two are equal: one run's may be cancelled alone."""

    def __init__(self) -> None:
        client: Any = get_client()
        self._tasks = client.get_executor(pure=False)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._tasks.submit(fn, *args, priority=BEHIND, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls. What has begun goes on to its end; nobody waits for what is cancelled."""
        self._tasks.shutdown(wait=wait and not cancel_futures)


def is_here() -> bool:
    """Whether this thread carries out a task of a cluster."""
    try:
        get_worker()
    except ValueError:
        return False
    return True


@contextmanager
def parts_of_a_run() -> Iterator[Executor]:
    """An executor for the run in this thread, which makes room for its own parts: one worker is enough for both."""
    executor = Parts()
    secede()  # type: ignore[no-untyped-call] # for good: to rejoin would be to wait behind parts of others
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)
