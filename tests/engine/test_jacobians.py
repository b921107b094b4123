import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gruviz import (
    Weights,
    gradient_flow,
    gradient_matrix,
    input_matrix,
    lyapunov_exponents,
    record,
    step_jacobians,
)
from gruviz.engine.readouts import random_readout
from gruviz.validation import InvalidValue, TooLarge
from tests.runs import every_cell, few, measured, random_run, sizes, some_clamps
from tests.truth import Params, everywhere, holding, true_step


def rnn_with(U, T, W=0.0, dtype=np.float64):
    """A run at rest, where tanh is linear and every Jacobian is U."""
    size = len(U)
    weights = Weights("rnn", ("h",), np.full((1, size, 1), W), np.array(U, float)[None], np.zeros((1, size)))
    return record("rnn", weights.astype(dtype), np.ones((T, 1, 1)))


def true_jacobian(recording, t, e, b, clamps):
    params, step = Params.of(recording.weights, e), true_step(recording.cell)
    x = torch.tensor(np.array(recording.inputs[t - 1, b : b + 1]))

    def after(state):
        return step(params, x, everywhere(state[None]), holding(t, clamps))[0]

    return torch.autograd.functional.jacobian(after, torch.tensor(np.array(recording.state[t - 1, e, b]))).numpy()


@every_cell
@few
@given(size=sizes, clamped=st.booleans())
def test_matrices_and_what_is_read_off_them(cell, size, clamped):
    clamps = some_clamps(cell, size) if clamped else ()
    recording = random_run(cell, size, clamps)
    sequence = size.B - 1
    jacobians = step_jacobians(recording, sequence=sequence)
    for t, e in np.ndindex(size.T, size.E):
        true = true_jacobian(recording, t + 1, e, sequence, clamps)
        np.testing.assert_allclose(jacobians.matrices[t, e], true, rtol=1e-10, atol=1e-13)
        np.testing.assert_allclose(jacobians.singular_values[t, e], np.linalg.svd(true)[1], rtol=1e-9, atol=1e-12)
        largest = np.abs(np.linalg.eigvals(true)).max()
        np.testing.assert_allclose(jacobians.spectral_radius[t, e], largest, rtol=1e-6, atol=1e-6)


def test_chosen_steps_are_those_of_the_whole():
    recording = random_run("lstm")
    whole, chosen = step_jacobians(recording), step_jacobians(recording, steps=[5, 2])
    assert chosen.steps.tolist() == [5, 2]
    np.testing.assert_array_equal(chosen.matrices, whole.matrices[[4, 1]])


@every_cell
@given(size=sizes)
def test_exponents_sum_to_the_mean_log_volume(cell, size):
    jacobians = step_jacobians(random_run(cell, size))
    exponents = jacobians.lyapunov_exponents
    true = np.linalg.slogdet(jacobians.matrices)[1].mean(0)
    regular = np.isfinite(true)  # a ReLU can lose a direction, and rounding then decides how small it is
    np.testing.assert_allclose(exponents.sum(-1)[regular], true[regular], rtol=1e-9, atol=1e-9)
    assert (exponents[:, 1:] <= exponents[:, :-1]).all()


def test_exponents_of_a_linear_run_are_the_logs_of_its_eigenvalues():
    diagonal = np.array([0.2, 1.1, -0.9, 0.5])
    exponents = lyapunov_exponents(rnn_with(np.diag(diagonal), 4000))
    np.testing.assert_allclose(exponents, [np.log([1.1, 0.9, 0.5, 0.2])], atol=1e-3)
    far = 2 * lyapunov_exponents(rnn_with(np.diag(diagonal), 800)) - lyapunov_exponents(
        rnn_with(np.diag(diagonal), 400)
    )
    np.testing.assert_allclose(far, [np.log([1.1, 0.9, 0.5, 0.2])], atol=1e-6)


def test_an_orthogonal_linear_run_has_exponents_of_its_gain():
    q = np.linalg.qr(np.random.default_rng(0).standard_normal((6, 6)))[0]
    np.testing.assert_allclose(lyapunov_exponents(rnn_with(0.7 * q, 20)), np.log(0.7), rtol=1e-12)


