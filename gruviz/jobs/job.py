"""One run of a work function on one config: who watches it, what it has produced, how long it has run."""

import secrets
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

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

    @property
    def active(self) -> bool:
        """Whether it may still produce events."""
        return self.status in ACTIVE


@dataclass(eq=False)
class Job(Generic[Config, Event]):
    """A job as `Jobs` keeps it. It has no lock of its own and no clock: `now` is always given.

    Args:
        config: What it runs on.
        task: The pickled pair (work, config).
    """

    config: Config
    task: bytes
    key: str = field(default_factory=lambda: secrets.token_hex(6))
    status: Status = "queued"
    message: str = ""
    events: list[Event] = field(default_factory=list)
    viewers: dict[str, float] = field(default_factory=dict)  # when each was last there
    paused_by: str = ""
    steps: int = 0  # events that a paused job may still produce
    changed: float = 0.0  # when it last started, paused, stepped, resumed or ended
    ran: float | None = None  # seconds until then

    @property
    def active(self) -> bool:
        """Whether it may still produce events."""
        return self.status in ACTIVE

    @property
    def held(self) -> bool:
        """Whether its next event has to wait."""
        return self.status == "paused" and not self.steps

    def become(self, status: Status, now: float, message: str = "") -> None:
        """Change its status."""
        seconds = self.seconds(now)
        self.ran = seconds or 0.0 if status == "running" else seconds
        self.status, self.changed, self.message, self.steps = status, now, message, 0

    def forget_viewers(self, before: float) -> None:
        """Drop the viewers who were last there earlier than that."""
        self.viewers = {name: last for name, last in self.viewers.items() if last >= before}

    def allow_step(self, now: float) -> None:
        """Let one more event through the pause."""
        self.steps, self.changed = self.steps + 1, now

    def add(self, event: Event) -> None:
        """Append an event."""
        self.events.append(event)
        self.steps = max(0, self.steps - 1)

    def seconds(self, now: float) -> float | None:
        """Running time so far, pauses left out; None before it starts."""
        return self.ran + now - self.changed if self.ran is not None and self.status == "running" else self.ran

    def view(self, now: float, ahead: int, since: int) -> JobView[Config, Event]:
        """What others may see of it."""
        return JobView(
            key=self.key,
            config=self.config,
            status=self.status,
            ahead=ahead,
            events=tuple(self.events[since:]),
            total_events=len(self.events),
            viewers=len(self.viewers),
            message=self.message,
            started=self.seconds(now),
        )
