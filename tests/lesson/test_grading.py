"""A prediction held against a measured number."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.lesson import Measure, Question, grade
from gruviz.lesson.grading import UNDECIDED, answer_words, orders
from gruviz.validation import InvalidValue


@given(st.floats(-14, 1), st.floats(-14, 1), st.sampled_from([0.3, 1.0, 2.0]))
def test_a_number_is_scored_by_orders_of_magnitude(guess, truth, tolerance):
    question = Question(
        "number", "?", "x", reasons={"too high": "high", "too low": "low"}, low=-12, high=1, tolerance=tolerance
    )
    result = grade(question, 10**guess, {"x": Measure(10**truth, "so much")})
    off = guess - truth
    near = [abs(abs(off) - limit) < 1e-6 for limit in (tolerance, 2 * tolerance)]
    if not any(near):
        expected = "right" if abs(off) < tolerance else "close" if abs(off) < 2 * tolerance else "wrong"
        assert result.mark == expected
        assert result.reason == ("" if expected == "right" else "high" if off > 0 else "low")
    assert "measured is so much" in result.words


def test_a_reason_belongs_to_its_misconception():
    reasons = {"above 0.1": "you added", "too high": "high", "too low": "low"}
    question = Question("number", "?", "x", reasons=reasons, low=-12, high=1)
    truth = {"x": Measure(1e-6, "1 × 10⁻⁶")}
    assert grade(question, 0.5, truth).reason == "you added"
    assert grade(question, 1e-3, truth).reason == "high"
    assert grade(question, 1e-11, truth).reason == "low"
    assert "6 orders of magnitude too high" in grade(question, 1.0, truth).words


@pytest.mark.parametrize(
    ("value", "expected"), [(0.0, -12), (math.nan, -12), (-1.0, -12), (math.inf, 3), (1e-30, -30), (100.0, 2)]
)
def test_what_is_no_number_counts_as_an_end_of_the_axis(value, expected):
    assert orders(value, Question("number", "?", "x", low=-12, high=3)) == pytest.approx(expected)


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
