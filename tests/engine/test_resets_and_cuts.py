"""Resets of the state and cuts of the way back, against autograd on the same run."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gruviz import check_gradient, gradient_flow, gradient_matrix, step_jacobians
from gruviz.validation import InvalidValue
from tests.runs import Sizes, every_cell, leaky_cell, random_run, sizes, some_clamps
from tests.truth import grads, rerun

steps = st.sets(st.integers(1, 6), max_size=3)


def within(chosen, size):
    return {step for step in chosen if step <= size.T}


def close(ours, true):
    np.testing.assert_allclose(ours, true, rtol=0, atol=1e-10 * np.abs(true).max(initial=1e-30))


@every_cell
@given(size=sizes, resets=steps, cuts=steps, clamped=st.booleans())
def test_states_and_gradients_with_resets_cuts_and_clamps(cell, size, resets, cuts, clamped):
    resets, cuts, clamps = within(resets, size), within(cuts, size), some_clamps(cell, size) if clamped else ()
    recording = random_run(cell, size, clamps, resets)
    readout = np.random.default_rng([4, size.seed]).standard_normal(recording.state.shape[1:])
    flow = gradient_flow(recording, grad_final=readout, cuts=cuts)
    for e in range(size.E):
        params, inputs, states = rerun(recording, e, clamps, cuts)
        close(recording.state[:, e], np.stack([state.detach() for state in states]))
        total = (torch.tensor(readout[e]) * states[-1]).sum()
        close(flow.gradients[:, e], np.stack(grads(total, states)))
        close(flow.input_gradients[:, e], grads(total, [inputs])[0])
        close(flow.weight_gradients["U"][e], sum(grads(total, [p.U for p in params])))


@every_cell
def test_beyond_a_cut_or_a_reset_the_gradient_is_exactly_zero(cell):
    for flow in (gradient_flow(random_run(cell), cuts=[3]), gradient_flow(random_run(cell, resets=[3]))):
        assert not flow.gradients[:3].any()
        assert flow.norms["state"][3:].all()
        assert flow.decay().regime == "cut"
        assert all(np.isnan(share[:2]).all() for share in flow.path_shares.values())


@leaky_cell
def test_shares_and_detours_stop_at_a_cut(cell):
    flow = gradient_flow(random_run(cell, Sizes(T=5)), cuts=[3])
    shares = flow.detour_shares()
    np.testing.assert_allclose(shares[3:].sum(1), 1)
    assert np.isnan(shares[:3]).all()


@every_cell
def test_matrices_of_a_run_with_a_reset(cell):
    recording = random_run(cell, Sizes(T=5, B=3), resets=[3])
    jacobians = step_jacobians(recording, sequence=2)
    assert not jacobians.matrices[2].any()
    assert jacobians.matrices[[0, 1, 3, 4]].any((1, 2, 3)).all()
    matrix = gradient_matrix(recording)
    assert not matrix[2:, :2].any()
    assert (matrix[2:, 2] > 0).all()


def test_a_reset_makes_the_rest_independent_of_the_past():
    one, other = random_run("lstm", Sizes(T=6)), random_run("lstm", Sizes(T=6), resets=[4])
    assert one.resets == ()
    assert other.resets == (4,)
    np.testing.assert_array_equal(one.state[:4], other.state[:4])
    assert np.abs(one.state[4] - other.state[4]).max() > 1e-3


@pytest.mark.parametrize("step", [0, 6, 1.5, True, "2"])
def test_a_step_that_does_not_exist_is_refused(step):
    allowed = "a whole number from 1 to 5"
    with pytest.raises(InvalidValue, match=f"resets = .* {allowed}"):
        random_run("gru", resets=[step])
    with pytest.raises(InvalidValue, match=f"cuts = .* {allowed}"):
        gradient_flow(random_run("gru"), cuts=[step])


def test_finite_differences_refuse_what_they_cannot_repeat():
    for flow in (gradient_flow(random_run("gru"), cuts=[2]), gradient_flow(random_run("gru", resets=[2]))):
        with pytest.raises(InvalidValue, match="flow = 'one with resets or cuts'"):
            check_gradient(flow, [0])
