"""A prediction held against a measured number."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.lesson import Measure, Question, grade
from gruviz.lesson.grading import UNDECIDED, answer_words
from gruviz.lesson.scales import Orders, Percent, Steps
from gruviz.validation import InvalidValue

REASONS = {"right": "so it is", "too high": "high", "too low": "low"}


@given(st.floats(-14, -2.01), st.sampled_from([0.3, 1.0, 2.0]), st.integers(0, 24))
def test_a_number_is_scored_by_orders_of_magnitude(truth, tolerance, place):
    scale = Orders(tolerance, -12, 0)
    question = Question("number", "?", "x", reasons=REASONS, scale=scale)
    guess = scale.places(50)[place]
    result = grade(question, guess, {"x": Measure(10**truth, "so much")})
    off = math.log10(guess) - max(truth, -12)
    if not any(abs(abs(off) - limit) < 1e-6 for limit in (tolerance, 2 * tolerance)):
        expected = "right" if abs(off) < tolerance else "close" if abs(off) < 2 * tolerance else "wrong"
        assert result.mark == expected
        assert result.reason == ("so it is" if expected == "right" else "high" if off > 0 else "low")
    assert f"You said {scale.words(guess)}. We measured so much" in result.words


def test_a_reason_belongs_to_its_misconception():
    reasons = REASONS | {"above 0.1": "you added", "below 1e-9": "erased"}
    question = Question("number", "?", "x", reasons=reasons, scale=Orders(1, -12, 0))
    truth = {"x": Measure(1e-6, "1 × 10⁻⁶")}
    assert [grade(question, guess, truth).reason for guess in (0.5, 1e-3, 1e-8, 1e-11)] == [
        "you added",
        "high",
        "low",
        "erased",
    ]
    assert "6 orders of magnitude too high" in grade(question, 1.0, truth).words
    near = {"x": Measure(0.5, "50%")}
    assert grade(question, 0.1, near).reason == "low", "a reason for large guesses is none for one that is too small"


def test_guess_and_measurement_have_one_unit():
    question = Question("number", "?", "x", reasons=REASONS, scale=Percent(0.1))
    result = grade(question, 1.0, {"x": Measure(0.39, "39%")})
    assert (result.mark, result.words) == (
        "wrong",
        "You said 100%. We measured 39%: you are 61 percentage points too high.",
    )
    steps = Question("number", "?", "x", reasons=REASONS, scale=Steps(0.34))
    assert grade(steps, 20.0, {"x": Measure(4, "4 steps")}).words.endswith("you are 16 steps too high.")
    assert grade(steps, 5.0, {"x": Measure(4, "4 steps")}).mark == "right"


def test_whoever_is_right_is_told_why():
    question = Question("range", "?", "x", {"below 1": "A", "above 1": "B"}, {"right": "so", "below 1": "no"})
    result = grade(question, "above 1", {"x": Measure(2.0, "2 times")})
    assert (result.mark, result.words, result.reason) == ("right", "The answer is: B. We measured 2 times.", "so")
    assert grade(question, "below 1", {"x": Measure(2.0, "2 times")}).reason == "no"


def test_a_run_may_leave_the_answer_open():
    question = Question("smallest", "?", choices={"a": "A", "b": "B"}, reasons={"a": "no", "b": "no"})
    never = {"a": Measure(math.inf, "never"), "b": Measure(math.inf, "never")}
    assert grade(question, "a", never).mark == "undecided"
    assert answer_words(question, never) == UNDECIDED
    nan = {"x": Measure(math.nan, "undefined")}
    assert grade(Question("range", "?", "x", {"below 1": "A", "above 1": "B"}), "below 1", nan).mark == "undecided"


def test_what_is_not_measured_or_not_offered_is_refused():
    question = Question("largest", "?", choices={"a": "A", "b": "B"}, reasons={})
    with pytest.raises(InvalidValue, match="measured number = 'b'"):
        grade(question, "a", {"a": Measure(1, "1")})
    with pytest.raises(InvalidValue, match="prediction = 'c'"):
        grade(question, "c", {"a": Measure(1, "1"), "b": Measure(2, "2")})
