"""Balance a pole on a cart that is seen now and then, by imitating someone who sees everything."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from gruviz.arrays import Array
from gruviz.data.cart_pole import (
    WORLD_SIZE,
    Policy,
    Rollout,
    expert,
    frame,
    has_fallen,
    moved,
    roll_out,
    starts,
)
from gruviz.engine.recording import record
from gruviz.networks.network import Network, Pass
from gruviz.tasks.base import Batch
from gruviz.tasks.examples import Examples, Split
from gruviz.tasks.metrics import Targets, best_first
from gruviz.tasks.observer import Observer
from gruviz.validation import check_real

TICKS = 200
"""Length of a demonstration."""
DEMONSTRATIONS, JUDGED = 1000, 128
"""How many are learned from, and how many are held out."""
SLIPS = 0.25
"""Share of the expert's pushes that are made at random, so that recovering from a mistake is shown as well."""
SPREAD = 0.2
"""Largest deviation from upright at the start of a demonstration."""
OBSERVER = "observer that knows the physics"
"""The rule that is told how carts and poles move."""
LINEAR = "present frame, linear"
"""The best of the rules that see one frame at a time."""
ATTEMPTS, LONGEST = 20, 500
"""Attempts that the metric is a mean of, and steps after which one counts as balanced."""


@dataclass(frozen=True)
class Balancing(Examples):
    """Push the cart left or right.

    Args:
        blackout: Share of the frames that are missing.

    Raises:
        GruvizError: If that is not from 0 to 0.95.
    """

    blackout: float = 0.7

    key = "balancing"
    title = "A pole on a cart, half seen"
    text = (
        "A simulated cart-pole (Barto, Sutton & Anderson 1983). Fifty times a second the network pushes the cart left "
        "or right, and sees place and angle only, not how fast they change, and even those only in some frames: in the "
        "others just its own last push. It learns from an expert who sees everything, and is then left alone for up "
        "to 500 steps, ten seconds."
    )
    metric = "steps balanced"
    input_size = WORLD_SIZE
    output_size = 2
    lengths = (1, TICKS)
    default_length = 100
    default_steps = 600
    solved_at = 475.0

    def __post_init__(self) -> None:
        check_real("blackout", self.blackout, 0.0, 0.95)

    def _split(self, length: int) -> Split:
        return Split(_demonstrations(self.blackout, DEMONSTRATIONS, 0), _demonstrations(self.blackout, JUDGED, 1))

    def _draw(self, rng: np.random.Generator, batch_size: int, length: int) -> Batch:
        """Stretches of demonstrations, from anywhere."""
        return _stretches(rng, self.split(length).training, batch_size, length)

    def held_out(self, rng: np.random.Generator, most: int, length: int) -> Batch:
        return _stretches(np.random.default_rng([0, 0, 7]), self.split(length).held_out, min(most, JUDGED), length)

    def measure(self, passed: Pass, targets: Targets) -> Array:
        """Steps that each network balances by itself; one that was shown single frames does not remember."""
        return attempt(passed.network, self.blackout, remembers=len(targets) > 1).balanced.mean(-1)

    def baselines(self, length: int) -> Mapping[str, float]:
        """An observer that is told the physics; the sign of a linear map of the present frame; pushes at random."""
        coin = np.random.default_rng([0, 0, 9])
        policies: dict[str, Policy] = {
            OBSERVER: Observer(),
            LINEAR: linear_rule(self.blackout),
            "pushes at random": lambda frame: coin.integers(0, 2, frame.shape[:-1]),
        }
        return best_first({name: _balanced(policy, self.blackout) for name, policy in policies.items()}, self.metric)


def attempt(
    network: Network,
    blackout: float,
    *,
    remembers: bool = True,
    seed: int = 0,
    attempts: int = ATTEMPTS,
    steps: int = LONGEST,
) -> Rollout:
    """Let E networks balance by themselves, all from the same starts and with the same blackouts.

    Args:
        network: Of E seeds.
        blackout: Share of the frames that are missing.
        remembers: Whether the state is kept from one step to the next.
        seed: Of starts and blackouts.
        attempts: B.
        steps: N, after which it ends.

    Returns:
        Arrays with the axes E and B.
    """
    seeds = network.weights.seeds
    worlds = np.broadcast_to(starts(np.random.default_rng([seed, 0, 7]), attempts), (seeds, attempts, WORLD_SIZE))
    return roll_out(_policy(network, remembers), worlds, blackout, seed, steps)


def ruled(policy: Policy, blackout: float, seed: int = 0) -> Rollout:
    """Let a rule balance from the starts and with the blackouts of `attempt`; arrays with the axis B."""
    worlds = starts(np.random.default_rng([seed, 0, 7]), ATTEMPTS)
    return roll_out(policy, worlds, blackout, seed, LONGEST)


def _policy(network: Network, remembers: bool) -> Policy:
    state: list[Array] = []

    def push(frames: Array) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        before = state[-1] if state and remembers else None
        recording = record(network.weights.cell, network.weights, frames[None], initial_state=before)
        state[:] = [recording.state[-1]]
        return network.read(recording.states["h"][-1]).argmax(-1)

    return push


def _balanced(policy: Policy, blackout: float) -> float:
    return float(ruled(policy, blackout).balanced.mean())


def linear_rule(blackout: float = Balancing.blackout) -> Policy:
    """The rule `LINEAR`, for the darkness of the demonstrations that it was fitted to."""
    gains = frame_gains(blackout)
    return lambda frame: (frame @ gains > 0).astype(np.int64)


@lru_cache(maxsize=8)
def frame_gains(blackout: float) -> Array:
    """The linear map of a frame, (4,), whose sign is nearest to the expert's push, over all demonstrations."""
    inputs, targets = _demonstrations(blackout, DEMONSTRATIONS, 0)
    frames = inputs.reshape(-1, WORLD_SIZE).astype(np.float64)
    return np.linalg.lstsq(frames, 2.0 * targets.reshape(-1) - 1, rcond=None)[0]


@lru_cache(maxsize=8)
def _demonstrations(blackout: float, count: int, part: int) -> Batch:
    """An expert at work who now and then slips: frames, (TICKS, count, 4), and what he would do, (TICKS, count)."""
    rng = np.random.default_rng([part, 0, 7])
    state, push = starts(rng, count, SPREAD), np.ones(count, np.int64)
    frames, pushes = [], []
    for _ in range(TICKS):
        frames.append(frame(state, push, rng.random(count) >= blackout))
        pushes.append(expert(state))
        push = np.where(rng.random(count) < SLIPS, rng.integers(0, 2, count), pushes[-1])
        state = moved(state, push)
        state = np.where(has_fallen(state)[:, None], starts(rng, count, SPREAD), state)
    return Batch(np.stack(frames), np.stack(pushes))


def _stretches(rng: np.random.Generator, batch: Batch, count: int, length: int) -> Batch:
    sequences = rng.integers(0, batch.inputs.shape[1], count)
    steps = rng.integers(0, TICKS - length + 1, count) + np.arange(length)[:, None]
    return Batch(batch.inputs[steps, sequences], batch.targets[steps, sequences])
