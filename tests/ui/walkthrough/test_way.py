"""The way through the lesson: what Next and Back lead to on every route."""

import pytest

from gruviz.lesson.steps import ROUTES
from gruviz.ui.walkthrough.lesson import load_course, load_lesson
from gruviz.ui.walkthrough.way import Way

LESSON = load_lesson()


@pytest.mark.parametrize("minutes", ROUTES)
def test_next_leads_through_a_route_and_back_again(minutes):
    way = Way.of({"route": str(minutes), "steps": []})
    assert list(way.steps) == [key for key, step in LESSON.items() if minutes in step.routes]
    seen = ["opening"]
    while (place := way.after(seen[-1])) is not None:
        seen.append(place)
    assert seen == way.places
    assert [way.before(place) for place in seen[1:]] == seen[:-1]
    assert way.before("opening") is None
    course = load_course().minutes
    assert way.duration == sum(s.minutes for s in way.steps.values()) + sum(p[minutes] for p in course.values())


def test_a_step_beside_the_way_leads_back_to_it():
    way = Way.of({"route": "45", "steps": []})
    for key in set(LESSON) - set(way.steps):
        following = list(LESSON)[list(LESSON).index(key) + 1 :]
        assert way.after(key) == next((one for one in following if one in way.steps), "recap")
        assert way.number(key) == "A further step"
    assert way.after("quiz_before") == next(iter(way.steps))


def test_a_teachers_own_order_counts():
    way = Way.of({"route": "20", "steps": ["bias", "chain"]})
    assert way.places[:3] == ["opening", "bias", "chain"]
    assert way.number("chain") == "Step 2 of 2"
    assert (way.before("chain"), way.after("chain")) == ("bias", "recap")
    assert (way.before("lstm"), way.after("lstm")) == ("chain", "recap"), "what was left out lies behind the steps"
