"""A run by hand: what its readers get, and how far it goes ahead of them."""

import asyncio
import pickle
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from gruviz.jobs.cluster import run as runs
from gruviz.jobs.cluster.run import AHEAD, Run, check_versions, own_versions
from gruviz.jobs.pace import Progress
from gruviz.validation import GruvizError
from tests.jobs.waiting import until


def forever(config):
    yield from range(10**9)


def told(config):
    yield Progress(0.5)
    yield from range(config)


def broken(config):
    yield from range(config)
    raise OSError("no more")


def task(work, config=3):
    return pickle.dumps((work, config))


def read(run, since=0, reports=0, patience=0.0):
    with ThreadPoolExecutor(1) as apart:  # this thread may have a loop of its own, of a browser
        news = apart.submit(asyncio.run, run.read(since, reports, patience)).result()
    return [pickle.loads(event) for event in news["events"]], news


@pytest.fixture
def going():
    """A run without an end in a thread of its own, and how to end it."""
    run, unwanted = Run(), threading.Event()
    thread = threading.Thread(target=run.go, args=(task(forever), lambda: not unwanted.is_set()))
    thread.start()
    yield run
    unwanted.set()
    thread.join()


def test_it_goes_no_further_than_a_few_events_ahead_of_who_has_read_most(going):
    until(lambda: len(going.events) == AHEAD)
    assert going._is_held()
    assert read(going)[0] == list(range(AHEAD))
    assert len(going.events) == AHEAD, "to have been told is not to have asked for more"
    read(going, since=10)
    until(lambda: len(going.events) == 10 + AHEAD)
    read(going, since=3)
    assert going._is_held(), "who lags behind lets nothing go on"
    read(going, since=10 + AHEAD)
    until(lambda: len(going.events) == 10 + 2 * AHEAD)


def test_it_does_not_keep_its_worker_for_who_never_reads_on(monkeypatch, going):
    until(lambda: len(going.events) == AHEAD)
    monkeypatch.setattr(runs, "HELD", 0.0)
    until(lambda: len(going.events) > 10 * AHEAD)


def test_a_reader_waits_for_news(going):
    until(lambda: len(going.events) == AHEAD)
    assert read(going, since=AHEAD, patience=60)[0][0] == AHEAD


def test_it_stops_when_it_is_wanted_no_longer():
    run = Run()
    wanted = iter([True, True, False])
    assert not run.go(task(forever), lambda: next(wanted))
    assert len(run.events) == 3
    assert not read(run)[1]["ended"]


@pytest.mark.parametrize(("work", "problem"), [(told, None), (broken, "OSError: no more")])
def test_its_end_is_told_to_all_also_after_it_was_sent_elsewhere(work, problem):
    run = Run()
    assert run.go(task(work), lambda: True)
    for one in (run, pickle.loads(pickle.dumps(run))):
        events, news = read(one, patience=60)
        assert events == [0, 1, 2]
        assert (news["ended"], news["problem"], news["ago"]) == (True, problem, run.seconds)
        assert read(one, since=2)[0] == [2]
        assert (news["reports"], news["share"]) == ((1, 0.5) if work is told else (0, 0.0))


def test_its_size_is_that_of_its_events():
    empty, full = Run(), Run()
    full.events.append(b"x" * 1000)
    assert sys.getsizeof(full) - sys.getsizeof(empty) == 1000


def test_numbers_of_different_versions_are_not_mixed():
    assert own_versions()["numpy"] == np.__version__
    check_versions(own_versions())
    with pytest.raises(GruvizError, match="have numpy .*, this server has 1.0. Install the same version on both"):
        check_versions(own_versions() | {"numpy": "1.0"})
