"""The quiz: six items whose numbers are right, and mistakes that are answered."""

import math

import pytest

from gruviz.lesson import parse_quiz_item
from gruviz.lesson.course import GOALS
from gruviz.ui.walkthrough.lesson import load_quiz
from gruviz.validation import InvalidValue

QUIZ = load_quiz()
GOOD = """goal: copy
right: b

<!-- text -->
Which?
<!-- choices -->
- a: This
- b: That
<!-- reason -->
Because.
"""


def test_there_are_six_items_and_every_goal_is_tested():
    assert len(QUIZ) == 6
    assert {item.goal for item in QUIZ.values()} == set(GOALS)
    assert all(len(item.choices) == 4 for item in QUIZ.values())
    assert len({list(item.choices).index(item.right) for item in QUIZ.values()}) > 2, "not always the same place"


def test_the_factor_of_the_quiz():
    assert 0.5e-2 < 0.8**20 < 2e-2
    assert QUIZ["factor"].choices[QUIZ["factor"].right] == "About a hundredth"


def test_the_copy_of_the_quiz():
    z = 1 / (1 + math.exp(3))
    assert round(z, 2) == 0.05
    assert round((1 - z) ** 30, 2) == 0.23
    assert QUIZ["copy"].choices[QUIZ["copy"].right] == "About a quarter"


def test_the_memory_of_the_quiz():
    z, steps = 0.0001, 1000
    assert (1 - z) ** steps > 0.9, "the gradient comes back almost whole"
    assert z * (1 - z) ** steps < 1e-4, "and the input has hardly entered"


def test_an_item_is_read():
    item = parse_quiz_item("10_one.md", GOOD)
    assert (item.key, item.goal, item.text, item.right, item.reason) == ("one", "copy", "Which?", "b", "Because.")
    assert item.choices == {"a": "This", "b": "That"}


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("right: b", "right: c", "line 2: right = 'c' is not possible: one of a, b"),
        ("goal: copy", "goal: none", "line 1: goal = 'none'"),
        ("- a: This\n", "", "line 6: choices = '1' is not possible: at least two"),
        ("Because.", "", "reason = 'missing'"),
    ],
)
def test_a_mistake_names_file_and_line(old, new, place):
    with pytest.raises(InvalidValue, match=r"^10_one.md, line") as caught:
        parse_quiz_item("10_one.md", GOOD.replace(old, new))
    assert place in str(caught.value)
