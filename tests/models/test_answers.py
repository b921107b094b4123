"""What a network answers, and how the answer depends on its last state, by finite differences."""

import numpy as np
import pytest

from gruviz import CELLS
from gruviz.models.answers import answer_of
from gruviz.models.shipped import COLLECTION, collection_model

every_model = pytest.mark.parametrize("key", COLLECTION)


@every_model
def test_the_gradient_of_the_answer_is_that_of_finite_differences(key):
    model = collection_model(key)
    rng = np.random.default_rng(4)
    state = rng.uniform(-1, 1, CELLS[model.weights.cell].state_size(model.weights.hidden_size))
    W, b, size = model.readout_W[0].astype(float), model.readout_b[0].astype(float), model.weights.hidden_size
    found = answer_of(model, state, 1.0)
    best = np.sort(np.argsort(W @ state[:size] + b)[-2:]) if len(b) > 1 else None

    def value(s):
        out = W @ s[:size] + b
        return out[0] if best is None else out[best].max() - out[best].min()

    nudges = 1e-6 * np.eye(len(state))
    true = [(value(state + nudge) - value(state - nudge)) / 2e-6 for nudge in nudges]
    np.testing.assert_allclose(found.gradient, true, atol=1e-7)


def test_answers_in_words():
    adding, flip = collection_model("adding_gru"), collection_model("flip_flop_gru")
    state = np.zeros(16)  # of the adding GRU; the flip-flop's are 12
    says = float(adding.readout_b[0, 0])
    for off, verdict in ((0.03, "right, as it is at most"), (-0.5, "wrong, as it is more than")):
        true = says + off
        words = f"says {says:.2f}; the true answer is {true:.2f}: {verdict} 0.14 away"  # √0.02, which counts as solved
        assert answer_of(adding, state, true).words == words
    assert answer_of(adding, state).words == f"says {says:.2f}"
    first = int(flip.readout_b[0].argmax())
    assert answer_of(flip, state[:12], first).words == f"says {('ON', 'OFF')[first]}, which is right"
    assert answer_of(flip, state[:12], 1 - first).words.endswith(f"but it was {('ON', 'OFF')[1 - first]}")
