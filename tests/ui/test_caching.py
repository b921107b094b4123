"""Equal work is done once, however many ask for it, and nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock, Semaphore

import pytest

from gruviz.ui import caching
from gruviz.ui.caching import Slots, shared

SOON = 30
"""Seconds after which a thread counts as stuck."""


class Stopped(BaseException):
    """As Streamlit ends a script that a newer setting has overtaken."""


@pytest.fixture
def waiting(monkeypatch):
    """Counts those who have begun to wait, for a slot or for a result."""
    begun = Semaphore(0)
    wait_patiently = caching.wait_patiently

    def counted(event, *look):
        begun.release()
        wait_patiently(event, *look)

    monkeypatch.setattr(caching, "wait_patiently", counted)
    return begun


@pytest.fixture
def threads():
    with ThreadPoolExecutor(40) as pool:
        yield pool


def pass_times(semaphore, count):
    for _ in range(count):
        assert semaphore.acquire(timeout=SOON)


def slots(monkeypatch, count):
    monkeypatch.setattr(caching, "SLOTS", Slots(count))


class Work:
    """A shared function that stays in each call until it is let go, and then does what `ends` says, call by call."""

    def __init__(self, *ends, maxsize=8):
        self.ends, self.calls, self.lock = ends, [], Lock()
        self.inside, self.go = Semaphore(0), Event()
        self.function = shared(maxsize)(self.run)

    def run(self, key):
        with self.lock:
            self.calls.append(key)
            end = self.ends[len(self.calls) - 1] if len(self.calls) <= len(self.ends) else None
        self.inside.release()
        assert self.go.wait(SOON)
        if end:
            raise end
        return [key]


def test_thirty_who_ask_for_the_same_at_once_get_one_result(threads, waiting):
    work = Work()
    answers = [threads.submit(work.function, "link") for _ in range(30)]
    pass_times(waiting, 30)  # one for its slot, the others for that one
    work.go.set()
    results = [answer.result(SOON) for answer in answers]
    assert work.calls == ["link"]
    assert results[0] == ["link"]
    assert all(result is results[0] for result in results)
    assert work.function("link") is results[0]
    assert work.calls == ["link"]


def test_short_work_waits_for_its_turn_and_long_work_lets_another_begin(threads, waiting, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(caching, "monotonic", lambda: clock[0])
    slots(monkeypatch, 2)
    work = Work()
    answers = []

    def another_asks():
        answers.append(threads.submit(work.function, len(answers)))
        pass_times(waiting, 1)

    another_asks()
    pass_times(work.inside, 1)
    clock[0] += caching.MOMENT / 2
    another_asks()
    another_asks()
    assert work.calls == [0]
    clock[0] += caching.MOMENT
    pass_times(work.inside, 1)  # those who wait look at the clock now and then
    assert work.calls == [0, 1]
    clock[0] += 100 * caching.MOMENT
    another_asks()
    assert work.calls == [0, 1], "no more than there are slots"
    work.go.set()
    assert [answer.result(SOON) for answer in answers] == [[key] for key in range(4)]


def test_who_has_waited_longest_comes_first(threads, waiting, monkeypatch):
    slots(monkeypatch, 1)
    work = Work()
    for key in range(6):
        threads.submit(work.function, key)
        pass_times(waiting, 1)
    work.go.set()
    pass_times(work.inside, 6)
    assert work.calls == [*range(6)]


def test_an_error_reaches_all_who_wait_and_is_not_kept(threads, waiting):
    work = Work(ValueError("no such cell"))
    answers = [threads.submit(work.function, "link") for _ in range(5)]
    pass_times(waiting, 5)
    work.go.set()
    for answer in answers:
        with pytest.raises(ValueError, match="no such cell"):
            answer.result(SOON)
    assert work.calls == ["link"]
    assert work.function("link") == ["link"]


def test_when_the_one_who_computes_is_stopped_another_takes_over(threads, waiting):
    work = Work(Stopped(), Stopped())
    answers = [threads.submit(work.function, "link") for _ in range(6)]
    pass_times(waiting, 6)
    work.go.set()
    ends = [answer.exception(SOON) for answer in answers]
    assert [type(end) for end in ends if end] == [Stopped, Stopped]
    assert {tuple(answer.result()) for answer, end in zip(answers, ends, strict=True) if not end} == {("link",)}
    assert work.calls == ["link"] * 3


def test_one_who_waits_for_another_gives_its_slot_back(threads, waiting, monkeypatch):
    slots(monkeypatch, 1)
    inner = Work()
    inner.go.set()
    outer_runs, inner_asked = Event(), Event()

    @shared(8)
    def outer():
        outer_runs.set()
        assert inner_asked.wait(SOON)
        return inner.function("inner")

    first = threads.submit(outer)
    assert outer_runs.wait(SOON)
    pass_times(waiting, 1)
    second = threads.submit(inner.function, "inner")
    pass_times(waiting, 1)  # for the only slot
    inner_asked.set()
    assert first.result(SOON) is second.result(SOON)
    assert inner.calls == ["inner"]
    assert inner.function("other") == ["other"]  # the slot is free again


def test_nested_work_needs_no_second_slot(monkeypatch):
    slots(monkeypatch, 1)

    @shared(8)
    def fibonacci(n):
        return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(fibonacci, 20).result(SOON) == 6765


def test_a_script_that_was_overtaken_stops_waiting_and_harms_nobody(threads, monkeypatch):
    slots(monkeypatch, 1)
    work = Work()
    first = threads.submit(work.function, "link")
    pass_times(work.inside, 1)

    class Overtaken:
        def __contains__(self, name):
            raise Stopped

    monkeypatch.setattr(caching, "PATIENCE", 0.001)
    monkeypatch.setattr(caching, "get_script_run_ctx", lambda **_: "a script's")
    monkeypatch.setattr(caching.st, "session_state", Overtaken())
    for key in ("link", "waits for the slot"):
        with pytest.raises(Stopped):
            threads.submit(work.function, key).result(SOON)
    monkeypatch.undo()
    work.go.set()
    assert first.result(SOON) == ["link"]
    assert work.function("waits for the slot") == ["waits for the slot"]


def test_the_result_unused_for_longest_goes_first():
    work = Work(maxsize=2)
    work.go.set()
    for key in ("a", "b", "a", "c", "a", "b"):
        assert work.function(key) == [key]
    assert work.calls == ["a", "b", "c", "b"]
    work.function.cache_clear()
    work.function("b")
    assert work.calls[4:] == ["b"]


def test_a_shared_function_keeps_its_name_and_its_text():
    @shared(1)
    def answer() -> int:
        """The answer."""
        return 42

    assert (answer.__name__, answer.__doc__, answer.__wrapped__()) == ("answer", "The answer.", 42)
