"""What is said of votes, held against votes counted by hand."""

import pytest

from gruviz.classroom.question import Axis, ClassOutcome, ClassQuestion, Stop
from gruviz.classroom.state import Tally
from gruviz.ui.classroom.verdict import NOBODY, OPEN, gain, near_of, verdict

CHOICES = ClassQuestion("a", "A", "", choices=("one", "two", "three"))
SECOND_IS_RIGHT = ClassOutcome("", 1.0)
DECADES = ClassQuestion(
    "b", "B", "", axis=Axis("left", tuple(Stop(10.0**k, f"10^{k}") for k in range(-8, 1)), (), True)
)
A_MILLIONTH = ClassOutcome("", 1e-6, 1e-7 * 0.999, 1e-5 * 1.001)
PERCENT = ClassQuestion("c", "C", "", axis=Axis("left", tuple(Stop(k / 10, f"{10 * k}%") for k in range(11))))
FORTY = ClassOutcome("", 0.4, 0.3, 0.5)
STEPS = ClassQuestion("d", "D", "", axis=Axis("steps", tuple(Stop(float(k), f"{k} steps") for k in range(1, 20))))
FOUR = ClassOutcome("", 4.0, 2.64, 5.36)

FOR_IT, TEN_POINTS = "voted for the right answer", "within 10 percentage points"
TALKED = (1e-6,) * 19 + (1.0,) * 9


@pytest.mark.parametrize(
    ("question", "outcome", "first", "second", "said"),
    [
        (CHOICES, SECOND_IS_RIGHT, (), (), NOBODY),
        (CHOICES, ClassOutcome(""), (1,), (0,), OPEN),
        (CHOICES, SECOND_IS_RIGHT, (1,), (), "The only vote was for the right answer."),
        (CHOICES, SECOND_IS_RIGHT, (0,), (), "The only vote was not for the right answer."),
        (CHOICES, SECOND_IS_RIGHT, (1, 1), (), "All of the 2 voted for the right answer."),
        (CHOICES, SECOND_IS_RIGHT, (0, 1, 2), (1, 1, 2), f"2 of 3 {FOR_IT}, up from 1 of 3 before talking."),
        (CHOICES, SECOND_IS_RIGHT, (1, 1, 2), (0, 1, 2), f"1 of 3 {FOR_IT}, down from 2 of 3 before talking."),
        (CHOICES, SECOND_IS_RIGHT, (1, 2), (1, 0), f"1 of 2 {FOR_IT}, as many as before talking."),
        (CHOICES, SECOND_IS_RIGHT, (1, 2), (1, 1, 0, 0), f"2 of 4 {FOR_IT}, the same share as 1 of 2 before talking."),
        (
            DECADES,
            A_MILLIONTH,
            (1.0,) * 28,
            TALKED,
            "19 of 28 were within a factor of 10, up from 0 of 28 before talking.",
        ),
        (DECADES, A_MILLIONTH, (1.0, 1e-5, 1.0), (), "1 of 3 was within a factor of 10."),
        (PERCENT, FORTY, (0.9, 1), (0.5, 0.3), f"All of the 2 were {TEN_POINTS}, up from 0 of 2 before talking."),
        (STEPS, FOUR, (9.0, 1.0), (), "None of the 2 were within 1 step."),
    ],
)
def test_the_sentence_is_true(question, outcome, first, second, said):
    tally = Tally(tuple(map(float, first)), tuple(map(float, second)))
    assert verdict(question, outcome, tally) == said


def test_near_is_within_twice_what_is_right_and_of_choices_right():
    votes = (1e-8, 1e-7, 1e-6, 1e-4, 1e-3)
    assert near_of(DECADES, A_MILLIONTH, votes) == 4
    assert near_of(CHOICES, SECOND_IS_RIGHT, (0.0, 1.0)) == 1


def test_the_gain_is_the_share_of_what_could_be_gained():
    assert gain(SECOND_IS_RIGHT, Tally((1.0, 0.0, 0.0, 0.0, 2.0), (1.0, 1.0, 1.0, 0.0, 0.0))) == pytest.approx(0.5)
    assert gain(SECOND_IS_RIGHT, Tally((1.0, 0.0), (0.0, 0.0))) == pytest.approx(-1)
    for tally in (Tally((1.0,), (1.0,)), Tally((0.0,), ()), Tally()):
        assert gain(SECOND_IS_RIGHT, tally) is None
    assert gain(ClassOutcome(""), Tally((0.0,), (1.0,))) is None
