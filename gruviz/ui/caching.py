"""Results that all sessions share: computed once for equal arguments, a few at a time."""

import os
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from threading import Event, Lock, local
from typing import Generic, ParamSpec, TypeVar

import streamlit as st

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE = 0.1
"""Seconds between two looks whether a newer setting has overtaken a script that waits."""


class Slots:
    """How many threads compute, and so hold large arrays, at the same time; who has waited longest comes first.

    A thread has at most one slot, however deep its shared functions are nested, and gives it back while it waits for
    another thread's result: that thread may be waiting for a slot.
    """

    def __init__(self, count: int) -> None:
        self._free = count
        self._queue: deque[Event] = deque()
        self._lock = Lock()
        self._mine = local()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Compute in a slot: that of the thread, or one it waits for."""
        if self._held:
            yield
            return
        self._take()
        try:
            yield
        finally:
            if self._held:  # not if the thread was stopped while it waited for another's result
                self._give_back()

    def wait(self, event: Event) -> None:
        """Wait without a slot."""
        held = self._held
        if held:
            self._give_back()
        wait_patiently(event)
        if held:
            self._take()

    @property
    def _held(self) -> bool:
        return getattr(self._mine, "held", False)

    def _take(self) -> None:
        turn = Event()
        with self._lock:
            self._queue.append(turn)
            self._hand_on()
        try:
            wait_patiently(turn)
        except BaseException:
            with self._lock:
                if turn in self._queue:
                    self._queue.remove(turn)
                else:  # its turn came just now
                    self._free += 1
                    self._hand_on()
            raise
        self._mine.held = True

    def _give_back(self) -> None:
        self._mine.held = False
        with self._lock:
            self._free += 1
            self._hand_on()

    def _hand_on(self) -> None:
        """Give free slots to those who wait; under the lock."""
        while self._free and self._queue:
            self._free -= 1
            self._queue.popleft().set()


def wait_patiently(event: Event) -> None:
    """Wait for an event; meanwhile Streamlit may stop a script that a newer setting has overtaken."""
    while not event.wait(PATIENCE):
        _ = "viewer" in st.session_state  # a look at the session's state is where Streamlit stops a script


SLOTS = Slots(os.cpu_count() or 1)


class Computation(Generic[R]):
    """A result on its way. Left without value or error, it was abandoned: whoever waits computes it."""

    def __init__(self) -> None:
        self.done = Event()
        self.value: tuple[R] | None = None
        self.error: Exception | None = None


class SharedFunction(Generic[P, R]):
    """A pure function whose results all sessions share, see `shared`."""

    __wrapped__: Callable[P, R]

    def __init__(self, function: Callable[P, R], maxsize: int) -> None:
        update_wrapper(self, function)
        self._maxsize = maxsize
        self._results: OrderedDict[Hashable, R] = OrderedDict()  # the one unused for longest comes first
        self._running: dict[Hashable, Computation[R]] = {}
        self._lock = Lock()

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        key = (args, tuple(sorted(kwargs.items())))
        while True:
            with self._lock:
                if key in self._results:
                    self._results.move_to_end(key)
                    return self._results[key]
                running = self._running.get(key)
                if running is None:
                    mine = self._running[key] = Computation()
            if running is None:
                return self._compute(key, mine, *args, **kwargs)
            SLOTS.wait(running.done)
            if running.value is not None:
                return running.value[0]
            if running.error is not None:
                raise running.error

    def cache_clear(self) -> None:
        """Forget all results."""
        with self._lock:
            self._results.clear()

    def _compute(self, key: Hashable, mine: Computation[R], *args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with SLOTS.taken():
                value = self.__wrapped__(*args, **kwargs)
        except BaseException as error:
            # Streamlit stops a script by a BaseException. It concerns this thread only: the others take over.
            mine.error = error if isinstance(error, Exception) else None
            raise
        else:
            mine.value = (value,)
            return value
        finally:
            with self._lock:
                if mine.value is not None:
                    self._keep(key, mine.value[0])
                del self._running[key]
            mine.done.set()

    def _keep(self, key: Hashable, value: R) -> None:
        self._results[key] = value
        if len(self._results) > self._maxsize:
            self._results.popitem(last=False)


def shared(maxsize: int) -> Callable[[Callable[P, R]], SharedFunction[P, R]]:
    """Share a pure function's results among all sessions.

    Threads that ask for equal arguments at the same time compute once and wait for it; different ones compute in as
    many `SLOTS` as there are processors. An error reaches all who wait for it and is not kept. A thread that Streamlit
    stops while it computes leaves the work to one of those who wait.

    Args:
        maxsize: Results kept; the one unused for longest goes first.
    """
    return lambda function: SharedFunction(function, maxsize)
