"""How far back each cell remembers, as PyTorch starts it and from the best start of those tried."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from gruviz.arrays import Array, frozen
from gruviz.comparison.spread import Spread
from gruviz.engine.cells import find_cell
from gruviz.experiments.run import run_experiment, unheard
from gruviz.experiments.settings import Experiment
from gruviz.validation import InvalidValue
from gruviz.wording import steps

Starts = tuple[Mapping[str, Any], ...]
STARTS: Starts = (
    {},
    *({"scheme": "orthogonal", "gain": gain} for gain in (1.0, 1.2, 1.3, 1.4, 1.45, 1.5)),
    {"scheme": "identity"},
    *({"update_bias": bias} for bias in (-2.0, -4.0, -6.0)),
    *({"forget_bias": bias} for bias in (1.0, 3.0, 5.0)),
    {"chrono": True},
)
"""Settings of an experiment that are tried for every cell that takes them; the first is PyTorch's own start. What is
tuned is the gain of a cell without gates and the bias of a gate that keeps.

Reference:
    Saxe, McClelland & Ganguli 2013, arXiv:1312.6120 (orthogonal, with a gain above 1 for tanh);
    Le, Jaitly & Hinton 2015, arXiv:1504.00941 (identity); Tallec & Ollivier 2018, arXiv:1804.11188 (chrono).
