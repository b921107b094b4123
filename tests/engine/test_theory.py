import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz import CELLS, SCHEMES, gradient_flow, init_weights, mean_field_factor, pascanu_bound, record
from tests.runs import every_cell, gated_cell, measured


def logit(p):
    return float(np.log(p / (1 - p)))


@pytest.mark.parametrize(
    ("cell", "settings"),
    [
        ("rnn", {}),
        ("gru", {}),
        ("gru", {"update_bias": logit(0.05)}),
        ("gru_reset_after", {}),
        ("lstm", {}),
        ("mgu", {"update_bias": logit(0.05)}),
        ("mingru", {"update_bias": logit(0.05)}),
        ("light_gru", {}),
        ("gru_no_reset", {"update_bias": logit(0.05)}),
        ("gru_no_update", {}),
        ("irnn", {"scheme": "orthogonal"}),
        ("irnn", {"scheme": "orthogonal", "gain": 2.0}),
        ("lstm_coupled", {}),
    ],
)
def test_mean_field_is_near_the_measurement(cell, settings):
    recording = measured(cell, E=24, **settings)
    predicted = np.median(mean_field_factor(recording))
    assert predicted == pytest.approx(gradient_flow(recording).decay().factor, abs=0.02)


def test_mean_field_of_the_gru_is_its_formula():
    recording = measured("gru", T=5, E=2)
    for e in range(2):
        r, z, n = (recording.gates[gate][:, e] for gate in "rzn")
        radius = np.abs(np.linalg.eigvals(recording.weights.recurrent["n"][e])).max()
        true = (1 - z).mean() + radius * (z * r * (1 - n * n)).mean()
        assert mean_field_factor(recording)[e] == pytest.approx(true, rel=1e-12)


@every_cell
def test_one_prediction_per_seed(cell):
    assert mean_field_factor(measured(cell, T=3, E=5, H=4)).shape == (5,)


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
