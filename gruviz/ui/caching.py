"""Results that all sessions share: computed once for equal arguments, a few at a time."""

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from threading import Event, Lock, get_ident
from time import monotonic
from typing import Generic, ParamSpec, TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE = 0.1
"""Seconds between two looks of a script that waits: whether a newer setting has overtaken it, whether it may begin."""
MOMENT = 0.2
"""Seconds for which a computation has the server to itself. Python runs one thread at a time: of short computations
side by side each takes longer than all one after the other. Nobody shall wait for a long one, though."""


class Slots:
    """Who computes, and so holds large arrays: one thread at a time, and a next one beside those that take longer.

    Who has waited longest comes first. A thread has at most one slot, however deep its shared functions are nested, and
    gives it back while it waits for another thread's result: that thread may be waiting for a slot.

    Args:
        count: How many threads compute at the same time at most.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._begun: dict[int, float] = {}  # by thread
        self._queue: OrderedDict[int, Event] = OrderedDict()  # by thread
        self._lock = Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Compute in a slot: that of the thread, or one it waits for."""
        if get_ident() in self._begun:
            yield
            return
        self._take()
        try:
            yield
        finally:
            self._give_back()

    def wait(self, event: Event) -> None:
        """Wait without a slot."""
        held = self._give_back()
        wait_patiently(event)
        if held:
            self._take()

    def _take(self) -> None:
        turn = Event()
        with self._lock:
            self._queue[get_ident()] = turn
            self._hand_on()
        try:
            wait_patiently(turn, self._look)
        except BaseException:
            self._give_back()  # its turn may have come just now
            raise

    def _give_back(self) -> bool:
        """Leave the slot, or the queue for one; whether the thread had a slot."""
        with self._lock:
            self._queue.pop(get_ident(), None)
            held = self._begun.pop(get_ident(), None) is not None
            self._hand_on()
        return held

    def _look(self) -> None:
        with self._lock:
            self._hand_on()

    def _hand_on(self) -> None:
        """Let those begin who may; under the lock."""
        now = monotonic()
        while self._queue and len(self._begun) < self._count and all(now - t >= MOMENT for t in self._begun.values()):
            thread, turn = self._queue.popitem(last=False)
            self._begun[thread] = now
            turn.set()


def wait_patiently(event: Event, look: Callable[[], None] = lambda: None) -> None:
    """Wait for an event and now and then `look`; Streamlit may stop a script that a newer setting has overtaken."""
    while not event.wait(PATIENCE):
        look()
        if get_script_run_ctx(suppress_warning=True) is not None:  # not a thread of the server's own
            _ = "viewer" in st.session_state  # a look at the session's state is where Streamlit stops a script


SLOTS = Slots(max(2, os.cpu_count() or 1))


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

    Threads that ask for equal arguments at the same time compute once and wait for it; different ones take turns, see
    `Slots`. An error reaches all who wait for it and is not kept. A thread that Streamlit
    stops while it computes leaves the work to one of those who wait.

    Args:
        maxsize: Results kept; the one unused for longest goes first.
    """
    return lambda function: SharedFunction(function, maxsize)
