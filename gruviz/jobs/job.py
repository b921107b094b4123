"""One run of a work function on one config: who watches it, what it has produced, how long it has run."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from gruviz.jobs.pace import Pace, Progress
from gruviz.jobs.runner import Begun, Waiting

Config = TypeVar("Config")
Event = TypeVar("Event")

Status = Literal["queued", "running", "paused", "finished", "failed", "cancelled"]
ACTIVE: tuple[Status, ...] = ("queued", "running", "paused")
"""In these a job may still produce events; the others are final."""


@dataclass(frozen=True)
class JobView(Generic[Config, Event]):
    """A job at one moment.

    Args:
        key: Its name, for as long as the server keeps it.
        config: What it runs on.
        status: Where it stands.
        ahead: How many queued jobs come before it; 0 for the next one, and for all that have left the queue.
        events: What it has produced, from the event asked for on.
        total_events: How many events it has produced.
        viewers: How many watch it.
        message: Why it failed, or was cancelled or resumed by nobody's press; else empty.
        started: Seconds it has been running so far, pauses left out; None before it starts.
        share: Of its work that it has reported as done, from 0 to 1.
        left: Seconds that the rest will take; None before that can be told.
    """

    key: str
    config: Config
    status: Status
    ahead: int
    events: tuple[Event, ...]
    total_events: int
    viewers: int
    message: str
    started: float | None
    share: float
    left: float | None

    @property
    def active(self) -> bool:
        """Whether it may still produce events."""
        return self.status in ACTIVE

    @property
    def ended_early(self) -> bool:
        """Whether it has ended without getting through."""
        return self.status in ("failed", "cancelled")


@dataclass(eq=False)
class Job(Generic[Config, Event]):
    """A job as `Jobs` keeps it. It has no lock of its own and no clock: `now` is always given.

    Args:
        config: What it runs on.
        task: The pickled pair (work, config).
        together: Whether two successive events belong to one step of a paused run.
    """

    config: Config
    task: bytes
    together: Callable[[Event, Event], bool] = lambda one, other: False
    key: str = field(default_factory=lambda: secrets.token_hex(6))
    status: Status = "queued"
    message: str = ""
    events: list[Event] = field(default_factory=list)
    viewers: dict[str, float] = field(default_factory=dict)  # when each was last there
    paused_by: str = ""
    ahead: int = 0  # runs that go before it where it was handed over to
    steps: int = 0  # that a paused job may still take
    pace: Pace = field(default_factory=Pace)
    changed: float = 0.0  # when it last started, paused, stepped, resumed or ended
    ran: float | None = None  # seconds until then

    @property
    def active(self) -> bool:
        """Whether it may still produce events."""
        return self.status in ACTIVE

    def holds(self, event: Event) -> bool:
        """Whether its next event has to wait."""
        return self.status == "paused" and not self.steps and not self._continues(event)

    def become(self, status: Status, now: float, message: str = "") -> None:
        """Change its status."""
        seconds = self.seconds(now)
        self.ran = seconds or 0.0 if status == "running" else seconds
        self.ahead = 0
        self.status, self.changed, self.message, self.steps = status, now, message, 0

    def hear(self, news: Progress | Waiting | Begun, now: float) -> None:
        """Take what a run tells beside its events."""
        if isinstance(news, Progress):
            self.pace.note(self.seconds(now) or 0.0, news)
        elif isinstance(news, Waiting):
            self.ahead = news.ahead
        elif self.status == "queued":
            self.become("running", now)
            self.changed -= news.ago

    def watchers(self, since: float) -> int:
        """How many were last there then or later."""
        return sum(last >= since for last in self.viewers.values())

    def forget_viewers(self, before: float) -> None:
        """Drop the viewers who were last there earlier than that."""
        self.viewers = {name: last for name, last in self.viewers.items() if last >= before}

    def allow_step(self, now: float) -> None:
        """Let one more step through the pause: an event and those that belong together with it."""
        self.steps, self.changed = self.steps + 1, now

    def add(self, event: Event) -> None:
        """Append an event."""
        if not self._continues(event):
            self.steps = max(0, self.steps - 1)
        self.events.append(event)

    def _continues(self, event: Event) -> bool:
        return bool(self.events) and self.together(self.events[-1], event)

    def seconds(self, now: float) -> float | None:
        """Running time so far, pauses left out; None before it starts."""
        return self.ran + now - self.changed if self.ran is not None and self.status == "running" else self.ran

    def view(self, now: float, *, ahead: int, since: int, away: float) -> JobView[Config, Event]:
        """What others may see of it; who has not been there for longer than `away` seconds does not count."""
        return JobView(
            key=self.key,
            config=self.config,
            status=self.status,
            ahead=ahead,
            events=tuple(self.events[since:]),
            total_events=len(self.events),
            viewers=self.watchers(now - away),
            message=self.message,
            started=self.seconds(now),
            share=self.pace.share,
            left=self.pace.left(self.seconds(now) or 0.0),
        )
