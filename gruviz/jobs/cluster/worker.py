"""A runner whose runs go on in a Dask cluster, shared with all servers of the same scheduler."""

from collections.abc import Callable
from typing import Any

from gruviz.jobs.cluster.connection import Connection
from gruviz.jobs.cluster.following import Following
from gruviz.jobs.worker import message

ATTEMPTS = 4
"""Times that a run is handed over which was lost before it began."""


class ClusterWorker:
    """Hands one task after another over to a cluster, and follows each to its end.

    Args:
        connection: To its scheduler.
    """

    begins_at_once = False

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._future: Any = None

    def run(self, task: bytes, proceed: Callable[[Any], bool]) -> str | None:
        """See `Runner`."""
        try:
            following = Following(self._connection, proceed)
            for _ in range(ATTEMPTS):
                self._future = self._connection.submit(task, self)
                outcome = following.follow(self._future)
                if outcome != "left":
                    self._connection.note_end(task, self._future if outcome == "finished" else None)
                if outcome != "lost":
                    break
                self._future.release()
            if outcome != "finished":
                self._future.release()
            return following.problem
        except Exception as error:
            return message(error)
        finally:
            self._future = None

    def leave(self) -> None:
        """Want the run no longer; if no other server does, it stops."""
        if (future := self._future) is not None:
            future.release()

    abort = leave
    close = leave

    def discard(self) -> None:
        """See `Runner`."""
        self._connection.let_go(self)
