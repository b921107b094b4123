"""This server's connection to a scheduler: made when a run needs it, and made anew after it was lost."""

import contextlib
import pickle
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from functools import cache
from typing import Any

from gruviz.jobs.cluster import run
from gruviz.jobs.cluster.board import Board
from gruviz.validation import GruvizError

CONNECTING = 5.0
"""Seconds that a scheduler has to be there."""
ANSWERING = 20.0
"""Seconds that one which was there has to answer: workers are busy, and do so between two steps of their work."""
KEPT = 32
"""Ended runs of this server that the cluster keeps for others."""


class Unreachable(GruvizError):
    """The scheduler cannot be used."""


class NoAnswer(Exception):
    """A worker or the scheduler has not answered, for the moment or for ever."""


class Connection:
    """To one scheduler, for all runs of this server. Any thread may call any method.

    Args:
        address: Of the scheduler, such as tcp://10.0.0.5:8786.
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self.board = Board()
        self._changing = threading.Lock()
        self._client: Any = None
        self._users: set[object] = set()
        self._failed = -float("inf"), ""  # when it last could not be reached, and why
        self._ended: OrderedDict[str, tuple[int, Any]] = OrderedDict()  # how often, and the last one's future

    def submit(self, task: bytes, user: object) -> Any:
        """Hand a task over, or join the run that there is of it; its future.

        A run that this server has already seen to its end is another one.

        Args:
            task: A pickled pair (work, config).
            user: Who uses the connection from now on, until `let_go`.

        Raises:
            Unreachable: If there is no scheduler to hand it to.
        """
        asked = time.monotonic()
        with self._changing:
            self._users.add(user)
            if self._client is None:
                self._client = self._connect(asked)
            client = self._client
            token = name(task)
            key = f"gruviz-run-{_token(token, self._ended.get(token, (0, None))[0])}"
        try:
            self._ask("log_event", topic=run.TOPIC, msg={"run": key}, seconds=ANSWERING)
        except NoAnswer:
            raise self.drop(client) from None
        # Only workers import this package: to the scheduler this is a call of pickle.loads.
        return client.submit(pickle.loads, pickle.dumps(Call(task)), key=key)

    def note_end(self, task: bytes, future: Any) -> None:
        """Note that a run has ended; what it has produced is kept for other servers with its future, if given."""
        token = name(task)
        with self._changing:
            times, _ = self._ended.pop(token, (0, None))
            self._ended[token] = times + 1, future
            while len(self._ended) > KEPT:
                self._ended.popitem(last=False)  # Dask keeps what a future wants, for as long as that exists

    def read(self, place: str, key: str, since: int, reports: int, patience: float) -> dict[str, Any] | None:
        """What is new of a run that a worker has; None if it does not have it.

        Raises:
            NoAnswer: From the worker, or from the scheduler.
        """
        message = {"op": run.READ, "key": key, "since": since, "reports": reports, "patience": patience}
        return self._ask("proxy", worker=place, msg=message, seconds=patience + ANSWERING)

    def statuses(self, keys: list[str]) -> Mapping[str, str | None]:
        """What the scheduler says of tasks."""
        return self._ask("get_task_status", keys=keys, seconds=ANSWERING)

    def result(self, future: Any) -> run.Run:
        """What a finished run has returned.

        Raises:
            NoAnswer: From who keeps it.
        """
        try:
            return future.result(ANSWERING)
        except OSError as error:
            raise NoAnswer from error

    def has_worker(self, place: str) -> bool:
        """Whether the scheduler has a worker at an address, be it too busy to answer.

        Raises:
            NoAnswer: From the scheduler.
        """
        return place in self._ask("ncores", seconds=ANSWERING)

    def drop(self, client: Any) -> Unreachable:
        """Give a lost connection up, so that the next run makes a new one; returns what to say."""
        with self._changing:
            if self._client is client:
                self._client = None
                self._ended.clear()
                _close_behind(client)
        return self._unreachable()

    def let_go(self, user: object) -> None:
        """Note that someone uses it no longer; without users it closes."""
        with self._changing:
            self._users.discard(user)
            if self._users:
                return
            client, self._client = self._client, None
            self._ended.clear()
        if client is not None:
            _close(client)

    def _ask(self, handler: str, *, seconds: float, **arguments: Any) -> Any:
        client = self._client
        if client is None or client.status != "running":
            raise NoAnswer
        try:
            return client.sync(getattr(client.scheduler, handler), callback_timeout=seconds, **arguments)
        except OSError as error:
            raise NoAnswer from error

    def _connect(self, asked: float) -> Any:
        """A client; who waited while another one tried shares its failure."""
        when, why = self._failed
        if when > asked:
            raise Unreachable("scheduler", self.address, "", why)
        try:
            return self._new_client()
        except Unreachable as error:
            self._failed = time.monotonic(), str(error)
            raise

    def _new_client(self) -> Any:
        try:
            import distributed
        except ImportError:
            sentence = "Install gruviz[cluster] to use a cluster: the package distributed is missing."
            raise Unreachable("scheduler", self.address, "", sentence) from None
        make: Any = distributed.Client
        client = None
        try:
            client = make(self.address, loop=_loop(), timeout=CONNECTING, set_as_default=False, name="gruviz")
            self.board = Board()
            client.subscribe_topic(run.TOPIC, self.board.note)
            for event in client.get_events(run.TOPIC):
                self.board.note(event)
        except (OSError, ValueError):
            _close_behind(client)
            raise self._unreachable() from None
        return client

    def _unreachable(self) -> Unreachable:
        sentence = (
            f"The scheduler at {self.address} does not answer; once it does, the run can be started again. All that "
            "needs no cluster goes on."
        )
        return Unreachable("scheduler", self.address, "one that answers", sentence)


@cache
def connection(address: str) -> Connection:
    """The connection of this server to a scheduler."""
    return Connection(address)


class Call:
    """To unpickle it is to carry a task out."""

    def __init__(self, task: bytes) -> None:
        self._task = task

    def __reduce__(self) -> tuple[Any, tuple[bytes, dict[str, str]]]:
        return run.perform, (self._task, run.own_versions())


def name(task: bytes) -> str:
    """Name of a task: the same in every process for equal work on an equal config, in equal versions.

    Raises:
        TypeError: If the config has a part that is not told apart by what it holds.
    """
    work, config = pickle.loads(task)
    return _token(f"{work.__module__}.{work.__qualname__}", config, run.own_versions())


def _token(*parts: Any) -> str:
    from dask.tokenize import tokenize

    return tokenize(*parts, ensure_deterministic=True)


@cache
def _runner() -> Any:
    from distributed.utils import LoopRunner

    runner: Any = LoopRunner()
    runner.start()
    return runner


def _loop() -> Any:
    """One for all connections: a client that finds no scheduler would leave a loop of its own running."""
    return _runner().loop


def _close_behind(client: Any) -> None:
    """Close a client that may not answer, while nobody waits for it; nothing without one."""
    if client is not None:
        threading.Thread(target=_close, args=(client,), daemon=True, name="gruviz disconnects").start()


def _close(client: Any) -> None:
    with contextlib.suppress(OSError):
        client.close(timeout=CONNECTING)
