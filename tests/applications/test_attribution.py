"""The gradient of a log-likelihood, against finite differences of the readout."""

import numpy as np
import pytest

from gruviz.applications.attribution import follow_answer, likelihood_gradient
from gruviz.networks.network import run
from gruviz.tasks import NO_TARGET, Translation
from tests.applications.untrained import log_softmax, untrained

RNG = np.random.default_rng(0)
CLASSES = np.array([[3, NO_TARGET], [0, 5], [NO_TARGET, NO_TARGET], [7, 1]])


@pytest.mark.parametrize("attention", [False, True])
def test_the_gradient_is_that_of_finite_differences(attention):
    model = untrained(Translation(attention=attention))
    passed = run(model.network, RNG.standard_normal((8, 2, model.weights.input_size)), np.maximum(CLASSES, 0))
    found = likelihood_gradient(passed, CLASSES)
    assert found.shape == passed.features.shape

    def log_likelihood(features):
        """Σ log p(class) of every network, (E,)."""
        outputs = np.einsum("ekf,rebf->rebk", model.readout_W, features) + model.readout_b[:, None]
        chances = log_softmax(outputs)
        places = [(r, b) for r, b in np.ndindex(CLASSES.shape) if CLASSES[r, b] != NO_TARGET]
        return sum(chances[r, :, b, CLASSES[r, b]] for r, b in places)

    for index in [(0, 0, 0, 1), (1, 1, 1, 4), (3, 0, 1, 2), (3, 1, 0, 0)]:
        nudge = np.zeros_like(passed.features)
        nudge[index] = 1e-5
        slope = (log_likelihood(passed.features + nudge) - log_likelihood(passed.features - nudge)) / 2e-5
        assert found[index] == pytest.approx(slope[index[1]], rel=1e-6, abs=1e-9)
    assert not found[2].any()
    assert not found[0, :, 1].any()


def test_what_does_not_count_sends_no_gradient():
    model = untrained(Translation())
    nothing = np.full((4, 2), NO_TARGET)
    passed = run(model.network, RNG.standard_normal((8, 2, model.weights.input_size)), np.zeros((4, 2), np.int64))
    assert not follow_answer(passed, nothing).gradients.any()
    assert follow_answer(passed, CLASSES).gradients.any()
