"""Predictions against what runs do, against closed forms, and against the bound."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz import (
    CELLS,
    SCHEMES,
    gradient_flow,
    init_weights,
    mean_field_factor,
    mean_square_factor,
    pascanu_bound,
    proves_vanishing,
    record,
    step_jacobians,
)
from gruviz.engine.theory import _usual_steps
from tests.runs import every_cell, few, gated_cell, measured

DRAWN = [(scheme, gain) for scheme in ("default", "orthogonal", "gaussian") for gain in (0.5, 1.0, 1.5, 2.0, 4.0)]
SCALES = (0.3, 1.0, 3.0)


def of_scale(cell, scale, **settings):
    """Four seeds of 32 units on four inputs of the scale, 80 steps."""
    inputs = scale * np.random.default_rng(5).standard_normal((80, 4, 8))
    return record(cell, init_weights(cell, input_size=8, hidden_size=32, seeds=4, seed=1, **settings), inputs)


def theory_to_measured(recording):
    return np.median(mean_square_factor(recording)) / gradient_flow(recording).decay().factor


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize(("scheme", "gain"), DRAWN)
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_the_theory_is_near_the_measurement_wherever_weights_are_drawn(cell, scheme, gain, scale):
    """Within 10%; at gain 4, where runs are chaotic, it may lie above by 15%: an average of squares."""
    assert 0.9 < theory_to_measured(of_scale(cell, scale, scheme=scheme, gain=gain)) < (1.15 if gain == 4 else 1.1)


@pytest.mark.parametrize(("scheme", "gain", "scale"), [("default", 1.0, 3.0), ("orthogonal", 2.0, 1.0)])
@every_cell
def test_the_theory_is_near_the_measurement_for_every_cell(cell, scheme, gain, scale):
    assert 0.9 < theory_to_measured(of_scale(cell, scale, scheme=scheme, gain=gain)) < 1.1


@pytest.mark.parametrize("bias", [-4.0, -2.0, 2.0])
@pytest.mark.parametrize("cell", [key for key, cell in CELLS.items() if cell.update_block or cell.forget_block])
def test_the_theory_is_near_the_measurement_for_every_bias(cell, bias):
    setting = {"update_bias": bias} if CELLS[cell].update_block else {"forget_bias": -bias}
    assert 0.95 < theory_to_measured(of_scale(cell, 1.0, **setting)) < 1.05


@pytest.mark.parametrize("gain", [0.5, 1.0, 2.0, 4.0])
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm", "gru_no_update", "irnn"])
def test_it_is_an_upper_estimate_where_most_steps_pass_far_less_than_the_mean(cell, gain):
    """The identity joins no units: most saturate, and a few rule the mean of the squares."""
    assert theory_to_measured(of_scale(cell, 1.0, scheme="identity", gain=gain)) > 0.9


def test_an_orthogonal_rnn_of_gain_2_is_told_to_explode():
    """Its first moment, ρ(U) E[1 − h²], is .92 and would let it vanish."""
    recording = of_scale("rnn", 1.0, scheme="orthogonal", gain=2.0)
    assert 2 * (1 - recording.state[1:] ** 2).mean() < 0.95
    assert 1.05 < np.median(mean_square_factor(recording)) < 1.2


def test_for_independent_weights_it_is_that_of_poole():
    weights = init_weights("rnn", input_size=8, hidden_size=256, scheme="gaussian", gain=2.0)
    recording = record("rnn", weights, np.random.default_rng(0).standard_normal((30, 4, 8)))
    slopes = 1 - recording.state[4:] ** 2
    sigma = np.sqrt(256 * weights.U.var())
    assert mean_square_factor(recording).item() == pytest.approx(sigma * np.sqrt((slopes**2).mean()), rel=0.03)


@every_cell
@few
@given(seed=st.integers(0, 99))
def test_it_is_the_growth_of_the_covariance_under_independent_steps(cell, seed):
    """S ← E[Jᵀ S J] is a matrix of its own, of which the largest eigenvalue counts."""
    weights = init_weights(cell, input_size=2, hidden_size=3, seed=seed, gain=2.0)
    recording = record(cell, weights, np.random.default_rng(seed).standard_normal((40, 1, 2)))
    matrices = step_jacobians(recording).matrices[4:, 0]
    squared = np.mean([np.kron(matrix.T, matrix.T) for matrix in matrices], axis=0)
    growth = np.sqrt(np.abs(np.linalg.eigvals(squared)).max())
    assert mean_square_factor(recording).item() == pytest.approx(growth, rel=0.25)


def test_at_a_fixed_point_it_is_the_spectral_radius_of_the_jacobian():
    weights = init_weights("gru", input_size=1, hidden_size=6, seed=3)
    recording = record("gru", weights, np.full((400, 1, 1), 0.5))
    radius = step_jacobians(recording, steps=[400]).spectral_radius.item()
    assert gradient_flow(recording).decay().factor == pytest.approx(radius, rel=0.01)
    assert mean_square_factor(recording).item() == pytest.approx(radius, rel=0.03)


@every_cell
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_one_prediction_per_seed_whatever_the_precision(cell, dtype):
    recording = measured(cell, T=3, E=5, H=4, dtype=dtype)
    assert mean_square_factor(recording).shape == (5,)
    np.testing.assert_allclose(
        mean_square_factor(recording), mean_square_factor(measured(cell, T=3, E=5, H=4)), rtol=1e-3
    )


def test_without_recurrent_weights_nothing_is_left():
    assert mean_square_factor(measured("rnn", T=5, E=2, H=4, gain=0.0)).tolist() == [0, 0]


def test_steps_that_begin_or_are_reset_are_not_usual():
    recording = measured("rnn", T=20, E=1, H=4)
    assert _usual_steps(recording) == list(range(2, 20))
    reset = record("rnn", recording.weights, recording.inputs, resets=[5, 1])
    assert _usual_steps(reset) == [2, 3, *range(5, 20)]
    assert np.isfinite(mean_square_factor(reset)).all()


def test_the_former_name_warns():
    recording = measured("rnn", T=5, E=2, H=4)
    with pytest.warns(DeprecationWarning, match="mean_field_factor is now mean_square_factor"):
        np.testing.assert_array_equal(mean_field_factor(recording), mean_square_factor(recording))


@pytest.mark.parametrize("cell", ["rnn", "irnn"])
@given(
    hidden=st.integers(1, 8),
    seed=st.integers(0, 999),
    scheme=st.sampled_from([*SCHEMES]),
    gain=st.floats(0, 3),
    scale=st.floats(0, 3),
)
def test_no_step_of_a_plain_network_exceeds_the_bound(cell, hidden, seed, scheme, gain, scale):
    weights = init_weights(cell, input_size=2, hidden_size=hidden, seeds=3, seed=seed, scheme=scheme, gain=gain)
    inputs = scale * np.random.default_rng(seed).standard_normal((6, 4, 2))
    recording = record(cell, weights, inputs)
    norms, bound = gradient_flow(recording).norms["state"], pascanu_bound(recording)
    np.testing.assert_allclose(bound, [np.linalg.svd(U)[1][0] for U in weights.U], rtol=1e-10, atol=1e-15)
    assert (norms[:-1] <= bound[:, None] * norms[1:] * (1 + 1e-12) + 1e-300).all()


def test_the_bound_is_reached_by_an_orthogonal_rnn_at_rest():
    weights = init_weights("rnn", input_size=1, hidden_size=6, scheme="orthogonal", gain=0.8)
    recording = record("rnn", weights, np.zeros((9, 2, 1)))
    quiet = record("rnn", type(weights)("rnn", ("h",), weights.W, weights.U, 0 * weights.b), recording.inputs)
    assert pascanu_bound(quiet) == pytest.approx(0.8, rel=1e-12)
    assert gradient_flow(quiet).decay().factor == pytest.approx(0.8, rel=1e-12)
    assert gradient_flow(recording).decay().factor < 0.8


def test_a_default_rnn_is_allowed_to_explode_and_vanishes():
    recording = measured("rnn", E=20)
    orders = 50 * np.log10(np.median(pascanu_bound(recording)))
    assert 1 < orders < 4.5
    assert 13 < gradient_flow(recording).decay().orders_lost < 15.5


@gated_cell
def test_gated_cells_have_no_bound(cell):
    assert pascanu_bound(measured(cell, T=2, E=1, H=3)) is None
    assert CELLS[cell].gate_names


@pytest.mark.parametrize(("cell", "gain", "proven"), [("rnn", 0.9, True), ("rnn", 1.1, False), ("gru", 0.1, False)])
def test_a_bound_below_1_proves_that_the_gradient_vanishes(cell, gain, proven):
    recording = measured(cell, T=50, E=3, scheme="orthogonal", gain=gain)
    assert proves_vanishing(recording) == proven
    if proven:
        norms = gradient_flow(recording).norms["state"]
        assert (norms <= gain ** np.arange(50, -1, -1)[:, None, None] * (1 + 1e-12)).all()
