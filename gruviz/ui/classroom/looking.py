"""What all listeners of a class on this server share: one look at the database a second, however many they are."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from gruviz.classroom.classroom import Classroom
from gruviz.classroom.refusals import ClassRefusal, NoSuchClass
from gruviz.classroom.state import ClassState, OwnVotes
from gruviz.ui.server import STOPPING

FRESH = 1.0
"""Seconds for which a look is good."""
WAKING = 0.5
"""Seconds between two times that a listener asks for it."""
NOTED = 8.0
"""Seconds between two notes in the database of who is here."""
KEPT = 60.0
"""Seconds after which a class that nobody asks for is forgotten here."""
THREADS = 4
HOUR = 3600.0
"""Seconds between two times that classes whose day is over are deleted."""

Result = TypeVar("Result")


@dataclass(frozen=True)
class Look:
    """A class as it was a moment ago, and what each browser had answered when that came about."""

    state: ClassState
    own: Callable[[str], OwnVotes]


@dataclass
class Watched:
    """A class that somebody on this server looks at.

    Args:
        look: The last one.
        at: When it was taken, by the monotonic clock.
        here: Browsers that asked since the last look.
        noted: When the database last heard of a browser.
        members: Browsers that have been here since this server knows the class.
        turn: Held while a look is taken.
    """

    look: Look | None = None
    at: float = -KEPT
    here: set[str] = field(default_factory=set)
    noted: dict[str, float] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Looking:
    """Looks at classes for all who listen on this server.

    Args:
        classroom: Where the classes are; called in a thread.
    """

    def __init__(self, classroom: Callable[[], Classroom]) -> None:
        self._classroom = classroom
        self._threads = ThreadPoolExecutor(THREADS, "classroom")
        self._watched: dict[str, Watched] = {}
        self._sweeping: asyncio.Task[None] | None = None

    async def ask(self, act: Callable[[Classroom], Result]) -> Result:
        """Do something with the classes, in a thread."""
        if self._sweeping is None:
            self._sweeping = asyncio.create_task(self._sweep())
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: act(self._classroom()))

    def has_member(self, code: str, browser: str | None) -> bool:
        """Whether a browser has been in a class, as far as this server knows."""
        return browser is not None and code in self._watched and browser in self._watched[code].members

    async def look(self, code: str, browser: str | None = None) -> Look:
        """A class as it is, or was less than a second ago; a browser that asks counts as here.

        Raises:
            NoSuchClass: If it is over, or never was.
        """
        watched = self._watched.setdefault(code, Watched())
        if browser:
            watched.here.add(browser)
            watched.members.add(browser)
        async with watched.turn:
            now = time.monotonic()
            if watched.look is None or now - watched.at >= FRESH:
                await self._renew(code, watched, now)
        assert watched.look is not None
        return watched.look

    async def changes(self, code: str, browser: str, since: str, seconds: float) -> AsyncIterator[Look | None]:
        """Looks that differ from the one before, for some seconds; None where there is nothing new.

        Args:
            code: Of the class.
            browser: Who listens.
            since: `changed` of the last state that it has, or anything else.
            seconds: How long.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until and not STOPPING.is_set():
            look = await self.look(code, browser)
            changed = str(look.state.changed)
            yield look if changed != since else None
            since = changed
            await asyncio.sleep(WAKING)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(HOUR)
            with suppress(ClassRefusal):  # the database is away; in an hour it may be back
                await self.ask(Classroom.sweep)

    async def _renew(self, code: str, watched: Watched, now: float) -> None:
        before = watched.look
        asking, watched.here = watched.here, set()
        watched.noted = {browser: at for browser, at in watched.noted.items() if now - at < NOTED}
        here = asking - watched.noted.keys()

        def act(classroom: Classroom) -> Look:
            if here:
                classroom.seen(code, here)
            state = classroom.state(code)
            same = before is not None and before.state.changed == state.changed
            return Look(state, before.own if before and same else classroom.everyones(code))

        try:
            watched.look = await self.ask(act)
        except NoSuchClass:
            self._watched.pop(code, None)
            raise
        watched.at = time.monotonic()
        watched.noted |= dict.fromkeys(here, now)
        self._forget(now)

    def _forget(self, now: float) -> None:
        for code in [code for code, watched in self._watched.items() if now - watched.at > KEPT]:
            if not self._watched[code].turn.locked():
                del self._watched[code]
