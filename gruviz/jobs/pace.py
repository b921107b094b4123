"""How fast a run goes on, and when it will be through."""

from collections import deque
from dataclasses import dataclass

WINDOW = 20.0
"""Seconds over which the rate is taken: what a run did long ago, such as loading, says little about its end."""
ENOUGH = 2.0
"""Seconds of reports without which no rate is told."""


@dataclass(frozen=True)
class Progress:
    """What a work function may yield between its events.

    Args:
        share: Of its work that is done, from 0 to 1.
    """

    share: float


class Pace:
    """What a run has reported of itself, and when, in seconds of its own running time."""

    def __init__(self) -> None:
        self._reports: deque[tuple[float, float]] = deque()

    @property
    def share(self) -> float:
        """Of the work, that was last reported as done."""
        return self._reports[-1][1] if self._reports else 0.0

    def note(self, seconds: float, progress: Progress) -> None:
        """Take a report; of those that are older than `WINDOW` one is kept, as its beginning."""
        self._reports.append((seconds, progress.share))
        while len(self._reports) > 2 and self._reports[1][0] <= seconds - WINDOW:
            self._reports.popleft()

    def left(self, seconds: float) -> float | None:
        """Seconds that the rest will take at the rate of the last reports; None before there is one.

        From report to report it falls as time passes, by no more than the last report took to come: one that is late
        does not make the end come nearer.
        """
        if len(self._reports) < 2:
            return None
        (first, begun), (before, _), (last, done) = self._reports[0], self._reports[-2], self._reports[-1]
        if done <= begun or last - first < ENOUGH:
            return None
        rest = (1 - done) * (last - first) / (done - begun)
        return max(0.0, rest - min(seconds - last, last - before))
