"""The course: routes that fit their time and reach every goal, links that choose steps, and a recap that was run."""

from itertools import pairwise

import pytest

from gruviz.lesson import demonstrate, filled, parse_course, route, selected
from gruviz.lesson.course import GOALS, ROUTES
from gruviz.lesson.prose import names_in
from gruviz.ui.assets import asset
from gruviz.ui.controls import laboratory
from gruviz.ui.controls.address import read_query
from gruviz.ui.walkthrough.lesson import load_course, load_lesson
from gruviz.validation import InvalidValue

COURSE, STEPS, TEXT = load_course(), load_lesson(), asset("text/course.md")


@pytest.mark.parametrize("minutes", ROUTES)
def test_a_route_takes_no_longer_than_it_says_and_not_much_less(minutes):
    assert 0.9 * minutes <= COURSE.duration(route(STEPS, minutes), minutes) <= minutes


@pytest.mark.parametrize("minutes", [45, 90])
def test_a_lesson_reaches_every_goal(minutes):
    assert {step.goal for step in route(STEPS, minutes).values()} == set(GOALS)


def test_a_longer_route_has_all_that_a_shorter_one_has():
    for shorter, longer in pairwise(ROUTES):
        assert route(STEPS, shorter).keys() < route(STEPS, longer).keys()


def test_a_link_chooses_steps_in_its_own_order():
    chosen = selected(STEPS, "bias, chain,,nonsense,bias,fresh")
    assert list(chosen.steps) == ["bias", "chain", "fresh"]
    assert chosen.unknown == ("nonsense",)
    assert selected(STEPS, "") == ({}, ())


def test_the_opening_says_what_will_be_done():
    words = COURSE.introduced(route(STEPS, 20), 20)
    assert "In 20 minutes" in words
    assert f"{len(route(STEPS, 20))} experiments turn out" in words
    assert "one experiment turns out" in COURSE.introduced(dict(list(STEPS.items())[:1]), 20)
    assert COURSE.sentence.words[COURSE.sentence.noun] == "keys"
    assert COURSE.sentence.distance == TEXT.split("**keys**")[1].split("___")[0].count(" ")
    assert 50 < len(words.split()) < 120


def test_the_recap_follows_its_run():
    values, problems = read_query(laboratory.TABLE.controls, COURSE.settings)
    shown = demonstrate(COURSE.figure, laboratory.experiment_from(values))
    assert not problems
    words = filled(COURSE.recap, shown.measures)
    assert not list(names_in(words))
    for name in ("kept_rnn", "kept_gru_default", "kept_gru"):
        assert shown.measures[name].text.replace(" ", "\u00a0") in words


MISTAKES = [
    ("opening: 2, 3, 3", "opening: 2", "line 4: opening = '2'", "in the lessons of 20, 45, 90"),
    ("**keys**", "keys", "line 2: sentence", "one word between ** and **"),
    ("- copy: ", "- copies: ", "goals = 'factor, regimes, copies", "in this order factor"),
    ("figure: decay", "figure: highway", "line 8: figure", "one of decay"),
]


@pytest.mark.parametrize(("old", "new", "place", "allowed"), MISTAKES, ids=[case[2] for case in MISTAKES])
def test_a_mistake_names_file_line_and_what_is_allowed(old, new, place, allowed):
    assert old in TEXT
    with pytest.raises(InvalidValue, match=r"^course.md, line \d+: ") as caught:
        parse_course("course.md", TEXT.replace(old, new))
    assert place in str(caught.value)
    assert allowed in str(caught.value)
