"""What several parts of one run tell, put in the order in which one process would have told it."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic

from gruviz.jobs.job import Event


@dataclass
class _Part(Generic[Event]):
    reached: float = -math.inf  # share of its work of which it has told all
    under_way: bool = True
    problem: str | None = None
    latest: list[Event] = field(default_factory=list)  # of what it has not yet reached
    reports: list[tuple[float, list[Event]]] = field(default_factory=list)  # with the share that ends each


@dataclass(frozen=True)
class Passed(Generic[Event]):
    """What all parts have got past.

    Args:
        events: In order.
        share: Of the work of each part; infinite once all have ended.
        problem: What went wrong there in one of them; None if nothing did.
    """

    events: list[Event]
    share: float
    problem: str | None


class Merging(Generic[Event]):
    """The parts of a run, each known by its number. It has no lock of its own.

    Every part has the same share of its work done wherever one process would have come to in all of them, and tells
    that share after its events. Those of a share are passed on once all parts have reached it.

    Args:
        parts: How many.
        order: By what events of one share are sorted.
    """

    def __init__(self, parts: int, order: Callable[[Event], Any]) -> None:
        self._parts = [_Part[Event]() for _ in range(parts)]
        self._order = order
        self._passed = -math.inf

    @property
    def has_news(self) -> bool:
        """Whether all have got further than `take` knew, or will get no further."""
        last = self._furthest_behind()
        return last.reached > self._passed or not last.under_way

    def add(self, part: int, event: Event) -> None:
        """Take an event of a part."""
        self._parts[part].latest.append(event)

    def reach(self, part: int, share: float) -> None:
        """Hear that a part has told all up to a share of its work."""
        one = self._parts[part]
        one.reached = share
        if one.latest:
            one.reports.append((share, one.latest))
            one.latest = []

    def end(self, part: int, problem: str | None) -> None:
        """Hear that a part has ended, having told all, or where something went wrong."""
        if problem is None:
            self.reach(part, math.inf)
        self._parts[part].under_way, self._parts[part].problem = False, problem

    def held(self, part: int) -> int:
        """Reports of a part that wait for others."""
        return len(self._parts[part].reports)

    def before(self, part: int) -> int:
        """How many parts under way have to get on first: those further behind and, of equal ones, the first."""
        own = self._parts[part].reached, part
        return sum(one.under_way and (one.reached, number) < own for number, one in enumerate(self._parts))

    def take(self) -> Passed[Event]:
        """What is new since the last call."""
        last = self._furthest_behind()
        self._passed = last.reached
        events: list[Event] = []
        for part in self._parts:
            while part.reports and part.reports[0][0] <= last.reached:
                events += part.reports.pop(0)[1]
        return Passed(sorted(events, key=self._order), last.reached, last.problem)

    def _furthest_behind(self) -> _Part[Event]:
        return min(self._parts, key=lambda part: (part.reached, part.under_way))
