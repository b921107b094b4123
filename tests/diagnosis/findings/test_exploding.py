from dataclasses import replace

import numpy as np
import pytest

from gruviz.diagnosis.findings.exploding import exploding
from gruviz.diagnosis.findings.finding import Severity
from gruviz.engine.initialisation import init_weights
from gruviz.engine.verdicts import MUCH
from tests.diagnosis.layers import layer, run_of, seen


def linear(gain, seq_len):
    """A plain RNN that stays at 0, where tanh has slope 1: the gradient grows by the gain at every step, exactly."""
    weights = init_weights("rnn", input_size=3, hidden_size=6, scheme="orthogonal", gain=gain)
    return run_of(replace(weights, b=0 * weights.b), np.zeros((seq_len, 4, 3)))


def test_a_gradient_that_grows_at_every_step_is_told_with_its_factor():
    found = exploding(seen(linear(1.5, 20)))
    assert found.severity == Severity.COSTLY
    assert "by a factor of 1.5 a step" in found.evidence
    assert found.title == "The gradient explodes in rnn: 20 steps back it is 3,300 times as large."
    assert pytest.approx(3325, abs=1) == 1.5**20


def test_a_hundredfold_is_the_limit():
    least = int(np.ceil(np.log(MUCH) / np.log(1.5)))
    assert exploding(seen(linear(1.5, least))) is not None
    assert exploding(seen(linear(1.5, least - 1))) is None


def test_what_grows_slowly_is_a_memory():
    assert exploding(seen(linear(1.02, 300))) is None


def test_an_overflow_is_broken_and_told_with_its_step():
    look = seen(linear(50.0, 200))
    overflow = int(np.argmin(np.isfinite(look.run.flow.norms["state"][::-1, 0, 0])))
    found = exploding(look)
    assert found.severity == Severity.BROKEN
    assert overflow == pytest.approx(np.log(np.finfo(float).max) / np.log(50), abs=2)
    assert f"overflows {overflow} steps back" in found.evidence


def test_a_fresh_layer_does_not_explode():
    assert exploding(seen(layer("lstm", seq_len=50))) is None
