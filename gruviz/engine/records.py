"""What a run is made of and what it records: frozen records of NumPy arrays.

Dimension letters, here and everywhere: T steps, E seeds run side by side (the ensemble), B sequences,
D inputs, H hidden units, S state size (H, or 2H for an LSTM: h then c), G blocks of weights (one per gate), R of which
read the state.
Time comes first. Steps are counted 1 … T as in the formulas; row 0 of a state array is the initial state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from gruviz.arrays import Array, Mask
from gruviz.engine.breakdown import Breakdown, find_breakdown
from gruviz.engine.weights import Weights


@dataclass(frozen=True)
class Clamp:
    """Hold a gate at a value; as a constant it passes no gradient.

    Args:
        gate: Gate symbol, one of the cell's `gate_names`.
        value: The value to hold, within the gate's range.
        first: First step held, counted from 1.
        last: Last step held, inclusive; None is the last step of the run.
        units: Indices of the units held, counted from 0; None is all of them.
    """

    gate: str
    value: float
    first: int = 1
    last: int | None = None
    units: tuple[int, ...] | None = None


@dataclass(frozen=True, eq=False)
class Start:
    """Begin a step from another state than the one before it, as training loops do where an episode has ended.

    No gradient goes back through that step of those sequences. With the very state before it, it is a way back that is
    cut for some sequences only.

    Args:
        step: Counted from 1.
        state: Of the sequences named, (B', S) or (E, B', S). An LSTM's is h then c.
        sequences: Indices of those that begin anew, counted from 0; None is all of them.
    """

    step: int
    state: ArrayLike
    sequences: tuple[int, ...] | None = None

    @property
    def where(self) -> slice | list[int]:
        """An index of the sequences."""
        return slice(None) if self.sequences is None else list(self.sequences)


@dataclass(frozen=True, eq=False)
class Recording:
    """One run of a cell over a batch of sequences, with every state and gate.

    Args:
        weights: The weights that ran; `weights.cell` names the cell.
        inputs: (T, B, D), or (T, E, B, D) where each seed has its own.
        state: All states side by side, (T+1, E, B, S); row 0 is the initial state.
        states: Each state of `state` by name, (T+1, E, B, H).
        gates: Gate activations by symbol, each (T, E, B, H); row t-1 belongs to step t.
        held: Where a clamp held a gate, by symbol, each (T, 1, 1, H) of bool; absent if never.
        starts: Where steps start from another state than the one before them, in order; a later one wins.
        beside: How many seeds in a row make a run of their own, beside which the others run only to save time; None is
            all of them. What is decided for a whole run, such as how to round, is decided for each of these alone.
    """

    weights: Weights
    inputs: Array
    state: Array
    states: Mapping[str, Array]
    gates: Mapping[str, Array]
    held: Mapping[str, Mask]
    starts: tuple[Start, ...] = ()
    beside: int | None = None

    def __repr__(self) -> str:
        return (
            f"Recording({self.cell}: T={self.seq_len}, B={self.batch_size}, {self.weights.sizes}, {self.state.dtype})"
        )

    @property
    def cell(self) -> str:
        """Registry key of the cell that ran."""
        return self.weights.cell

    @property
    def seq_len(self) -> int:
        """T."""
        return int(self.inputs.shape[0])

    @property
    def seeds(self) -> int:
        """E."""
        return self.weights.seeds

    @property
    def batch_size(self) -> int:
        """B."""
        return int(self.state.shape[2])

    @property
    def hidden_size(self) -> int:
        """H."""
        return self.weights.hidden_size

    @cached_property
    def anew(self) -> Mask | None:
        """Which steps of which sequences do not start from the state before them, (T, B); None where all do."""
        if not self.starts:
            return None
        mask = np.zeros((self.seq_len, self.batch_size), np.bool_)
        for start in self.starts:
            mask[start.step - 1, start.where] = True
        return mask

    @property
    def resets(self) -> tuple[int, ...]:
        """Steps that all sequences start from zeros in place of the state before them, counted from 1."""
        whole = {start.step: not np.any(start.state) for start in self.starts if start.sequences is None}
        return tuple(step for step, from_zeros in sorted(whole.items()) if from_zeros)

    @cached_property
    def breakdown(self) -> Breakdown | None:
        """The first state that is no number; None where all are, as they should be."""
        return find_breakdown(self.state, self.hidden_size)
