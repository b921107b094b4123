from dataclasses import replace

import numpy as np
import pytest

from gruviz import gradient_flow, init_weights, record
from tests.engine.cells.by_hand import X, gates, one_step, states
from tests.engine.cells.constants import compare_constants


def test_a_step_by_hand():
    """Zero-order hold: (exp(ΔA) − 1)/A, with A = −exp(α)."""
    blocks = ("n", "delta", "B1", "B2", "C1", "C2")
    numbers = {name: (0.4 * i - 0.9, np.nan, 0.3 - 0.1 * i) for i, name in enumerate(blocks)}
    recording = one_step("ssm", numbers, (0.5, -0.4, 1.3), constants=[-0.2, 0.6])
    n, pre, *rest = (W * X + b for W, _, b in numbers.values())
    delta, B, C = np.log1p(np.exp(pre)), rest[:2], rest[2:]
    A = -np.exp([-0.2, 0.6])
    kept = np.exp(A * delta)
    after = kept * [-0.4, 1.3] + (kept - 1) / A * B * n
    assert gates(recording) == pytest.approx(
        {**dict(zip(blocks, (n, delta, *rest), strict=True)), "a1": kept[0], "a2": kept[1]}
    )
    assert states(recording) == pytest.approx({"h": C @ after, "s1": after[0], "s2": after[1]})


def test_with_one_state_and_nothing_but_the_step_chosen_it_is_a_mingru():
    """Theorem 1 of Gu & Dao: A = −1, B = C = 1, Δ = softplus(Linear(x)); the second state is not read."""
    mingru = init_weights("mingru", input_size=3, hidden_size=6, seeds=2, seed=4)
    start = init_weights("ssm", input_size=3, hidden_size=6, seeds=2)
    zeros, ones = np.zeros((2, 6, 3)), np.ones((2, 6))
    W = np.concatenate([mingru.input["n"], mingru.input["z"], *[zeros] * 4], axis=1)
    b = np.concatenate([mingru.bias["n"], mingru.bias["z"], ones, ones, ones, 0 * ones], axis=1)
    inputs = 3 * np.random.default_rng(0).standard_normal((50, 4, 3))
    one, other = record("ssm", replace(start, W=W, b=b), inputs), record("mingru", mingru, inputs)
    np.testing.assert_allclose(one.states["h"], other.states["h"], rtol=0, atol=1e-13)
    np.testing.assert_allclose(1 - one.gates["a1"], other.gates["z"], rtol=0, atol=1e-15)
    ours, theirs = gradient_flow(one).norms["s1"], gradient_flow(other).norms["h"]
    np.testing.assert_allclose(ours[:-1], theirs[:-1], rtol=1e-11)


def test_it_starts_as_the_paper_says():
    weights = init_weights("ssm", input_size=2, hidden_size=500, seeds=20)
    steps = np.log1p(np.exp(weights.bias["delta"]))
    assert 0.001 <= steps.min() < 0.0011
    assert 0.0999 < steps.max() <= 0.1 + 1e-12
    assert steps.mean() == pytest.approx(0.0505, rel=0.02)
    assert {name: np.unique(np.round(np.exp(a), 12)).item() for name, a in weights.constant.items()} == {
        "alpha1": 1.0,
        "alpha2": 2.0,
    }
    assert not any(bias.any() for name, bias in weights.bias.items() if name != "delta")


def test_chrono_keeps_as_long_as_in_a_gru():
    weights = init_weights("ssm", input_size=1, hidden_size=50, chrono=100)
    run = record("ssm", weights, np.zeros((1, 1, 1)))
    kept = 1 / (1 + np.exp(weights.bias["delta"][0]))
    np.testing.assert_allclose(run.gates["a1"][0, 0, 0], kept, rtol=1e-13)
    np.testing.assert_allclose(run.gates["a2"][0, 0, 0], kept**2, rtol=1e-13)


def test_the_gradients_of_its_constants_are_autograds():
    compare_constants("ssm")
