from dataclasses import replace

import numpy as np
import pytest

from gruviz import Clamp, gradient_flow, init_weights, record
from gruviz.engine.linear_map import linearised
from tests.engine.cells.by_hand import H, X, gates, one_step, paths, sigmoid, states
from tests.engine.cells.constants import compare_constants
from tests.runs import random_run


def test_a_step_and_its_path_by_hand():
    numbers = {"r": (-0.8, np.nan, 0.3), "i": (0.5, np.nan, 0.1), "n": (1.1, np.nan, -0.2)}
    recording = one_step("rg_lru", numbers, constants=[-2.5])
    r, i, n = sigmoid(-0.8 * X + 0.3), sigmoid(0.5 * X + 0.1), 1.1 * X - 0.2
    a = np.exp(-8 * np.log1p(np.exp(-2.5)) * r)
    assert gates(recording) == pytest.approx({"r": r, "i": i, "n": n, "a": a})
    assert states(recording) == pytest.approx({"h": a * H + np.sqrt(1 - a**2) * i * n})
    assert paths(recording) == {"leak": pytest.approx([a])}


def test_it_starts_as_the_paper_says():
    """a^c uniform between .9 and .999, with a = σ(−Λ): the sign of Λ is that of the authors' code."""
    weights = init_weights("rg_lru", input_size=2, hidden_size=500, seeds=20)
    kept = (1 / (1 + np.exp(weights.constant["Lambda"]))) ** 8
    assert 0.9 <= kept.min() < 0.9001
    assert 0.9989 < kept.max() <= 0.999
    assert kept.mean() == pytest.approx(0.9495, abs=1e-3)
    assert kept.std() == pytest.approx(0.099 / np.sqrt(12), rel=0.02)
    assert not weights.b.any()


def test_with_r_held_the_gradient_decays_as_theory_says():
    """r = 1: a step keeps σ(−Λ)^8 of each unit, whatever the input."""
    weights = init_weights("rg_lru", input_size=2, hidden_size=5, seed=3)
    held = record("rg_lru", weights, np.random.default_rng(0).standard_normal((40, 2, 2)), clamps=[Clamp("r", 1.0)])
    gradients = gradient_flow(held).gradients[:, 0]
    kept = (1 / (1 + np.exp(weights.constant["Lambda"][0]))) ** 8
    for k in (1, 7, 40):
        np.testing.assert_allclose(gradients[-1 - k], kept**k * gradients[-1], rtol=1e-12)


def test_the_gradient_of_its_constant_is_autograds():
    compare_constants("rg_lru")
    compare_constants("rg_lru", [Clamp("r", 0.6, 2, 3)])


def test_a_held_share_leaves_its_constant_without_a_gradient():
    recording = random_run("rg_lru", clamps=[Clamp("a", 0.6, 2, 3)])
    constants = linearised(recording).adjoint(np.ones_like(recording.state[1:])).constants["Lambda"]
    assert not constants[1:3].any()
    assert constants[[0, 3]].all()


def test_a_gate_that_rounds_a_to_1_writes_nothing_and_breaks_nothing():
    weights = init_weights("rg_lru", input_size=2, hidden_size=3)
    shut = replace(weights, b=weights.b - 800.0)
    flow = gradient_flow(record("rg_lru", shut, np.ones((4, 1, 2)), initial_state=np.ones((1, 3))))
    assert (flow.recording.state == 1).all()
    assert np.isfinite(np.concatenate([array.ravel() for array in flow.weight_gradients.values()])).all()
