"""What became of a gradient, in words that are true of every size."""

import math

import pytest

from gruviz.figures.lesson.words import fate


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.0, "nothing of the gradient is left"),
        (2.6e-13, "2.6 × 10⁻¹³ of the gradient is left"),
        (0.39, "39% of the gradient is left"),
        (1.0, "100% of the gradient is left"),
        (1.2, "the gradient has grown to 120% of its size"),
        (1638.0, "the gradient has grown to 1,638 times its size"),
        (math.inf, "the gradient is too large for the computer's numbers"),
        (math.nan, "the gradient is too large for the computer's numbers"),
    ],
)
def test_nothing_is_left_where_it_grew(value, words):
    assert fate(value) == words


def test_a_trace_is_said_alike():
    assert fate(2.8, "the trace") == "the trace has grown to 2.8 times its size"
