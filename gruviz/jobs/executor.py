"""An executor over worker processes, for whoever has many calls to make and cores to make them on.

`concurrent.futures.ProcessPoolExecutor` starts processes that first import the main module of their parent: a script
then needs `if __name__ == "__main__"`, and a page of Streamlit would run again in each. These import neither.
"""

import os
import pickle
import sys
import threading
import traceback
import weakref
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from queue import LifoQueue
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from gruviz.jobs.worker import Worker
from gruviz.validation import InvalidValue, check_integer

P = ParamSpec("P")
T = TypeVar("T")

Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]


class Workers(Executor):
    """Calls in worker processes, as `concurrent.futures` has them: `submit`, `map`, `shutdown`, or a `with` statement.

    A process starts with the first call that needs it, imports what that call needs, has one thread, and ends with this
    process, however that ends. What a call raises is raised by its future. A call whose process dies raises
    `BrokenExecutor` with a sentence that says how, and the next call gets a new process. A `with` block that is left by
    an exception waits for nothing: it ends as `shutdown(cancel_futures=True)` does.

    Args:
        count: Processes at most; by default one per core.
    """

    def __init__(self, count: int | None = None) -> None:
        count = check_integer("count", (os.cpu_count() or 1) if count is None else count, 1, 1024)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="gruviz call")
        self._workers = [Worker() for _ in range(count)]
        self._idle: LifoQueue[Worker] = LifoQueue()  # the last one used has already imported something
        for worker in self._workers:
            self._idle.put(worker)
        self._stopped = False
        weakref.finalize(self, _discard, self._workers)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call a function of a module in a worker; what it gets and returns has to be picklable.

        Raises:
            InvalidValue: If the function stands in the script itself, which no worker imports.
            RuntimeError: After `shutdown`.
        """
        if getattr(fn, "__module__", None) == "__main__":
            name = getattr(fn, "__name__", "the function")
            sentence = f"Put {name} into a module: worker processes import no script."
            raise InvalidValue("fn", fn, "a function of a module", sentence)
        return self._threads.submit(self._call, (fn, args, kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls, and end the processes after the last one.

        Args:
            wait: Return only then.
            cancel_futures: Cancel what has not begun, and kill what has: its futures raise `CancelledError`.
        """
        self._threads.shutdown(wait=False, cancel_futures=cancel_futures)
        if cancel_futures:
            self._stopped = True
            for worker in self._workers:
                worker.close()
        ending = threading.Thread(target=self._end, name="gruviz end of calls")
        ending.start()
        if wait:
            ending.join()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _end(self) -> None:
        self._threads.shutdown(wait=True)
        _discard(self._workers)

    def _call(self, call: Call) -> Any:
        """Have an idle worker make a call, in one of as many threads as there are workers."""
        task = pickle.dumps((_answers, pickle.dumps(call, pickle.HIGHEST_PROTOCOL)), pickle.HIGHEST_PROTOCOL)
        answers: list[bytes] = []

        def keep(answer: bytes) -> bool:
            answers.append(answer)
            return True

        worker = self._idle.get()
        try:
            problem = worker.run(task, keep)
        finally:
            self._idle.put(worker)
        if answers:
            return _opened(answers[0])
        raise CancelledError if self._stopped else BrokenExecutor(problem)


@contextmanager
def executor_here() -> Iterator[Executor]:
    """For the parts of a run: all workers of the cluster that it goes on on, or worker processes, one per core."""
    if "distributed" in sys.modules:
        from gruviz.jobs.cluster import parts

        if parts.is_here():
            with parts.parts_of_a_run() as executor:
                yield executor
            return
    workers = Workers()
    try:
        yield workers
    finally:
        workers.shutdown(cancel_futures=True)


def in_turns(items: Iterator[T], seconds: float) -> Iterator[T | None]:
    """What an iterator yields, and None whenever nothing has come for so long: its reader may then leave.

    The iterator runs in a thread of its own and is not closed; whoever leaves early has to end what it waits for.
    """
    end = object()
    thread = ThreadPoolExecutor(1, thread_name_prefix="gruviz items")
    try:
        while True:
            coming: Future[Any] = thread.submit(next, items, end)
            while not wait([coming], seconds).done:
                yield None
            if coming.result() is end:
                return
            yield coming.result()
    finally:
        thread.shutdown(wait=False)


def _discard(workers: Iterable[Worker]) -> None:
    for worker in workers:
        worker.discard()


def _answers(call: bytes) -> Iterator[bytes]:
    """Make a call, in the worker: what it returned, or what it raised and where."""
    try:
        fn, args, kwargs = pickle.loads(call)
        answer = pickle.dumps((fn(*args, **kwargs), None, ""), pickle.HIGHEST_PROTOCOL)
    except BaseException as error:
        answer = _packed(error, traceback.format_exc())
    yield answer


def _packed(error: BaseException, place: str) -> bytes:
    """An exception as itself, or by its words where it does not come through a pickle."""
    try:
        answer = pickle.dumps((None, error, place), pickle.HIGHEST_PROTOCOL)
        pickle.loads(answer)
    except Exception:
        return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}"), place))
    return answer


def _opened(answer: bytes) -> Any:
    result, error, place = pickle.loads(answer)
    if error is None:
        return result
    error.add_note(f"In a worker process:\n{place}")
    raise error
