"""Amounts, factors and fates, as people read them."""

import math

import pytest

from gruviz.engine.decay import FINITE, OVERFLOWED, UNDERFLOWED, ZERO
from gruviz.ui.home.words import amount, factor, fate, rate, tick


def number_in(words: str) -> float:
    """What an amount says, read back."""
    sizes = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
    if words.endswith("%"):
        return float(words[:-1]) / 100
    bare = words.removeprefix("1 in ").removesuffix(" times").split()
    size = sizes.get(bare[-1], 1.0)
    power = bare[0].removeprefix("10").translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
    value = 10.0 ** float(power) if set(bare[0]) & set("⁰¹²³⁴⁵⁶⁷⁸⁹") else float(bare[0].replace(",", ""))
    return 1 / (value * size) if words.startswith("1 in") else value * size


@pytest.mark.parametrize("exponent", range(-14, 15))
@pytest.mark.parametrize("mantissa", [1.0, 1.04, 2.51, 4.999, 9.94])
def test_an_amount_is_true_to_two_digits(exponent, mantissa):
    value = mantissa * 10.0**exponent
    assert number_in(amount(value)) == pytest.approx(value, rel=0.0505)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.62, "62%"),
        (0.054, "5.4%"),
        (0.00133, "0.13%"),
        (1 / 230_123, "1 in 230,000"),
        (1.957e-7, "1 in 5.1 million"),
        (5.2e-11, "1 in 19 billion"),
        (2.6e-13, "1 in 3.8 trillion"),
        (7.1e-51, "1 in 10⁵⁰"),
        (59.2, "59 times"),
        (1.8e10, "18 billion times"),
        (1.4, "140%"),
        (1.0, "100%"),
        (0.99996, "99.9%"),
        (1.00004, "100.1%"),
        (0.0, "nothing"),
        (math.inf, "beyond numbers"),
    ],
)
def test_amounts_for_people(value, words):
    assert amount(value) == words


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
        (1.5, FINITE, "in the cell the signal has grown to 150% of its size"),
        (59.0, FINITE, "in the cell the signal has grown to 59 times its size"),
        (880.0, FINITE, "in the cell the signal has exploded to 880 times its size"),
        (0.0, ZERO, "the cell has exactly nothing left"),
        (0.0, UNDERFLOWED, "the cell has too little left to tell from zero"),
        (math.inf, OVERFLOWED, "in the cell the signal has grown beyond all numbers"),
    ],
)
def test_the_words_follow_the_size(value, status, words):
    assert fate("the cell", value, status) == words


def test_ticks_are_plain_as_long_as_they_are_short():
    assert [tick(power) for power in (2, 0, -2, -4, -8, -128)] == ["10² ×", "100%", "1%", "0.01%", "10⁻⁸", "10⁻¹²⁸"]
