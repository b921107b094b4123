"""Runs whose state stops being a number, against counting in plain arithmetic and against PyTorch."""

import numpy as np
import pytest
import torch

from gruviz import Weights, gradient_flow, record
from gruviz.engine.breakdown import broken_so_far, find_breakdown
from tests.runs import Sizes, every_cell, random_run


def doubling(steps, dtype, *, drive=(0.0, 1.0), seeds=1):
    """A ReLU RNN of two units, h_t = 2 h_{t-1} + x_t; seed by seed, unit 1 alone is driven."""
    U = np.tile(2 * np.eye(2), (seeds, 1, 1))
    W = np.tile(np.array(drive)[:, None], (seeds, 1, 1))
    W[1:] = 0  # other seeds stay at zero
    weights = Weights("irnn", ("h",), W, U, np.zeros((seeds, 2))).astype(dtype)
    return record("irnn", weights, np.ones((steps, 1, 1)))


@pytest.mark.parametrize(("dtype", "bits"), [("float32", 128), ("float64", 1024)])
def test_the_step_is_that_of_the_first_number_too_large(dtype, bits):
    """h_t = 2^t − 1 rounds to 2^t, which is too large at t = 128 or 1,024."""
    assert doubling(bits - 1, dtype).breakdown is None
    found = doubling(bits + 3, dtype).breakdown
    assert (found.step, found.unit, found.overflowed) == (bits, 1, True)
    assert found.words == f"the state overflows at step {bits} (unit 1)"


def test_some_of_many_runs():
    found = doubling(140, "float32", seeds=3).breakdown
    assert (found.broken, found.sequences) == (1, 3)
    assert found.words == "the state overflows in 1 of 3 runs, the first at step 128 (unit 1)"


def test_infinity_less_infinity_is_no_number():
    state = np.zeros((3, 1, 1, 4))
    state[2, 0, 0, 3] = np.nan
    assert find_breakdown(state, 2).words == "the state is no longer a number at step 2 (unit 1)"
    assert broken_so_far(state).ravel().tolist() == [False, False, True]
    state[1, 0, 0, 1] = np.inf
    assert find_breakdown(state, 2).words == "the state overflows at step 1 (unit 1)"
    assert broken_so_far(state).ravel().tolist() == [False, True, True]


@every_cell
def test_a_run_of_numbers_has_no_breakdown(cell):
    assert random_run(cell, Sizes(T=3, E=2, B=2, H=3)).breakdown is None


def test_a_broken_run_has_no_gradient_and_says_why():
    """As PyTorch has none: its gradient is nan."""
    layer = torch.nn.RNN(1, 2, nonlinearity="relu", bias=False)
    with torch.no_grad():
        layer.weight_hh_l0.copy_(2 * torch.eye(2))
        layer.weight_ih_l0.fill_(1)
    start = torch.zeros(1, 1, 2, requires_grad=True)
    layer(torch.ones(130, 1, 1), start)[0][-1].sum().backward()
    assert start.grad.isnan().all()

    flow = gradient_flow(doubling(130, "float32", drive=(1.0, 1.0)), grad_final=np.ones((1, 2)))
    assert np.isnan(flow.gradients).all()
    decay = flow.decay()
    assert decay.regime == "breaks"
    assert decay.verdict == "has no gradient: the state overflows at step 128 (unit 0)"


def test_sequences_that_do_not_break_keep_their_gradient():
    flow = gradient_flow(doubling(140, "float32", seeds=5))
    assert np.isnan(flow.gradients[:, 0]).all()
    assert np.isfinite(flow.gradients[:, 1:]).all()
