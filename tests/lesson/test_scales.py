"""The scales of predicted numbers: their places, what is right on them, and one unit for guess and measurement."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.lesson.scales import Orders, Percent, Scale, Steps

ORDERS = Orders(1, -12, 0)


@pytest.mark.parametrize("scale", [ORDERS, Percent(0.1), Steps(0.34)], ids=lambda scale: type(scale).__name__)
@pytest.mark.parametrize("seq_len", [5, 6, 50, 137, 500])
def test_places_rise_and_are_possible(scale: Scale, seq_len):
    places = scale.places(seq_len)
    assert places == sorted(set(places))
    assert len({scale.words(place) for place in places}) == len(places)
    if isinstance(scale, Steps):
        assert places[0] == 1
        assert places[-1] == seq_len
        assert all(place == int(place) for place in places)
    else:
        assert places[-1] == 1, "no more can be left than there was"


@given(st.floats(1e-30, 10))
def test_whatever_is_measured_some_place_is_right(truth):
    for scale in (ORDERS, Percent(0.1)):
        assert any(abs(scale.off(place, truth)) <= scale.allowed(truth) for place in scale.places(50))


@given(st.integers(1, 500), st.integers(0, 495))
def test_every_count_of_steps_has_a_place_that_is_right(truth, more):
    scale = Steps(0.34)
    places = scale.places(min(truth + more, 500) if truth + more >= 5 else 5)
    assert any(abs(scale.off(place, truth)) <= scale.allowed(truth) for place in places)


def test_a_share_near_one_is_not_a_matter_of_orders_of_magnitude():
    assert abs(ORDERS.off(1.0, 0.39)) > ORDERS.allowed(0.39), "nothing lost is not 39%"
    assert abs(ORDERS.off(0.1, 0.39)) > ORDERS.allowed(0.39)
    assert abs(ORDERS.off(1e-7, 3e-7)) < ORDERS.allowed(3e-7)
    per_cent = Percent(0.1)
    assert [abs(per_cent.off(guess, 0.39)) <= per_cent.allowed(0.39) for guess in (0.3, 0.45, 0.5, 1.0)] == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("value", "exponent"), [(0.0, -12), (math.nan, -12), (-1.0, -12), (math.inf, 0), (1e-30, -12), (100.0, 0)]
)
def test_what_lies_beyond_the_ends_counts_as_the_end(value, exponent):
    assert ORDERS.off(1e-6, value) == pytest.approx(-6 - exponent)


def test_words_say_that_the_ends_are_open():
    words = [ORDERS.words(place) for place in ORDERS.places(50)]
    assert words[0] == "10⁻¹² or less"
    assert words[1] == "3.2 × 10⁻¹²"
    assert words[-3] == "10%"
    assert words[-1] == "100% or more"
    assert (Percent(0.1).words(0.35), Steps(0.3).words(1), Steps(0.3).words(20)) == ("35%", "1 step", "20 steps")


def test_distances_are_said_in_the_unit_of_the_scale():
    assert ORDERS.distance(2.0) == "2 orders of magnitude"
    assert ORDERS.distance(-1.0) == "1 order of magnitude"
    assert ORDERS.distance(0.5) == "a factor of 3.2"
    assert Percent(0.1).distance(-0.21) == "21 percentage points"
    assert Steps(0.3).distance(16) == "16 steps"
