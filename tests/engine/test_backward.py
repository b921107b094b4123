"""The tape of a whole run backward, against its steps taken one by one."""

import numpy as np
import pytest

from gruviz import CELLS
from gruviz.engine.backward import run_back
from gruviz.engine.linear_map import linearised
from tests.runs import DESIGNS, Sizes, random_run


@pytest.mark.parametrize("cell", [*CELLS, *DESIGNS])
@pytest.mark.parametrize("size", [Sizes(), Sizes(E=1, B=1)], ids=["several", "one"])
@pytest.mark.parametrize("reads", ["every step", "the last step"])
def test_a_run_backward_is_its_steps_one_by_one(cell, size, reads):
    recording = random_run(cell, size, resets=(3,))
    steps = linearised(recording, frozenset({2}))
    direct = np.random.default_rng(1).standard_normal(recording.state.shape)
    if reads == "the last step":
        direct[:-1] = 0
    true, grads = direct.copy(), direct.copy()
    for t, step in steps.backward():
        true[t] += step.adjoint(true[t + 1]).total
    kept = run_back(steps, grads, keep=True)
    np.testing.assert_allclose(grads, true, rtol=1e-12, atol=1e-13)
    again = direct.copy()
    assert run_back(steps, again) is None
    np.testing.assert_array_equal(again, grads)
    whole = steps.adjoint(true[1:])
    for name in ("preactivations", "products", "constants"):
        ours, theirs = getattr(kept, name), getattr(whole, name)
        assert ours.keys() == theirs.keys()
        for key in theirs:
            np.testing.assert_allclose(ours[key], theirs[key], rtol=1e-12, atol=1e-13)
