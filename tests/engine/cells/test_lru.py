import numpy as np
import pytest

from gruviz import gradient_flow, init_weights, record, step_jacobians
from gruviz.engine.theory import mean_square_factor
from tests.engine.cells.by_hand import C, H, X, gates, one_step, states
from tests.engine.cells.constants import compare_constants
from tests.runs import Sizes, random_run, random_weights

SIZE = Sizes(T=60, E=2, B=2, H=5)


def radius(weights):
    return np.exp(-np.exp(weights.constant["nu"]))


def test_a_step_by_hand():
    numbers = {"u": (-0.8, np.nan, 0.3), "v": (1.1, np.nan, -0.2)}
    recording = one_step("lru", numbers, (H, C), constants=[-2.0, 0.7, -1.1])
    u, v, a = -0.8 * X + 0.3, 1.1 * X - 0.2, np.exp(-np.exp(-2.0))
    after = a * np.exp(0.7j) * complex(H, C) + np.exp(-1.1) * complex(u, v)
    assert gates(recording) == pytest.approx({"u": u, "v": v, "a": a})
    assert states(recording) == pytest.approx({"h": after.real, "k": after.imag})


def test_the_gradient_decays_as_the_powers_of_lambda():
    """As complex numbers: with conj(λ)^k to rounding, so that the modulus of each unit's decays as |λ|^k."""
    recording = random_run("lru", SIZE)
    weights = recording.weights
    readout = np.random.default_rng(0).standard_normal(recording.state.shape[1:])
    real, imaginary = np.split(gradient_flow(recording, grad_final=readout).gradients, 2, axis=-1)
    back = (real + 1j * imaginary)[::-1]
    turned = radius(weights) * np.exp(-1j * weights.constant["theta"])
    for k in (1, 10, 60):
        np.testing.assert_allclose(back[k], turned**k * back[0], rtol=1e-12)
        np.testing.assert_allclose(np.abs(back[k]), radius(weights) ** k * np.abs(back[0]), rtol=1e-12)


def test_the_eigenvalues_of_a_step_are_lambda_and_its_conjugate():
    recording = random_run("lru", SIZE)
    ours = np.abs(step_jacobians(recording, steps=[3]).eigenvalues[0])
    true = np.sort(np.repeat(radius(recording.weights)[:, 0], 2, axis=-1))
    np.testing.assert_allclose(np.sort(ours), true, rtol=1e-12)


def test_theory_and_run_coincide_where_all_units_decay_alike():
    weights = random_weights("lru", SIZE)
    alike = np.array(weights.constants)
    alike[:, :5] = np.log(-np.log(0.97))
    same = type(weights)("lru", weights.blocks, weights.W, weights.U, weights.b, None, weights.input_only, False, alike)
    recording = record("lru", same, np.random.default_rng(0).standard_normal((60, 2, 2)))
    np.testing.assert_allclose(mean_square_factor(recording), 0.97, rtol=1e-13)
    np.testing.assert_allclose(gradient_flow(recording).ratio().median[::-1], 0.97 ** np.arange(61), rtol=1e-12)


def test_an_impulse_enters_as_the_powers_of_lambda():
    weights = random_weights("lru", SIZE)
    inputs = np.zeros((40, 1, 2))
    inputs[0] = 1.0
    state = record("lru", weights, inputs).state[1:, :, 0]
    h, k = np.split(state, 2, axis=-1)
    drive = weights.input["u"].sum(-1) + 1j * weights.input["v"].sum(-1)
    turned = radius(weights)[:, 0] * np.exp(1j * weights.constant["theta"][:, 0])
    true = np.exp(weights.constant["gamma"][:, 0]) * drive * turned ** np.arange(40)[:, None, None]
    np.testing.assert_allclose(h + 1j * k, true, rtol=1e-11, atol=1e-15)


def test_it_starts_on_the_ring():
    weights = init_weights("lru", input_size=2, hidden_size=500, seeds=20)
    a = radius(weights)
    assert 0.9 <= a.min() < 0.9002
    assert 0.9988 < a.max() <= 0.999
    assert np.square(a).mean() == pytest.approx((0.9**2 + 0.999**2) / 2, rel=2e-3), "evenly by area"
    assert 0 <= weights.constant["theta"].min() < 0.01
    assert 6.27 < weights.constant["theta"].max() < 2 * np.pi
    np.testing.assert_allclose(np.exp(weights.constant["gamma"]), np.sqrt(1 - a**2), rtol=1e-12)
    assert not weights.b.any()


def test_it_starts_as_loud_as_its_input():
    """The mean square of u + iv, kept by γ however slow the unit: over white noise, once the start is forgotten."""
    weights = init_weights("lru", input_size=4, hidden_size=64, seed=2)
    recording = record("lru", weights, np.random.default_rng(1).standard_normal((3000, 4, 4)))
    late = np.square(recording.state[1500:]).mean((0, 1, 2)).reshape(2, -1).sum(0)
    driven = np.square(weights.W[0]).sum(-1).reshape(2, -1).sum(0)
    assert np.median(late / driven) == pytest.approx(1, abs=0.1)


def test_the_gradients_of_its_constants_are_autograds():
    compare_constants("lru")
