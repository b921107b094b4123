"""Questions: what is read, which ranges there are, and mistakes in them."""

import math

import pytest

from gruviz.lesson import Measure, Question, parse_step
from gruviz.lesson.grading import right_choice
from gruviz.lesson.questions import Range, place_words
from tests.lesson.texts import NUMBER, check_mistake

MISTAKES = [
    ("kind: range", "kind: guess", "line 6: kind = 'guess'", "number, range, largest, smallest"),
    ("answer: kept_rnn\n", "", "answer = 'missing'", 'a line "answer: …"'),
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
        ("- above 0.1: A.", "- nonsense: A.", "too high, too low or a range"),
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


def test_places_on_an_axis_are_powers_of_ten_from_end_to_end():
    question = parse_step("07_a.md", NUMBER).question
    assert question.measures == ("kept_rnn",)
    assert [math.log10(place) for place in question.places] == pytest.approx([-12 + i / 2 for i in range(25)])
    assert [place_words(place) for place in (question.places[0], question.places[1], 0.1)] == [
        "10⁻¹²",
        "3.2 × 10⁻¹²",
        "0.1",
    ]
