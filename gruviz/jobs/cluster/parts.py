"""The parts of a run that goes on on a cluster, spread over the cluster's workers."""

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from distributed import get_client, get_worker, secede

from gruviz.jobs.cluster.run import use_one_thread

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
        # Only workers import this package: to the scheduler this is a call of pickle.loads.
        return self._tasks.submit(pickle.loads, pickle.dumps(_Call(fn, args, kwargs)), priority=BEHIND)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls: wait for those that there are, or cancel them."""
        self._tasks.shutdown(wait=wait and not cancel_futures)


class _Call:
    """To unpickle it is to make a call."""

    def __init__(self, *call: Any) -> None:
        self._call = call

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return _made, self._call


def _made(fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    use_one_thread()
    return fn(*args, **kwargs)


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
