"""The cart-pole against Lagrange's equations, and who can balance it."""

import numpy as np
import pytest

from gruviz.data.cart_pole import (
    CART,
    CART_FRICTION,
    FORCE,
    GRAVITY,
    HALF_LENGTH,
    LEAN,
    POLE,
    POLE_FRICTION,
    TICK,
    TRACK,
    accelerations,
    expert,
    frame,
    has_fallen,
    moved,
    roll_out,
    starts,
)

STATES = np.random.default_rng(0).uniform(-1, 1, (50, 4)) * [2, 3, 1.5, 4]
PUSHES = np.random.default_rng(1).integers(0, 2, 50)


def lagrange(state, force):
    """M(q) q̈ = f(q, q̇) of a cart and a uniform rod, solved as a linear system."""
    _, speed, angle, turn = state
    arm = POLE * HALF_LENGTH
    inertia = [[CART + POLE, arm * np.cos(angle)], [arm * np.cos(angle), 4 / 3 * arm * HALF_LENGTH]]
    forces = [
        force + arm * turn**2 * np.sin(angle) - CART_FRICTION * np.sign(speed),
        arm * GRAVITY * np.sin(angle) - POLE_FRICTION * turn,
    ]
    return np.linalg.solve(inertia, forces)


def test_it_moves_as_lagrange_says():
    ours = np.stack(accelerations(STATES, FORCE * (2.0 * PUSHES - 1)), -1)
    true = [lagrange(state, FORCE if push else -FORCE) for state, push in zip(STATES, PUSHES, strict=True)]
    np.testing.assert_allclose(ours, true, rtol=1e-10)


def test_a_tick_is_a_step_of_eulers_method():
    after = moved(STATES, PUSHES)
    np.testing.assert_allclose(after[:, [0, 2]], STATES[:, [0, 2]] + TICK * STATES[:, [1, 3]], rtol=1e-12)
    cart, pole = accelerations(STATES, FORCE * (2.0 * PUSHES - 1))
    np.testing.assert_allclose((after[:, 1] - STATES[:, 1]) / TICK, cart, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose((after[:, 3] - STATES[:, 3]) / TICK, pole, rtol=1e-9, atol=1e-9)


def test_left_and_right_are_alike():
    np.testing.assert_allclose(moved(-STATES, 1 - PUSHES), -moved(STATES, PUSHES), rtol=1e-12)


@pytest.mark.parametrize(
    ("state", "fallen"),
    [
        ([TRACK - 0.01, 9, 0, 9], False),
        ([-TRACK - 0.01, 0, 0, 0], True),
        ([0, 0, LEAN + 0.001, 0], True),
        ([0] * 4, False),
    ],
)
def test_when_it_has_fallen(state, fallen):
    assert has_fallen(np.array(state)) == fallen


def test_a_frame_shows_place_angle_and_last_push_or_the_push_alone():
    state = np.array([[TRACK / 2, 5.0, -LEAN / 4, 7.0]] * 2)
    frames = frame(state, np.array([0, 1]), np.array([True, False]))
    np.testing.assert_allclose(frames, [[0.5, -0.25, -1, 1], [0, 0, 1, 0]])


def balanced(policy, blackout=0.0, steps=500):
    start = starts(np.random.default_rng(0), 20)
    return roll_out(policy, start, blackout, 0, steps)


def test_the_expert_who_sees_all_never_falls():
    state = starts(np.random.default_rng(0), 20)
    for _ in range(500):
        state = moved(state, expert(state))
        assert not has_fallen(state).any()


def test_a_rollout_tells_what_happened():
    rollout = balanced(lambda frame: (frame[..., 1] > 0).astype(np.int64), blackout=0.3, steps=60)
    assert (rollout.states.shape, rollout.frames.shape, rollout.pushes.shape) == ((61, 20, 4), (60, 20, 4), (60, 20))
    for b in range(20):
        down = [t for t in range(60) if has_fallen(rollout.states[t + 1, b])]
        assert rollout.balanced[b] == (down[0] if down else 60)
        for t in range(int(rollout.balanced[b])):
            np.testing.assert_allclose(rollout.states[t + 1, b], moved(rollout.states[t, b], rollout.pushes[t, b]))
        assert (rollout.states[int(rollout.balanced[b]) + 1 :, b] == rollout.states[-1, b]).all(), "it lies still"
    arrives = rollout.frames[..., 3]
    assert 0.6 < arrives.mean() < 0.8
    assert not rollout.frames[arrives == 0][:, :2].any()


def test_the_same_seed_gives_the_same_blackouts_to_all():
    one, other = (balanced(lambda frame, p=p: np.full(frame.shape[:-1], p), 0.5, 30).frames[..., 3] for p in (0, 1))
    np.testing.assert_array_equal(one, other)