def test_fewer_exponents_are_the_largest():
    recording = measured("rnn", T=200, E=2, B=1, H=8)
    some, every = lyapunov_exponents(recording, count=2), lyapunov_exponents(recording)
    assert some.shape == (2, 2)
    np.testing.assert_allclose(some, every[:, :2], atol=0.05)


def test_a_lost_direction_has_exponent_minus_infinity():
    exponents = lyapunov_exponents(rnn_with(np.diag([0.5, 0.0]), 400))
    assert exponents[0, 0] == pytest.approx(np.log(0.5), abs=0.01)
    assert np.isneginf(exponents[0, 1])


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_the_first_exponent_is_near_the_fitted_factor(cell):
    recording = measured(cell, T=100, E=3, B=1)
    first = np.exp(np.median(lyapunov_exponents(recording, count=1)))
    assert first == pytest.approx(gradient_flow(recording).decay().factor, abs=0.03)


@every_cell
@few
@given(size=sizes)
def test_every_loss_against_every_source(cell, size):
    recording = random_run(cell, size)
    matrix, readout = gradient_matrix(recording), random_readout(recording)
    for k in range(1, size.T + 1):
        begun = record(cell, recording.weights, recording.inputs[:k], initial_state=recording.state[0])
        norms = gradient_flow(begun, grad_final=readout).norms["state"][1:]
        np.testing.assert_allclose(matrix[k - 1, :k], np.median(norms.reshape(k, -1), axis=1), rtol=1e-10)
        assert np.isnan(matrix[k - 1, k:]).all()


@every_cell
@few
@given(size=sizes)
def test_every_loss_against_every_input(cell, size):
    recording = random_run(cell, size)
    T, (E, B) = size.T, recording.state.shape[1:3]
    direct = np.random.default_rng(5).standard_normal((T, E, B, recording.weights.hidden_size))
    matrix = input_matrix(recording, direct)
    for k in range(1, T + 1):
        begun = record(cell, recording.weights, recording.inputs[:k], initial_state=recording.state[0])
        final = np.zeros(recording.state.shape[1:])
        final[..., : recording.weights.hidden_size] = direct[k - 1]
        flow = gradient_flow(begun, grad_final=final)
        np.testing.assert_allclose(matrix[k - 1, :k], flow.input_norms, rtol=1e-10)
        assert np.isnan(matrix[k - 1, k:]).all()


def test_what_overflows_is_infinite_and_not_missing():
    matrix = gradient_matrix(rnn_with(np.diag([1e10, -1e10]), 40))
    assert np.isposinf(matrix[39, :5]).all()
    assert np.isfinite(matrix[39, 35:]).all()
    decay = gradient_flow(rnn_with(np.diag([1e10, -1e10]), 40)).decay()
    assert decay.regime == "explodes"
    assert decay.verdict == "explodes, and overflows 31 steps before the loss"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda r: step_jacobians(r, steps=[0]), "steps = 0 .* from 1 to 5"),
        (lambda r: step_jacobians(r, steps=[6]), "steps = 6 .* from 1 to 5"),
        (lambda r: step_jacobians(r, sequence=3), "sequence = 3 .* from 0 to 2"),
        (lambda r: lyapunov_exponents(r, sequence=-1), "sequence = -1 .* from 0 to 2"),
        (lambda r: lyapunov_exponents(r, count=5), "count = 5 .* from 1 to 4"),
    ],
)
def test_a_wrong_request_is_refused_with_what_would_be_right(call, message):
    with pytest.raises(InvalidValue, match=message):
        call(random_run("gru"))


def test_too_much_is_refused(monkeypatch):
    recording = random_run("gru")
    monkeypatch.setattr("gruviz.validation.MEMORY_LIMIT", 1000)
    with pytest.raises(TooLarge, match=r"steps = .* choose fewer steps"):
        step_jacobians(recording)
    with pytest.raises(TooLarge, match=r"recording = .* use fewer steps"):
        gradient_matrix(recording)
