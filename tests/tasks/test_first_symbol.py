"""First symbol: the target is all that the first step shows, and nothing later says it."""

import numpy as np

from gruviz.tasks import FirstSymbol
from tests.tasks.synthetic import check_targets, draw, only_one


def answer(x):
    return [only_one(x[0])]


def test_the_target_follows_from_the_sequence():
    check_targets(FirstSymbol(), answer)


def test_no_single_step_after_the_first_says_anything():
    inputs, targets = draw(FirstSymbol(), batch=20_000)
    wanted = np.eye(4)[targets[0]] - 0.25
    for x in inputs[1:]:
        correlation = x.T @ wanted / (0.3 * np.sqrt(3 / 16) * 20_000)
        assert np.abs(correlation).max() < 0.04
    assert np.abs(inputs[1:].mean()) < 0.001
    np.testing.assert_allclose(inputs[1:].std(), 0.3, rtol=0.01)
