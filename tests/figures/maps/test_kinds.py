"""Squares by what is left, and one map read at the squares of another."""

import numpy as np
import pytest
from hypothesis import given

from gruviz.figures.maps.kinds import FEW, KINDS, MANY, check_measure, found, of_kind, read_at
from gruviz.maps.axis import Axis
from gruviz.validation import InvalidValue
from tests.figures.maps.sweeps import BIASES, fields, plan_of, sweep_of


@given(left=fields)
def test_every_number_is_of_exactly_one_kind(left):
    total = np.sum(of_kind(left), axis=0)
    np.testing.assert_array_equal(total, ~np.isnan(left))


def test_the_limits_belong_to_what_arrives():
    faint, arrives, explodes = of_kind(np.array([-np.inf, -2.001, -2.0, 2.0, 2.001, np.inf]))
    assert faint.tolist() == [True, True, False, False, False, False]
    assert arrives.tolist() == [False, False, True, True, False, False]
    assert explodes.tolist() == [False, False, False, False, True, True]
    assert (FEW, MANY) == ("1%", "100 times")
    assert len({kind.symbol for kind in KINDS}) == len({kind.color for kind in KINDS}) == 3


def test_a_finer_map_is_read_at_the_coarser_squares():
    fine = Axis("gain", (0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0))
    numbers = np.arange(3)[:, None] * 10.0 + np.arange(7)
    read = read_at("gradients", sweep_of(numbers, x=fine), plan_of("success"))
    np.testing.assert_array_equal(read, numbers[:, ::2])


def test_a_square_that_the_other_map_lacks_is_not_a_number():
    other = sweep_of([[1.0, 2.0], [3.0, 4.0]], x=Axis("gain", (1.0, 3.0)), y=Axis("update_bias", BIASES[:2]))
    read = read_at("gradients", other, plan_of())
    assert read[:2, 1].tolist() == [1.0, 3.0]
    assert np.isnan(read).sum() == 10


def test_maps_over_other_settings_are_refused():
    other = sweep_of([[1.0, 2.0], [3.0, 4.0]], x=Axis("length", (10, 20)), y=Axis("update_bias", (0, 1)))
    with pytest.raises(InvalidValue, match="Choose maps over the same two settings"):
        read_at("gradients", other, plan_of())


def test_found_and_measure():
    numbers = np.zeros((3, 4))
    numbers[1, 2] = np.nan
    sweep = sweep_of(numbers)
    np.testing.assert_array_equal(found(sweep), ~np.isnan(numbers))
    with pytest.raises(InvalidValue, match='a map whose measure is "success"'):
        check_measure("trainings", sweep, "success")