"""
TUNING = 1_000_003
"""Added to the seed for the networks and inputs on which the best start is chosen: others than those reported."""
HALF, HEARD = 0.5, 0.01
"""Shares of the gradient at the half-life and at the horizon."""
GROWTH_LIMIT = 10.0
"""A start from which the gradient of a quarter of the networks grows more than so many times explodes: never best."""
BIASES = tuple(np.arange(-7.0, 2.01, 0.5).tolist())
"""Update-gate biases between which carrying and writing are weighed."""


@dataclass(frozen=True)
class Memory:
    """How far back the gradient of one cell reaches from one start.

    Counted from one step before the loss: a loss that reads an LSTM's h goes once through its last output gate, which
    says nothing about how long c lasts.

    Args:
        cell: Registry key.
        label: Cell and start in words.
        is_default: Whether this is how PyTorch starts it.
        is_best: Whether its half-life was the longest on the networks on which starts are chosen.
        reach: Steps that were followed, T − 1; nothing longer was measured.
        half_life: Steps until half of the gradient is left for the first time, over seeds; at most `reach`.
        horizon: Steps until 1% of it is left for the first time, over seeds; at most `reach`.
        growth: Largest size of the gradient on its way relative to where counting begins, over seeds.
        seeds: How many.
    """

    cell: str
    label: str
    is_default: bool
    is_best: bool
    reach: int
    half_life: Spread
    horizon: Spread
    growth: Spread
    seeds: int

    def words(self, measure: str) -> str:
        """The median of "half_life" or "horizon" in words; one that reaches the end may be longer."""
        median = steps(getattr(self, measure).median)
        return f"{median} or more" if self.lasts(measure) else median

    def lasts(self, measure: str) -> bool:
        """Whether the median reaches the end of what was measured."""
        return bool(getattr(self, measure).median >= self.reach)


@dataclass(frozen=True, eq=False)
class Carry:
    """What one step's input still counts at the loss, by update-gate bias.

    Args:
        biases: Centres of the update gate's bias, (N,), rising.
        norms: ‖∂L/∂x_t‖ for a loss of unit gradient, medians over seeds, (N, T); column k is k steps before the loss.
        seeds: How many.
    """

    biases: Array
    norms: Array
    seeds: int

    def best_bias(self, lag: int) -> float:
        """The bias with which an input that many steps back counts most."""
        return float(self.biases[int(self.norms[:, lag].argmax())])

    def at(self, bias: float, lag: int) -> float:
        """The norm at one of the biases."""
        return float(self.norms[int(np.flatnonzero(self.biases == bias)[0]), lag])


def memories(base: Experiment, *, on_run: Callable[[int, int], None] = unheard) -> list[Memory]:
    """Measure every cell from every start that it takes, and choose each cell's best on other seeds and inputs.

    The best is the one of the longest half-life of those from which no gradient explodes.

    Args:
        base: Cells, lengths and seeds, with PyTorch's own start.
        on_run: Called before each run with how many are done and how many there will be.
    """
    plans = {cell: _starts(base, cell) for cell in base.cells}
    total, done, results = 2 * sum(map(len, plans.values())), 0, []
    for plan in plans.values():
        found = []
        for experiment in [*map(_tuning, plan), *plan]:
            on_run(done, total)
            found.append(_memory(experiment))
            done += 1
        chosen = longest(found[: len(plan)])
        results += [replace(one, is_best=i == chosen) for i, one in enumerate(found[len(plan) :])]
    return results


def longest(starts: list[Memory]) -> int:
    """Place of the start of the longest half-life, of equals of the steadiest; the first if the others explode."""
    steady = [i for i, one in enumerate(starts) if one.growth.upper <= GROWTH_LIMIT] or [0]
    return max(steady, key=lambda i: (starts[i].half_life.median, starts[i].half_life.lower, -starts[i].growth.upper))


def best_start(starts: list[Memory], cell: str) -> Memory:
    """A cell from the start that was chosen for it."""
    return next(one for one in starts if one.cell == cell and one.is_best)


def default_start(starts: list[Memory], cell: str) -> Memory:
    """A cell as PyTorch starts it."""
    return next(one for one in starts if one.cell == cell and one.is_default)


@lru_cache(maxsize=16)
def carry_by_lag(base: Experiment, cell: str = "gru") -> Carry:
    """Measure, by bias of the update gate, how much an input counts that lies some steps back.

    Args:
        base: Lengths and seeds.
        cell: A cell with an update gate.

    Raises:
        GruvizError: If the cell has none.
    """
    if find_cell(cell).update_block is None:
        raise InvalidValue("cell", cell, "a cell with an update gate, such as gru")
    norms = []
    for bias in BIASES:
        [run] = run_experiment(replace(base, cells=(cell,), reference=False, update_bias=bias))
        by_step = run.flow.input_norms
        norms.append(np.median(by_step.reshape(len(by_step), -1), axis=1)[::-1])
    return Carry(frozen(np.array(BIASES)), frozen(np.array(norms)), base.seeds)


def _starts(base: Experiment, cell: str) -> list[Experiment]:
    """An experiment for every start that is tried for a cell: a gain where there is no gate to bias."""
    kind, alone = find_cell(cell), replace(base, cells=(cell,), reference=False)
    is_gated = kind.update_block is not None or kind.forget_block is not None
    plan = [replace(alone, **start) for start in STARTS if not (is_gated and start.get("gain", 1.0) != 1.0)]
    return [one for i, one in enumerate(plan) if i == 0 or one.weight_settings(cell)]


def _tuning(experiment: Experiment) -> Experiment:
    return replace(experiment, seed=(experiment.seed + TUNING) % 2**31)


@lru_cache(maxsize=1024)
def _memory(experiment: Experiment) -> Memory:
    [run] = run_experiment(experiment)
    back = run.flow.norms["state"][-2::-1].reshape(run.flow.recording.seq_len, -1)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratios = np.nan_to_num(back / back[0], nan=0.0, posinf=1e300)
    return Memory(
        cell=run.cell,
        label=run.label,
        is_default=not experiment.weight_settings(run.cell),
        is_best=False,
        reach=len(ratios) - 1,
        half_life=Spread.of(first_below(seed, HALF) for seed in ratios.T),
        horizon=Spread.of(first_below(seed, HEARD) for seed in ratios.T),
        growth=Spread.of(ratios.max(axis=0)),
        seeds=experiment.seeds,
    )


def first_below(ratios: Array, share: float) -> float:
    """Steps until a gradient has first shrunk to a share of its beginning, between two steps on a log scale.

    Args:
        ratios: Size by step, (N,), first where counting begins.
        share: Between 0 and 1.

    Returns:
        N − 1 where it never is so small.
    """
    below = np.flatnonzero(ratios <= share)
    if not len(below):
        return len(ratios) - 1
    k = int(below[0])
    if k == 0 or ratios[k] == 0:
        return max(0, k - 1)
    return k - math.log(share / ratios[k]) / math.log(ratios[k - 1] / ratios[k])
