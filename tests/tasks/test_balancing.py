"""Balancing: the expert is imitated, a network acts by itself, and rules fall."""

import numpy as np
import pytest

from gruviz.data.cart_pole import LEAN, TRACK, expert, has_fallen, moved, starts
from gruviz.networks.network import run
from gruviz.tasks import Balancing
from gruviz.tasks.balancing import attempt
from tests.applications.untrained import untrained
from tests.tasks.recorded import rng


def test_the_expert_is_imitated():
    """What the expert would do, from speeds that are read off the next frame."""
    inputs, targets = Balancing(0.0).split(100).training
    place, angle = inputs[..., 0] * TRACK, inputs[..., 1] * LEAN
    speed, turn = np.diff(place, axis=0) / 0.02, np.diff(angle, axis=0) / 0.02  # ẋ at t by Euler's method
    states = np.stack([place[:-1], speed, angle[:-1], turn], -1)
    agree = expert(states) == targets[:-1]
    assert agree.mean() > 0.99
    assert (np.abs(angle) <= LEAN).all()


def test_the_baselines_of_balancing():
    found = Balancing().baselines(100)
    assert 10 < found["pushes at random"] < 40
    assert found["pushes at random"] < found["present frame, linear"] < 200
    state, coin, steps = starts(rng(5), 200), rng(6), np.zeros(200)
    up = np.ones(200, bool)
    for _ in range(300):
        state = moved(state, coin.integers(0, 2, 200))
        up &= ~has_fallen(state)
        steps += up
    assert found["pushes at random"] == pytest.approx(steps.mean(), abs=6)


def test_without_a_blackout_a_linear_map_of_one_frame_still_falls():
    assert Balancing(0.0).baselines(100)["present frame, linear"] < 400


def test_an_attempt_is_the_networks_own_step_by_step():
    model = untrained(Balancing(0.5), "lstm")
    found = attempt(model.network, 0.5, seed=2, attempts=3, steps=25)
    assert found.states.shape == (26, 2, 3, 4)
    outputs = run(model.network, found.frames[:, 0], np.zeros((25, 3))).outputs[:, 0]
    np.testing.assert_array_equal(outputs.argmax(-1), found.pushes[:, 0])
    np.testing.assert_array_equal(found.states[0, 0], found.states[0, 1])
    single = attempt(model.network, 0.5, remembers=False, seed=2, attempts=3, steps=25)
    each = run(model.network, single.frames[:, 0].reshape(1, 75, 4), np.zeros((1, 75))).outputs[0, 0]
    np.testing.assert_array_equal(each.argmax(-1).reshape(25, 3), single.pushes[:, 0])
