"""Parts that tell in any order of arrival are told in the order of one process."""

import itertools
import math
import random

import pytest

from gruviz.jobs.merging import Merging

FAST, SLOW = 0, 1


def order(event):
    return event


@pytest.fixture
def merging():
    return Merging(2, order)


def tell(merging, part, share, *events):
    for event in events:
        merging.add(part, event)
    merging.reach(part, share)


def test_events_are_passed_on_once_all_parts_have_reached_their_share(merging):
    tell(merging, FAST, 0.0, (0, "b"))
    assert not merging.has_news
    tell(merging, SLOW, 0.0, (0, "a"))
    passed = merging.take()
    assert (passed.events, passed.share, passed.problem) == ([(0, "a"), (0, "b")], 0.0, None)
    tell(merging, FAST, 0.1, (1, "b"))
    tell(merging, FAST, 0.2, (2, "b"))
    assert not merging.has_news
    assert (merging.held(FAST), merging.held(SLOW)) == (2, 0)
    tell(merging, SLOW, 0.15, (1, "a"))
    assert merging.take().events == [(1, "a"), (1, "b")]
    assert (merging.held(FAST), merging.has_news) == (1, False)


def test_a_part_that_has_ended_holds_up_nobody(merging):
    tell(merging, FAST, 0.0, (0, "b"))
    merging.add(FAST, (1, "b"))
    merging.end(FAST, None)
    for step in range(3):
        tell(merging, SLOW, step / 4, (step, "a"))
    assert merging.take().events == [(0, "a"), (0, "b"), (1, "a"), (2, "a")]
    merging.end(SLOW, None)
    passed = merging.take()
    assert (passed.events, passed.share, passed.problem) == ([(1, "b")], math.inf, None)


def test_a_problem_is_told_where_one_process_would_have_met_it(merging):
    for step in range(2):
        tell(merging, FAST, step / 4, (step, "b"))
    merging.end(FAST, "no memory")
    assert not merging.has_news
    tell(merging, SLOW, 0.0, (0, "a"))
    passed = merging.take()
    assert (passed.events, passed.problem) == ([(0, "a"), (0, "b")], None)
    tell(merging, SLOW, 0.25, (1, "a"))
    passed = merging.take()
    assert (passed.events, passed.problem) == ([(1, "a"), (1, "b")], "no memory")


def test_a_problem_before_anything_was_told(merging):
    merging.end(SLOW, "no torch")
    assert merging.has_news
    assert merging.take().problem == "no torch"


def test_turns_go_to_the_parts_furthest_behind(merging):
    assert [merging.before(part) for part in (0, 1)] == [0, 1]
    merging.reach(0, 0.1)
    assert [merging.before(part) for part in (0, 1)] == [1, 0]
    merging.reach(1, 0.1)
    assert [merging.before(part) for part in (0, 1)] == [0, 1]
    merging.end(0, None)
    assert merging.before(1) == 0


@pytest.mark.parametrize("seed", range(20))
def test_any_order_of_arrival_gives_the_same_order(seed):
    chance = random.Random(seed)
    merging = Merging(3, order)
    plans = [[(step, part) for step in range(0, 12, part + 1)] for part in range(3)]
    left = [iter([*plan, None]) for plan in plans]
    seen, going = [], [0, 1, 2]
    while going:
        part = chance.choice(going)
        event = next(left[part])
        if event is None:
            merging.end(part, None)
            going.remove(part)
        else:
            tell(merging, part, event[0] / 12, event)
        if chance.random() < 0.5 and merging.has_news:
            seen += merging.take().events
    seen += merging.take().events
    assert seen == sorted(itertools.chain(*plans))
