"""The gradient of inputs and weights, over all steps and step by step, against autograd."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz import CELLS, gradient_flow, init_weights, record
from gruviz.engine.gradients import LOSSES
from tests.engine.autograd import close, flow_and_loss
from tests.runs import every_cell, few, random_run, sizes
from tests.truth import grads

clamped = st.booleans()


@every_cell
@pytest.mark.parametrize("loss", LOSSES)
@few
@given(size=sizes, clamped=clamped)
def test_inputs(cell, loss, size, clamped):
    flow, runs = flow_and_loss(cell, size, clamped, loss)
    for e, (_, inputs, _, total) in enumerate(runs):
        [true] = grads(total, [inputs])
        close(flow.input_gradients[:, e], true)
        close(flow.input_norms[:, e], np.linalg.norm(true, axis=-1))


@every_cell
@pytest.mark.parametrize("loss", LOSSES)
@few
@given(size=sizes, clamped=clamped)
def test_each_steps_own_share_of_the_weights(cell, loss, size, clamped):
    flow, runs = flow_and_loss(cell, size, clamped, loss)
    for e, (params, _, _, total) in enumerate(runs):
        for name in ("W", "U", "b"):
            by_step = grads(total, [getattr(p, name) for p in params])
            close(flow.weight_norms[name][:, e], [np.linalg.norm(g) for g in by_step])


@every_cell
@pytest.mark.parametrize("loss", LOSSES)
@few
@given(size=sizes, clamped=clamped)
def test_the_weights_over_all_steps(cell, loss, size, clamped):
    flow, runs = flow_and_loss(cell, size, clamped, loss)
    names = {"W": "W", "U": "U", "b": "b"} | ({"recurrent_bias": "c"} if CELLS[cell].has_recurrent_bias else {})
    names |= {"constants": "constants"} if CELLS[cell].constant_names else {}
    assert set(flow.weight_gradients) == set(names)
    for e, (params, _, _, total) in enumerate(runs):
        for ours, theirs in names.items():
            close(flow.weight_gradients[ours][e], sum(grads(total, [getattr(p, theirs) for p in params])))


@every_cell
@few
@given(size=sizes)
def test_seeds_with_inputs_of_their_own_are_as_if_alone(cell, size):
    weights = random_run(cell, size).weights
    inputs = np.random.default_rng([8, size.seed]).standard_normal((size.T, size.E, size.B, size.D))
    readout = np.random.default_rng([4, size.seed]).standard_normal((size.E, size.B, CELLS[cell].state_size(size.H)))
    flow = gradient_flow(record(cell, weights, inputs), grad_final=readout)
    for e in range(size.E):
        alone = gradient_flow(record(cell, weights.member(e), inputs[:, e]), grad_final=readout[e])
        close(flow.gradients[:, e], alone.gradients[:, 0])
        close(flow.input_gradients[:, e], alone.input_gradients[:, 0])
        for name, gradient in alone.weight_gradients.items():
            close(flow.weight_gradients[name][e], gradient[0])
            if name in alone.weight_norms:
                close(flow.weight_norms[name][:, e], alone.weight_norms[name][:, 0])


def test_shares_of_sequences_that_cancel_are_zero_not_undefined():
    weights = init_weights("gru", input_size=2, hidden_size=5, seeds=8, gain=3.0)
    inputs = np.repeat(np.random.default_rng(0).standard_normal((6, 1, 2)), 3, axis=1)
    grad = np.random.default_rng(1).standard_normal((3, 5))
    grad[2] = -grad[0] - grad[1]
    norms = gradient_flow(record("gru", weights, inputs), grad_final=grad).weight_norms
    assert all(norm.max() < 1e-7 for norm in norms.values())
