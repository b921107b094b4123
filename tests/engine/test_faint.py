"""Gradients in float32 that fade below what float32 has digits for."""

import numpy as np
import pytest

from gruviz import gradient_flow, init_weights, record
from gruviz.engine.backpropagation import backpropagate_whole
from tests.runs import measured

TINY = np.finfo(np.float32).tiny


def subnormal(values: np.ndarray) -> int:
    return int(((values != 0) & (np.abs(values) < TINY)).sum())


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm", "mingru"])
def test_no_subnormal_and_all_digits_down_to_the_smallest_number(cell):
    single, double = (gradient_flow(measured(cell, T=250, E=3, dtype=dtype)) for dtype in ("float32", "float64"))
    assert subnormal(single.gradients) == 0
    norms, true = single.norms["state"], double.norms["state"]
    seen = true > 1e-34
    assert (~seen).any() or cell == "mingru"
    np.testing.assert_allclose(norms[seen], true[seen], rtol=2e-3)
    assert (norms[true < 1e-41] == 0).all()


def test_what_reaches_the_weights_has_its_true_size():
    runs = [measured("lstm", T=250, E=2, dtype=dtype) for dtype in ("float32", "float64")]
    found = []
    for run in runs:
        direct = np.zeros_like(run.state)
        direct[-1] = gradient_flow(run).direct[-1]
        found.append(backpropagate_whole(run, direct)[1].preactivations["f"])
    single, double = found
    assert subnormal(single) == 0
    largest = np.abs(double).max((1, 2, 3))
    errors = np.abs(single - double).max((1, 2, 3))
    assert (errors <= 1e-3 * largest + 1e-37).all()


def test_a_loss_at_every_step_is_not_mixed_with_what_fades():
    weights = {
        dtype: init_weights("rnn", input_size=1, hidden_size=4, gain=0.05, dtype=dtype) for dtype in ("f4", "f8")
    }
    inputs = np.random.default_rng(0).standard_normal((90, 2, 1))
    runs = {dtype: record("rnn", one, inputs.astype(dtype)) for dtype, one in weights.items()}
    flows = {dtype: gradient_flow(run, loss="every") for dtype, run in runs.items()}
    np.testing.assert_allclose(flows["f4"].gradients, flows["f8"].gradients, rtol=1e-3, atol=1e-6)


def test_sequences_fade_each_at_its_own_rate():
    """Two that are read at steps far apart: one is faint where the other begins."""
    weights = init_weights("rnn", input_size=1, hidden_size=4, gain=0.2, dtype="f4")
    inputs = np.random.default_rng(1).standard_normal((120, 2, 1)).astype("f4")
    both = gradient_flow(record("rnn", weights, inputs), lengths=(120, 40))
    alone = gradient_flow(record("rnn", weights, inputs[:40, 1:]), grad_final=both.direct[40, :, 1:])
    np.testing.assert_allclose(both.gradients[:41, :, 1:], alone.gradients, rtol=1e-4, atol=0)
