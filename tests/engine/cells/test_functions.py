import math

import numpy as np
import pytest

from gruviz.engine.cells.functions import FUNCTIONS, sech_squared, sigmoid

POINTS = np.array([0.13, 0.4, 0.77])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_slope_is_a_finite_difference(name):
    function, step = FUNCTIONS[name], 1e-6
    true = (function.of(POINTS + step) - function.of(POINTS - step)) / (2 * step)
    slope = function.slope(function.of(POINTS) if function.by_value else POINTS)
    np.testing.assert_allclose(slope * np.ones(3), true, rtol=1e-8)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_leaves_what_it_is_of_and_stays_in_its_range(name):
    x = POINTS.copy()
    y = FUNCTIONS[name].of(x)
    np.testing.assert_array_equal(x, POINTS)
    low, high = FUNCTIONS[name].range
    assert ((low <= y) & (y <= high)).all()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_code_is_the_function(name):
    torch = pytest.importorskip("torch")
    value = eval(FUNCTIONS[name].code.format(x="x"), {"torch": torch, "x": torch.from_numpy(POINTS)})
    np.testing.assert_allclose(value.numpy(), FUNCTIONS[name].of(POINTS), rtol=1e-14)


def test_a_sigmoid_near_0_keeps_its_digits():
    a = np.array([-700.0, -40.0, 0.0, 40.0])
    np.testing.assert_allclose(sigmoid(a), [math.exp(-700), math.exp(-40), 0.5, 1], rtol=1e-14)


def test_a_slope_of_tanh_near_its_ends_keeps_its_digits():
    a = np.array([-300.0, -20.0, 0.0, 0.5, 20.0, 300.0])
    np.testing.assert_allclose(sech_squared(a), [1 / math.cosh(value) ** 2 for value in a], rtol=1e-13)
