"""Settings of an experiment: frozen, and valid once they exist."""

from dataclasses import dataclass

import numpy as np

from gruviz.arrays import Array
from gruviz.data.signals import SIGNALS, one_hot, series
from gruviz.engine.cells import CELLS, find_cell
from gruviz.engine.gradients import LOSSES
from gruviz.experiments.start import Start
from gruviz.validation import (
    InvalidShape,
    InvalidValue,
    check_array,
    check_choice,
    check_integer,
    check_memory,
    check_real,
)

INPUTS = (*SIGNALS, "text", "table", "raw")
PRECISIONS = ("float64", "float32")
SEQ_LEN, HIDDEN_SIZE, SEEDS, SCALE = (2, 500), (2, 128), (1, 32), (0.0, 10.0)
"""Ranges accepted by an experiment, both ends included."""


ONE_CELL = "Choose at least one cell."


@dataclass(frozen=True)
class Experiment(Start):
    """One comparison: every cell has equal inputs, seeds and weight distribution.

    Args:
        cells: Registry keys, in the order of the legend.
        reference: Also run each cell as PyTorch starts it, where that differs from these settings.
        seq_len: T; a shorter text or table is run to its end.
        hidden_size: H.
        seeds: E.
        seed: Root of all randomness.
        inputs: A generated or recorded signal, "text", "table" (each column standardised) or "raw" (a table as it is).
        scale: Factor on the inputs.
        text: Read one character per step when inputs is "text".
        table: Rows of numbers, one per step, when inputs is "table" or "raw".
        scheme, gain, update_bias, forget_bias, chrono: The start of every cell, see `Start`.
        precision: Floating type of the run.
        loss: Where the loss reads the state.

    Raises:
        GruvizError: If a setting is out of range, or the whole would need too much memory.
    """

    cells: tuple[str, ...] = ("rnn", "gru")
    reference: bool = True
    seq_len: int = 50
    hidden_size: int = 32
    seeds: int = 16
    seed: int = 0
    inputs: str = "noise"
    scale: float = 1.0
    text: str = ""
    table: tuple[tuple[float, ...], ...] = ()
    precision: str = "float64"
    loss: str = "last"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.cells:
            raise InvalidValue("cells", "none", "choose at least one of " + ", ".join(CELLS), ONE_CELL)
        for cell in self.cells:
            find_cell(cell, "cells")
        if len(set(self.cells)) < len(self.cells):
            raise InvalidValue("cells", self.cells, "each cell once")
        check_integer("seq_len", self.seq_len, *SEQ_LEN)
        check_integer("hidden_size", self.hidden_size, *HIDDEN_SIZE)
        check_integer("seeds", self.seeds, *SEEDS)
        check_integer("seed", self.seed, 0, 2**31 - 1)
        check_choice("inputs", self.inputs, INPUTS)
        check_real("scale", self.scale, *SCALE)
        check_choice("precision", self.precision, PRECISIONS)
        check_choice("loss", self.loss, LOSSES)
        if self.inputs == "text":
            one_hot(self.text, self.seq_len)
        if self.inputs in ("table", "raw"):
            if len(self.table) < 2:
                raise InvalidShape("table", f"{len(self.table)} row(s)", "at least two rows of numbers")
            check_array("table", self.table, ("rows", "columns"))
        self._check_memory()

    def make_inputs(self) -> Array:
        """(T, 1, D) in float64, scaled."""
        if self.inputs == "text":
            signal = one_hot(self.text, self.seq_len)
        elif self.inputs == "table":
            signal = series(self.table, self.seq_len)
        elif self.inputs == "raw":
            signal = np.array(self.table, dtype=np.float64)[: self.seq_len, None]
        else:
            signal = SIGNALS[self.inputs](self.seq_len, self.seed)
        return self.scale * signal

    def weight_settings(self, cell: str) -> dict[str, object]:
        """Keywords of `init_weights` that apply to this cell, leaving out what equals PyTorch's default."""
        return self.settings_for(cell, self.seq_len)

    def _check_memory(self) -> None:
        runs = 2 if self.reference else 1
        kinds = [find_cell(cell) for cell in self.cells]
        arrays = sum(2 * len(kind.state_names) + 2 * len(kind.block_names) for kind in kinds)
        numbers = float(runs * arrays * (self.seq_len + 1) * self.seeds * self.hidden_size)
        check_memory("seeds", numbers, np.dtype(self.precision).itemsize, "use fewer steps, units, seeds or cells")
