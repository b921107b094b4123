"""How far back each cell remembers, from the start of a library and from the best start known for it."""

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

STARTS: tuple[Mapping[str, Any], ...] = (
    {},
    {"scheme": "orthogonal"},
    {"update_bias": -4.0},
    {"forget_bias": 3.0},
    {"chrono": True},
)
"""Settings of an experiment that are tried for every cell that takes them; the first is a library's own start."""
BIASES = tuple(np.arange(-7.0, 2.01, 0.5).tolist())
"""Update-gate biases between which carrying and writing are weighed."""


@dataclass(frozen=True)
class Memory:
    """How far back the gradient of one cell reaches from one start.

    Args:
        cell: Registry key.
        label: Cell and start in words.
        is_default: Whether this is how a library starts it.
        seq_len: T, beyond which nothing was measured.
        half_life: Steps back after which half of the gradient is left, over seeds; at most T.
        horizon: Steps back that still get at least 1% of it, over seeds; at most T.
        seeds: How many.
    """

    cell: str
    label: str
    is_default: bool
    seq_len: int
    half_life: Spread
    horizon: Spread
    seeds: int

    def words(self, measure: str) -> str:
        """The median of "half_life" or "horizon" in words; one that reaches the end may be longer."""
        median = getattr(self, measure).median
        return f"{steps(median)} or more" if median >= self.seq_len else steps(median)


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
    """Measure every cell from every start that it takes.

    Args:
        base: Cells, lengths and seeds, with the library's own start.
        on_run: Called before each run with how many are done and how many there will be.
    """
    plan = [
        replace(base, cells=(cell,), reference=False, **start)
        for cell in base.cells
        for start in STARTS
        if not start or replace(base, **start).weight_settings(cell)
    ]
    results = []
    for done, experiment in enumerate(plan):
        on_run(done, len(plan))
        results.append(_memory(experiment))
    return results


def best_start(starts: list[Memory], cell: str) -> Memory:
    """The start from which a cell remembers longest; of equal horizons the one of the longer half-life."""
    return max((one for one in starts if one.cell == cell), key=lambda one: (one.horizon.median, one.half_life.median))


def library_start(starts: list[Memory], cell: str) -> Memory:
    """A cell as a library starts it."""
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


@lru_cache(maxsize=256)
def _memory(experiment: Experiment) -> Memory:
    [run] = run_experiment(experiment)
    T = run.flow.recording.seq_len
    decays = [run.flow.decay(member=seed) for seed in range(experiment.seeds)]
    return Memory(
        run.cell,
        run.label,
        not experiment.weight_settings(run.cell),
        T,
        Spread.of(decay.bounded_half_life for decay in decays),
        Spread.of(decay.horizon for decay in decays),
        experiment.seeds,
    )
