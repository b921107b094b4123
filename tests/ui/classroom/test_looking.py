"""What the listeners of a class share, against a classroom that only counts."""

import asyncio

import pytest

from gruviz.classroom.refusals import NoSuchClass
from gruviz.classroom.state import ClassState, OwnVotes
from gruviz.ui.classroom import looking
from gruviz.ui.classroom.looking import NOTED, Looking
from gruviz.ui.server import STOPPING
from tests.loops import finished


class Counting:
    """Says what it is told to say, and notes what it was asked."""

    def __init__(self):
        self.changed, self.looks, self.noted, self.over = 0, 0, [], False

    def state(self, code):
        if self.over:
            raise NoSuchClass
        self.looks += 1
        return ClassState(code, 0.0, free=False, present=0, changed=self.changed)

    def everyones(self, code):
        changed = self.changed
        return lambda browser: OwnVotes(float(changed))

    def seen(self, code, browsers):
        self.noted.append(set(browsers))


class Clock:
    def __init__(self):
        self.now = 0.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(looking, "time", clock)
    return clock


def test_a_look_is_taken_once_a_second_and_a_browser_is_noted_now_and_then(clock):
    counting = Counting()

    async def play():
        looks = Looking(lambda: counting)
        await asyncio.gather(*(looks.look("a", f"browser {i % 3}") for i in range(9)))
        assert counting.looks == 1
        await looks.look("b")
        assert counting.looks == 2
        for _ in range(int(NOTED) + 2):
            clock.now += 1
            await looks.look("a", "browser 0")
        assert counting.looks == 2 + NOTED + 2

    finished(play())
    # One of the nine asked first and was noted with the look, the others with the next.
    assert counting.noted[:2] == [{"browser 0"}, {"browser 1", "browser 2"}]
    assert counting.noted[2:] == [{"browser 0"}]


def test_changes_are_told_once_and_a_server_that_stops_ends_them(clock, monkeypatch):
    monkeypatch.setattr(looking, "WAKING", 0)
    counting, heard = Counting(), []

    async def play():
        async for look in Looking(lambda: counting).changes("a", "browser", "none", 60):
            heard.append(look and (look.state.changed, look.own("browser").first))
            clock.now += 1
            counting.changed += len(heard) == 2
            if len(heard) == 5:
                STOPPING.set()

    try:
        finished(play())
    finally:
        STOPPING.clear()
    assert heard == [(0, 0.0), None, (1, 1.0), None, None]


def test_a_class_that_is_over_is_forgotten(clock):
    counting = Counting()

    async def play():
        looks = Looking(lambda: counting)
        await looks.look("a")
        counting.over, clock.now = True, 5.0
        for _ in range(2):
            with pytest.raises(NoSuchClass):
                await looks.look("a")
        counting.over = False
        assert (await looks.look("a")).state.code == "a"

    finished(play())
