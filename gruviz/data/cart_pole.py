"""A pole on a cart, simulated: the equations of motion, the frames of a camera, and policies that push.

A state is (x, ẋ, θ, θ̇): metres, metres a second, radians from upright, radians a second. All arrays may have leading
axes. It is a simulation, not a recording of a machine.

Reference:
    Barto, Sutton & Anderson 1983, IEEE Transactions on Systems, Man, and Cybernetics 13(5), with its constants.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array

GRAVITY, CART, POLE, HALF_LENGTH = 9.8, 1.0, 0.1, 0.5
CART_FRICTION, POLE_FRICTION = 0.0005, 0.000002
FORCE, TICK = 10.0, 0.02
"""Newtons of a push, and seconds between two."""
TRACK, LEAN = 2.4, np.radians(12)
"""Beyond these, in metres and radians, it has fallen."""
GAINS = np.array([0.5, 1.0, 10.0, 2.0])
"""The expert pushes towards the sign of this linear function of the whole state."""
WORLD_SIZE = 4
"""Numbers in a frame."""

Policy = Callable[[Array], NDArray[np.int64]]
"""What a frame (…, 4) asks for: 0 pushes left, 1 right."""


@dataclass(frozen=True, eq=False)
class Rollout:
    """Attempts to balance; N steps, and further axes … in all arrays.

    Args:
        states: Before each step and after the last, (N+1, …, 4); it no longer changes once it has fallen.
        frames: What the policy read, (N, …, 4).
        pushes: 0 for left, 1 for right, (N, …).
        balanced: Steps until it fell, or N, (…).
    """

    states: Array
    frames: Array
    pushes: NDArray[np.int64]
    balanced: NDArray[np.int64]


def accelerations(state: Array, force: Array) -> tuple[Array, Array]:
    """ẍ and θ̈."""
    _, speed, angle, turn = np.moveaxis(state, -1, 0)
    sin, cos, mass = np.sin(angle), np.cos(angle), CART + POLE
    friction = CART_FRICTION * np.sign(speed)
    pushed = (force + POLE * HALF_LENGTH * turn**2 * sin - friction) / mass
    lever = HALF_LENGTH * (4 / 3 - POLE * cos**2 / mass)
    turning = (GRAVITY * sin - cos * pushed - POLE_FRICTION * turn / (POLE * HALF_LENGTH)) / lever
    return pushed - POLE * HALF_LENGTH * turning * cos / mass, turning


def moved(state: Array, push: NDArray[np.int64]) -> Array:
    """The state a tick later, by Euler's method."""
    cart, pole = accelerations(state, FORCE * (2 * push - 1))
    return state + TICK * np.stack([state[..., 1], cart, state[..., 3], pole], -1)


def has_fallen(state: Array) -> NDArray[np.bool_]:
    """Whether it has left the track or leans too far."""
    return (np.abs(state[..., 0]) > TRACK) | (np.abs(state[..., 2]) > LEAN)


def expert(state: Array) -> NDArray[np.int64]:
    """The push of a policy that knows the whole state, also how fast it changes."""
    return (state @ GAINS > 0).astype(np.int64)


def frame(state: Array, push: NDArray[np.int64], arrives: NDArray[np.bool_]) -> Array:
    """Place, angle, the last push as −1 or 1, and 1; of a frame that does not arrive, only the push."""
    place, angle = state[..., 0] / TRACK, state[..., 2] / LEAN
    whole = np.stack([place, angle, 2.0 * push - 1, np.ones_like(place)], -1)
    return np.where(arrives[..., None], whole, whole * [0, 0, 1, 0]).astype(np.float32)


def starts(rng: np.random.Generator, count: int, spread: float = 0.05) -> Array:
    """States near upright, (count, 4)."""
    return rng.uniform(-spread, spread, (count, WORLD_SIZE))


def roll_out(policy: Policy, start: Array, blackout: float, seed: int, steps: int) -> Rollout:
    """Let a policy balance that reads frames only.

    Args:
        policy: Asked once a tick, in order, so that it may remember.
        start: (…, 4).
        blackout: Share of frames missing; attempts that differ only in axes before the last miss equal ones.
        seed: Decides which.
        steps: N.
    """
    rng = np.random.default_rng([seed, 0, 8])
    state, push, fallen = start, np.ones(start.shape[:-1], np.int64), np.zeros(start.shape[:-1], np.bool_)
    states, frames, pushes, balanced = [start], [], [], np.zeros(start.shape[:-1], np.int64)
    for _ in range(steps):
        arrives = np.broadcast_to(rng.random(start.shape[-2]) >= blackout, fallen.shape)
        frames.append(frame(state, push, arrives))
        push = policy(frames[-1])
        state = np.where(fallen[..., None], state, moved(state, push))
        fallen = fallen | has_fallen(state)
        balanced = balanced + ~fallen
        states.append(state)
        pushes.append(push)
    return Rollout(np.stack(states), np.stack(frames), np.stack(pushes), balanced)
