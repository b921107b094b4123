"""Networks of one unit against the recurrences that they are, written out."""

import numpy as np
import pytest

from gruviz import record
from gruviz.comparison.single_units import single_units
from gruviz.validation import GruvizError


def test_each_network_is_its_recurrence():
    x = np.random.default_rng(0).normal(size=7)
    biases = np.array([-2.0, 0.5])
    weights = single_units("mingru", biases={"z": biases})
    states = record("mingru", weights, x[:, None, None]).states["h"][..., 0, 0]
    z, h = 1 / (1 + np.exp(-biases)), np.zeros(2)
    for t, value in enumerate(x, 1):
        h = (1 - z) * h + z * value
        np.testing.assert_allclose(states[t], h, rtol=1e-14)


def test_constants_and_biases_may_be_one_number_for_all():
    weights = single_units("rg_lru", biases={"r": 3.0}, constants={"Lambda": [-1.0, 0.0, 1.0]})
    assert weights.sizes == "E=3, D=1, H=1"
    assert weights.constant["Lambda"].ravel().tolist() == [-1, 0, 1]
    assert weights.bias["r"].ravel().tolist() == [3] * 3
    assert weights.bias["i"].ravel().tolist() == [0] * 3
    assert single_units("mingru", biases={}).seeds == 1


def test_a_cell_that_there_is_not():
    with pytest.raises(GruvizError, match="cell = 'gated'"):
        single_units("gated", biases={})
