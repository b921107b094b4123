"""Whether what a cell reads decides how much an input counts: what gates are for, measured on new networks."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from gruviz.comparison.spread import Spread
from gruviz.engine.cells import LINEAR, find_cell
from gruviz.engine.gradients import gradient_flow
from gruviz.engine.initialisation import init_weights
from gruviz.engine.recording import record

NEWER = LINEAR
"""The cells of the papers since 2023 that are linear in their state."""
OLDER = ("gru", "lstm")
"""Drawn beside them."""
LAG, SEQUENCES, INPUT_SIZE = 10, 64, 8
"""How many steps back the input lies, how many sequences of noise are read, and D."""
ROUNDING = 1e-9
"""What differs by less between sequences, relatively, does not differ."""


class Selection(NamedTuple):
    """How much an input some steps back counts, over what else is read.

    Args:
        cell: Registry key.
        counts: ‖∂L/∂x_t‖ over sequences, relative to its median in each network.
        reads_state: Whether any of its weights reads the state.
        seeds: How many networks.
    """

    cell: str
    counts: Spread
    reads_state: bool
    seeds: int

    @property
    def selects(self) -> bool:
        """Whether it depends on what is read."""
        return self.counts.upper - self.counts.lower > ROUNDING


@lru_cache(maxsize=256)
def measure_selection(cell: str, *, hidden_size: int = 16, seeds: int = 4, seed: int = 0) -> Selection:
    """Read many sequences with new networks and send the same gradient back through each.

    Args:
        cell: Registry key.
        hidden_size: H.
        seeds: How many networks.
        seed: Of weights and noise.

    Raises:
        GruvizError: If an argument is out of range.
    """
    weights = init_weights(cell, input_size=INPUT_SIZE, hidden_size=hidden_size, seeds=seeds, seed=seed)
    noise = np.random.default_rng(seed).normal(size=(2 * LAG, SEQUENCES, INPUT_SIZE))
    run = record(cell, weights, noise)
    same = np.zeros((SEQUENCES, run.state.shape[-1]))
    same[:, :hidden_size] = 1 / np.sqrt(hidden_size)
    norms = gradient_flow(run, grad_final=same).input_norms[-1 - LAG]
    relative = norms / np.median(norms, axis=1, keepdims=True)
    return Selection(cell, Spread.of(relative.ravel()), bool(find_cell(cell).recurrent_blocks), seeds)
