import math

import numpy as np
import pytest

from gruviz.engine.cells import Adjoint
from gruviz.engine.cells.base import spectral_norm, spectral_radius


def test_an_adjoint_is_the_sum_of_its_paths():
    paths = {"leak": np.array([1.0, 2.0]), "candidate": np.array([10.0, -5.0])}
    np.testing.assert_array_equal(Adjoint(paths, {}, {}).total, [11, -3])


def test_radius_and_norm_of_a_matrix_that_is_not_normal():
    shear = np.array([[0.5, 3.0], [0.0, -0.25]])
    assert spectral_radius(shear) == pytest.approx(0.5)
    assert spectral_norm(shear) == pytest.approx(math.sqrt(np.linalg.eigvalsh(shear.T @ shear)[-1]))
