import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.wording import (
    counted,
    left,
    listed,
    part_of,
    percent,
    power,
    share,
    short_labels,
    signed,
    steps,
    true_minus,
)


@pytest.mark.parametrize(("value", "text"), [(-4.0, "−4"), (0, "0"), (0.5, "0.5"), (-1.25, "−1.25")])
def test_signed(value, text):
    assert signed(value) == text


def test_a_minus_is_a_minus_in_every_format():
    assert signed(-0.125, ".2f") == "−0.12"
    assert signed(3.0, "+.0f") == "+3"
    assert signed(-3, "+d") == "−3"
    assert true_minus("b_z = -4, b_f = 3") == "b_z = −4, b_f = 3"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.624, "0.62"),
        (0.01, "0.01"),
        (0.0099, "9.9 × 10⁻³"),
        (40, "40"),
        (99.4, "99"),
        (99.7, "100"),
        (123.4, "123"),
        (1234.5, "1,234"),
        (12_345, "1.2 × 10⁴"),
        (2.06e-14, "2.1 × 10⁻¹⁴"),
        (-0.3, "−0.3"),
        (-250, "−250"),
        (-2e-9, "−2.0 × 10⁻⁹"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "undefined"),
    ],
)
def test_power(value, text):
    assert power(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (2e-14, "2.0 × 10⁻¹⁴"),
        (0.001, "0.1%"),
        (0.0934, "9.3%"),
        (0.61, "61%"),
        (0.994, "99%"),
        (0.996, "99.6%"),
        (0.9994, "99.94%"),
        (0.9995, "99.95%"),
        (10_006 / 10_007, "99.99%"),
        (0.99999, "99.999%"),
        (1 - 1e-14, "100%"),
        (1, "100%"),
        (1.004, "100.4%"),
        (1.00002, "100.002%"),
        (1.5, "150%"),
        (2, "2 times"),
        (99.7, "100 times"),
        (4e5, "4.0 × 10⁵ times"),
        (math.inf, "∞"),
        (math.nan, "undefined"),
    ],
)
def test_share(value, text):
    assert share(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0%"),
        (1e-14, "less than 0.1%"),
        (-1e-14, "just below 0%"),
        (0.61, "61%"),
        (-0.5, "−50%"),
        (-0.994, "−99%"),
        (-0.996, "−99.6%"),
        (-1, "−100%"),
        (-1.2, "−120%"),
        (-1.8, "−180%"),
        (-12, "−1,200%"),
        (1.04, "104%"),
        (9.99, "999%"),
        (-180, "−1.8 × 10⁴%"),
        (math.inf, "undefined"),
        (math.nan, "undefined"),
    ],
)
def test_percent(value, text):
    assert percent(value) == text


def test_a_part_of_something_and_a_multiple_of_it():
    assert part_of(0.61, "its size") == "61% of its size"
    assert part_of(1.15, "its size") == "115% of its size"
    assert part_of(5, "the gradient") == "5 times the gradient"


def test_one_is_one():
    assert [counted(count, "unit") for count in (0, 1, 2, 1024)] == ["0 units", "1 unit", "2 units", "1,024 units"]


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 steps"),
        (0.9, "0.9 steps"),
        (1, "1 step"),
        (0.99999, "1 step"),
        (2.64, "2.6 steps"),
        (3, "3 steps"),
        (9.97, "10 steps"),
        (22.6, "23 steps"),
        (2500, "2,500 steps"),
        (10_000, "10,000 steps"),
        (10_001, "over 10,000 steps"),
        (math.inf, "no number of steps"),
        (math.nan, "no number of steps"),
    ],
)
def test_steps(count, text):
    assert steps(count) == text


@pytest.mark.parametrize(
    ("items", "text"), [(["RNN"], "RNN"), (["RNN", "GRU"], "RNN and GRU"), (["a", "b", "c"], "a, b and c")]
)
def test_listed(items, text):
    assert listed(items) == text


def read(text):
    """The number in a text of `power`."""
    plain = text.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-", ",")).replace(" × 10", "e")
    return float(plain)


@given(st.floats(1e-300, 1e300), st.sampled_from([1, -1]))
def test_a_power_is_its_number_to_two_digits(value, sign):
    text = power(sign * value)
    assert re.fullmatch(r"−?\d{1,2},?\d{0,3}(\.\d+)?( × 10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|−?\d{3}", text)
    assert read(text) == pytest.approx(sign * value, rel=0.051)


@given(st.floats(1e-3, 1.99))
def test_a_percentage_is_its_number_to_two_digits(value):
    assert float(share(value).removesuffix("%")) / 100 == pytest.approx(value, rel=0.051)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "100%"),
        (0.39, "39%"),
        (0.001, "0.1%"),
        (0.00099, "1 in 1,000"),
        (1 / 36_400, "1 in 36,000"),
        (2.77e-8, "1 in 36 million"),
        (2.6e-13, "1 in 3.8 trillion"),
        (1e-24, "1 in 10²⁴"),
        (5e-31, "1 in 2 × 10³⁰"),
        (5e-324, "1 in 2 × 10³²³"),
        (1.99, "199%"),
        (2.34, "2.3 times"),
        (58, "58 times"),
        (999.6, "1,000 times"),
        (999_999, "1 million times"),
        (1e300, "10³⁰⁰ times"),
        (0, "nothing"),
        (math.inf, "overflow"),
        (math.nan, "no number"),
    ],
)
def test_left(value, text):
    assert left(value) == text


@pytest.mark.parametrize(
    ("labels", "short"),
    [
        (["RNN", "GRU set to hold (gate bias −4)", "GRU"], ["RNN", "GRU set to hold", "GRU"]),
        (["LSTM set to hold (gain 2, forget bias 4), h alone"], ["LSTM set to hold, h alone"]),
        (["GRU set to hold (gate bias −4)", "GRU set to hold (gate bias −6)"], None),
        (["RNN (gain 2)", "RNN (orthogonal)", "mine"], None),
    ],
)
def test_a_label_is_as_short_as_tells_it_apart(labels, short):
    assert short_labels(labels) == dict(zip(labels, short or labels, strict=True))
