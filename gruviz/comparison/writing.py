"""How much a distant input can count if a gate that keeps more must write less: two rules for how much less.

One unit reads one input. With a share a of the state kept at every step, an input k steps back counts, by way of the
copy, as its weight times a^k. A GRU writes with what it does not keep, 1 − a; RG-LRU (De et al. 2024, arXiv:2402.19427)
writes with √(1 − a²), so that the state stays as large as its inputs.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array
from gruviz.comparison.single_units import single_units
from gruviz.engine.gradients import gradient_flow
from gruviz.engine.recording import record
from gruviz.engine.records import Clamp, Recording
from gruviz.validation import check_integer

MOST = 24
"""Lags at most that are run: so many networks side by side."""
SHARPNESS = 8.0
"""How much more slowly RG-LRU's gate keeps than its Λ says, where nothing holds it open."""


class Heard(NamedTuple):
    """What an input counts under one rule, by how many steps back it lies; the constant gate is the best for each.

    Args:
        kept: The share of the state that the gate keeps per step, (N,).
        formula: What the input then counts: its weight times kept^lag, (N,).
        measured: ‖∂h_T/∂x_t‖ in a run with this gate, (N,).
        part: What the input is of everything that the state has heard, in squares, (N,): 1 if nothing else counts.
    """

    kept: Array
    formula: Array
    measured: Array
    part: Array


class Writing(NamedTuple):
    """Both rules at some distances.

    Args:
        lags: Steps back, (N,), rising.
        by_rest: Written with 1 − a, as in a GRU: z (1 − z)^k.
        by_root: Written with √(1 − a²), as in RG-LRU.
    """

    lags: Array
    by_rest: Heard
    by_root: Heard

    @property
    def louder(self) -> Array:
        """How many times as much the input counts where √(1 − a²) writes it, each from its best gate, (N,)."""
        return self.by_root.measured / self.by_rest.measured

    @property
    def larger(self) -> Array:
        """How many times as large the state is if both keep what is best for 1 − a and read noise, (N,)."""
        kept = self.by_rest.kept
        return np.sqrt((1 + kept) / (1 - kept))


@lru_cache(maxsize=16)
def measure_writing(steps: int) -> Writing:
    """Run both rules over so many steps, with the gate that is best for each of some distances.

    z (1 − z)^k is largest at z = 1/(k+1), √(1 − a²) a^k at a² = k/(k+1).

    Args:
        steps: T, at least 2.

    Raises:
        GruvizError: If it is less.
    """
    far = check_integer("steps", steps, 2, 10_000) - 1
    lags = np.unique(np.append(np.geomspace(1, far, MOST).round(), middle(steps)))
    best = lags / (lags + 1)
    return Writing(
        lags,
        _heard(_weighted(best, steps), lags, best, lambda kept: 1 - kept),
        _heard(_rooted(np.sqrt(best), steps), lags, np.sqrt(best), lambda kept: np.sqrt(1 - kept**2)),
    )


def middle(steps: int) -> int:
    """The distance that words speak of: half of the way, one that is always among those measured."""
    return max(1, (steps - 1) // 2)


def _weighted(kept: Array, steps: int) -> Recording:
    """h ← a h + (1 − a) x, which is a minGRU with a gate that its bias alone sets."""
    weights = single_units("mingru", biases={"z": np.log((1 - kept) / kept)})
    return record("mingru", weights, np.zeros((steps, 1, 1)))


def _rooted(kept: Array, steps: int) -> Recording:
    """h ← a h + √(1 − a²) x, which is RG-LRU with both gates held open: Λ alone sets what it keeps."""
    weights = single_units("rg_lru", biases={}, constants={"Lambda": np.log(np.expm1(-np.log(kept) / SHARPNESS))})
    return record("rg_lru", weights, np.zeros((steps, 1, 1)), clamps=[Clamp("r", 1.0), Clamp("i", 1.0)])


def _heard(run: Recording, lags: Array, kept: Array, rule: Callable[[Array], Array]) -> Heard:
    back = gradient_flow(run, grad_final=np.ones((1, 1))).input_norms[::-1, :, 0]
    own = back[lags.astype(int), np.arange(len(lags))]
    return Heard(kept, rule(kept) * kept**lags, own, own**2 / (back**2).sum(0))
