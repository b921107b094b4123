"""What carries a job out: the seam between the jobs of a server and where they run."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Waiting:
    """News of a run that was handed over and has not begun.

    Args:
        ahead: Runs that come before it.
    """

    ahead: int


@dataclass(frozen=True)
class Begun:
    """News of a run that is under way; it may be told again.

    Args:
        ago: Seconds since it began; more than 0 where a run is joined that another server has started.
    """

    ago: float = 0.0


class Runner(Protocol):
    """Carries out one task after another.

    `run` and `discard` belong to one thread; the others may be called from any.
    """

    begins_at_once: bool
    """Whether a run has begun as soon as it is handed over; otherwise `Begun` says when."""

    def run(self, task: bytes, proceed: Callable[[Any], bool]) -> str | None:
        """Run a task to its end.

        Args:
            task: A pickled pair (work, config).
            proceed: Called with each event, `Progress`, `Waiting` or `Begun`; says whether the run goes on.

        Returns:
            What went wrong; None if nothing did.
        """

    def leave(self) -> None:
        """Hear that the run under way is wanted no longer: `proceed` will say so, too."""

    def abort(self) -> None:
        """End the run under way, whatever it is doing."""

    def close(self) -> None:
        """End the run under way, and take no other."""

    def discard(self) -> object:
        """Give back what it holds; nothing is under way any more."""
