"""Questions: what is read, which ranges there are, and mistakes in them."""

import math

import pytest

from gruviz.lesson import Measure, Question, parse_step
from gruviz.lesson.grading import right_choice
from gruviz.lesson.questions import Range
from gruviz.lesson.scales import Orders, Percent, Steps
from tests.lesson.texts import NUMBER, check_mistake

MISTAKES = [
    ("kind: range", "kind: guess", "line 6: kind = 'guess'", "number, range, largest, smallest"),
    ("answer: kept_rnn\n", "", "answer = 'missing'", 'a line "answer: …"'),
    ("- right: Yes.\n", "", "reasons = 'missing'", '"- right: …"'),
    ("- above 1: It grows\n", "", "choices = '1'", "at least two"),
    ("- above 1: It grows", "- above 2: It grows", "reasons = 'missing'", '"- above 2: …"'),
    ("above 1", "above 2", "choices = 'below 1, above 2'", "ranges without gap"),
    ("above 1", "large", "choices = 'below 1, large'", "ranges without gap"),
]


@pytest.mark.parametrize(("old", "new", "place", "allowed"), MISTAKES, ids=[case[2] for case in MISTAKES])
def test_a_mistake_names_file_line_and_what_is_allowed(old, new, place, allowed):
    check_mistake(old, new, place, allowed)


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        ("axis: -12 to 0", "axis: 0 to -12", "two powers of ten"),
        ("axis: -12 to 0", "axis: wide", "two powers of ten"),
        ("- too low: C.", "", 'a line "- too low: …"'),
        ("- right: Yes.", "", 'a line "- right: …"'),
        ("scale: orders", "scale: wide", "one of orders, percent, steps"),
        ("- above 0.1: A.", "- nonsense: A.", "right, too high, too low or a range"),
        ("axis: -12 to 0", "axis: -12 to 0\ntolerance: much", "a number from 0.05 to 5"),
    ],
)
def test_a_mistake_in_a_number(old, new, allowed):
    check_mistake(old, new, "", allowed, NUMBER)


@pytest.mark.parametrize(
    ("value", "right"),
    [(0.0, "below 0.1"), (0.0999, "below 0.1"), (0.1, "0.1 to 10"), (10.0, "above 10"), (math.inf, "above 10")],
)
def test_a_range_holds_its_lower_end(value, right):
    ranges = ("below 0.1", "0.1 to 10", "above 10")
    question = Question("range", "?", "x", dict.fromkeys(ranges, "so"), dict.fromkeys(ranges, "no"))
    assert right_choice(question, {"x": Measure(value, "")}) == right
    assert [value in Range.parse(name) for name in ranges] == [name == right for name in ranges]


@pytest.mark.parametrize("text", ["", "below", "1 to", "above x", "below 1 to 2", "1 - 2"])
def test_what_is_no_range(text):
    assert Range.parse(text) is None


def test_a_number_has_its_scale():
    question = parse_step("07_a.md", NUMBER).question
    assert question.measures == ("kept_rnn",)
    assert question.scale == Orders(1, -12, 0)
    for header, scale in (
        ("scale: percent", Percent(0.1)),
        ("scale: percent\ntolerance: 5", Percent(0.05)),
        ("scale: steps", Steps(0.34)),
    ):
        text = NUMBER.replace("scale: orders\naxis: -12 to 0", header)
        assert parse_step("07_a.md", text).question.scale == scale
