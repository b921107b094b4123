"""Factors and fates, as people read them."""

import math

import pytest

from gruviz.engine.decay import FINITE, OVERFLOWED, UNDERFLOWED, ZERO
from gruviz.ui.home.words import factor, fate, rate


def test_one_is_said_of_nothing_else():
    assert [rate(value) for value in (0.996, 1.0, 0.9996, 0.54, 1.18, 0.0002)] == [
        *("0.996", "1.00", "0.9996", "0.54", "1.18", "0.0002")
    ]
    assert [factor(value) for value in (0.5, 250.0, math.nan, math.inf)] == ["0.50", "250", "–", "–"]


@pytest.mark.parametrize(
    ("value", "status", "words"),
    [
        (0.62, FINITE, "the cell still has 62% of the signal"),
        (0.054, FINITE, "the cell has 5.4% of the signal left"),
        (0.0044, FINITE, "the cell has only 0.44% left"),
        (2e-7, FINITE, "the cell has 1 part in 5 million"),
        (1.5, FINITE, "the cell has 150% of the signal"),
        (59.0, FINITE, "the cell has 59 times the signal"),
        (1.8e10, FINITE, "the cell has 18 billion times the signal"),
        (1.0, FINITE, "the cell still has 100% of the signal"),
        (0.0, ZERO, "the cell has exactly nothing left"),
        (0.0, UNDERFLOWED, "the cell has too little left to tell from zero"),
        (math.inf, OVERFLOWED, "the cell has more of the signal than a number can say"),
    ],
)
def test_the_words_follow_the_size(value, status, words):
    assert fate("the cell", value, status) == words
