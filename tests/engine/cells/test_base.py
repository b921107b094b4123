import math

import numpy as np
import pytest

from gruviz.engine.cells import Adjoint
from gruviz.engine.cells.base import spectral_norm, spectral_radius
from gruviz.engine.cells.functions import sech_squared, sigmoid


def test_a_sigmoid_near_0_keeps_its_digits():
    a = np.array([-700.0, -40.0, 0.0, 40.0])
    np.testing.assert_allclose(sigmoid(a), [math.exp(-700), math.exp(-40), 0.5, 1], rtol=1e-14)
    assert a.tolist() == [-700, -40, 0, 40], "it works on a copy"


def test_a_slope_of_tanh_near_its_ends_keeps_its_digits():
    a = np.array([-300.0, -20.0, 0.0, 0.5, 20.0, 300.0])
    np.testing.assert_allclose(sech_squared(a), [1 / math.cosh(value) ** 2 for value in a], rtol=1e-13)


def test_an_adjoint_is_the_sum_of_its_paths():
    paths = {"leak": np.array([1.0, 2.0]), "candidate": np.array([10.0, -5.0])}
    np.testing.assert_array_equal(Adjoint(paths, {}, {}).total, [11, -3])


def test_radius_and_norm_of_a_matrix_that_is_not_normal():
    shear = np.array([[0.5, 3.0], [0.0, -0.25]])
    assert spectral_radius(shear) == pytest.approx(0.5)
    assert spectral_norm(shear) == pytest.approx(math.sqrt(np.linalg.eigvalsh(shear.T @ shear)[-1]))
