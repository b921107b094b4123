"""One server that follows one run on the cluster, from where it has come to so far to its end."""

import pickle
from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import Any, Literal

from gruviz.jobs.cluster.board import Beginning
from gruviz.jobs.cluster.connection import Connection, NoAnswer
from gruviz.jobs.cluster.run import Abandoned
from gruviz.jobs.pace import Progress
from gruviz.jobs.runner import Begun, Waiting
from gruviz.jobs.worker import message

PATIENCE = 0.5
"""Seconds that a question for news may wait for its answer."""
SOON, LATER = 0.1, 1.0
"""Seconds until the first look at how many runs are ahead of it, and between the following ones."""
KILLED = (
    "The process on the cluster that carried this run out has ended, most often because memory ran out. The cluster "
    "replaces it, and the run can be started again."
)
NOT_INSTALLED = "GRUViz is missing on the cluster's workers. Install there what this server has, and start again."

Outcome = Literal["finished", "failed", "left", "lost"]
"""Left: wanted no longer here. Lost: it has gone without having been read, and is to be handed over again."""


class Following:
    """Passes on what a run produces, in its order and once each.

    Args:
        connection: To the scheduler.
        proceed: See `Runner.run`.
    """

    def __init__(self, connection: Connection, proceed: Callable[[Any], bool]) -> None:
        self.problem: str | None = None
        self._connection, self._proceed = connection, proceed
        self._events = self._reports = 0  # passed on so far
        self._patience = SOON

    def follow(self, future: Any) -> Outcome:
        """Follow a run until it ends or is wanted no longer.

        Args:
            future: Dask's, of the run.

        Raises:
            Unreachable: If the scheduler is lost on the way.
        """
        self._future, self._board = future, self._connection.board
        self._read: Beginning | None = None  # what is read
        try:
            while (outcome := self._turn()) is None:
                pass
        except (NoAnswer, CancelledError):
            if self._proceed(self._standing()):
                raise self._connection.drop(future.client) from None
            return "left"
        return outcome

    def _turn(self) -> Outcome | None:
        """Take one look at it, and pass on what is new; None if there is more to come."""
        status = self._future.status
        if status == "cancelled":  # released here, or lost with the scheduler
            raise CancelledError
        if status == "error":
            return self._failed(self._future.exception())
        return self._look(ended=status == "finished")

    def _look(self, *, ended: bool) -> Outcome | None:
        beginning = self._read or self._board.beginning(self._future.key)
        news = None
        try:
            if beginning is not None:
                news = self._connection.read(beginning[1], self._future.key, self._events, self._reports, PATIENCE)
        except NoAnswer:
            if beginning is not None and self._connection.has_worker(beginning[1]):
                return None  # it had no time to answer
            if self._read and not ended:
                return self._fail(KILLED)
        if news is None and ended:
            news = self._connection.result(self._future).reading(self._events)
        if news is not None:
            self._read = beginning
            return self._pass_on(news)
        if beginning is not None:
            self._board.forget(self._future.key, beginning)
            self._read = None
        return self._wait()

    def _standing(self) -> Begun | Waiting:
        """News that changes nothing."""
        return Begun() if self._read else Waiting(0)

    def _failed(self, error: BaseException) -> Outcome:
        killed = type(error).__name__ == "KilledWorker"
        if isinstance(error, Abandoned) or (killed and not self._read):
            return "lost"
        if isinstance(error, ModuleNotFoundError) and error.name == __name__.partition(".")[0]:
            return self._fail(NOT_INSTALLED)
        return self._fail(KILLED if killed else message(error))

    def _fail(self, problem: str) -> Outcome:
        self.problem = problem
        return "failed"

    def _pass_on(self, news: dict[str, Any]) -> Outcome | None:
        going_on = self._proceed(Begun(news["ago"]))
        if news["reports"] > self._reports:
            self._reports = news["reports"]
            going_on = self._proceed(Progress(news["share"]))
        for event in news["events"]:
            if not going_on:
                return "left"
            going_on = self._proceed(pickle.loads(event))
            self._events += 1
        if not going_on:
            return "left"
        self.problem = news["problem"]
        return None if not news["ended"] else "failed" if self.problem else "finished"

    def _wait(self) -> Outcome | None:
        """Wait for it to begin, and tell of its place in the queue."""
        self._board.wait_for(self._has_begun, self._patience)
        self._patience = LATER
        if self._has_begun():
            return None
        ahead = self._board.ahead(self._future.key, self._connection.statuses)
        return None if self._proceed(Waiting(ahead)) else "left"

    def _has_begun(self) -> bool:
        return self._future.done() or self._board.beginning(self._future.key) is not None
