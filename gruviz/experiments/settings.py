"""Settings of an experiment: frozen, and valid once they exist."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from gruviz.arrays import Array
from gruviz.data.signals import SIGNALS, one_hot, series
from gruviz.engine.cells import CELLS, find_cell
from gruviz.engine.gradients import LOSSES
from gruviz.engine.initialisation import SCHEMES
from gruviz.tasks import Task, find_task
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
SEQ_LEN, HIDDEN_SIZE, SEEDS, SCALE, GAIN, GATE_BIAS = (
    (2, 500),
    (2, 128),
    (1, 32),
    (0.0, 10.0),
    (0.0, 4.0),
    (-10.0, 10.0),
)
"""Ranges accepted by an experiment, both ends included."""


@dataclass(frozen=True)
class Experiment:
    """One comparison: the same inputs, seeds and weight distribution for every cell.

    Args:
        cells: Registry keys, in the order of the legend.
        reference: Also run each cell as a library starts it, where that differs from these settings.
        seq_len: T; a shorter text or table is run to its end.
        hidden_size: H.
        seeds: E.
        seed: Root of all randomness.
        inputs: A generated or recorded signal, "text", "table" (each column standardised) or "raw" (a table as it is).
        scale: Factor on the inputs.
        text: Read one character per step when inputs is "text".
        table: Rows of numbers, one per step, when inputs is "table" or "raw".
        scheme: How the recurrent weights are drawn.
        gain: Factor on the recurrent weights.
        update_bias: Centre of the update gate's bias, for cells that have one.
        forget_bias: Centre of the forget gate's bias, for cells that have one.
        chrono: Spread the time constants of gated cells over 1 … T-1 instead of using the two biases.
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
    scheme: str = "default"
    gain: float = 1.0
    update_bias: float = 0.0
    forget_bias: float = 0.0
    chrono: bool = False
    precision: str = "float64"
    loss: str = "last"

    def __post_init__(self) -> None:
        if not self.cells:
            raise InvalidValue("cells", "none", "choose at least one of " + ", ".join(CELLS))
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
        check_choice("scheme", self.scheme, SCHEMES)
        check_real("gain", self.gain, *GAIN)
        check_real("update_bias", self.update_bias, *GATE_BIAS)
        check_real("forget_bias", self.forget_bias, *GATE_BIAS)
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
        """Keywords of `init_weights` that apply to this cell, leaving out what equals the library default."""
        return start_settings(
            cell, self.scheme, self.gain, self.update_bias, self.forget_bias, self.chrono, length=self.seq_len
        )

    def _check_memory(self) -> None:
        runs = 2 if self.reference else 1
        kinds = [find_cell(cell) for cell in self.cells]
        arrays = sum(2 * len(kind.state_names) + 2 * len(kind.block_names) for kind in kinds)
        numbers = float(runs * arrays * (self.seq_len + 1) * self.seeds * self.hidden_size)
        check_memory("seeds", numbers, np.dtype(self.precision).itemsize, "use fewer steps, units, seeds or cells")


def start_settings(
    cell: str, scheme: str, gain: float, update_bias: float, forget_bias: float, chrono: bool, *, length: int
) -> dict[str, object]:
    """Keywords of `init_weights` that apply to a cell, leaving out what equals the library default."""
    kind = find_cell(cell)
    settings: dict[str, object] = {"scheme": scheme, "gain": gain} if kind.recurrent_blocks else {}
    if chrono and kind.chrono_biases(np.zeros(1)):
        settings["chrono"] = max(3, length)
    elif update_bias and kind.update_block:
        settings["update_bias"] = update_bias
    elif forget_bias and kind.forget_block:
        settings["forget_bias"] = forget_bias
    return {name: value for name, value in settings.items() if DEFAULT_WEIGHTS.get(name) != value}


DEFAULT_WEIGHTS: Mapping[str, object] = {"scheme": "default", "gain": 1.0}
"""What a library starts with."""


@dataclass(frozen=True)
class Learner:
    """A cell that trains, and how it starts.

    Args:
        cell: Registry key.
        learning_rate: Of Adam.
        scheme: As in `Experiment`, like all that follow.
        gain: Factor on the recurrent weights.
        update_bias: Centre of the update gate's bias.
        forget_bias: Centre of the forget gate's bias.
        chrono: Spread the time constants of gated cells over 1 … T-1 instead.

    Raises:
        GruvizError: If a setting is out of range.
    """

    cell: str
    learning_rate: float = 0.01
    scheme: str = "default"
    gain: float = 1.0
    update_bias: float = 0.0
    forget_bias: float = 0.0
    chrono: bool = False

    def __post_init__(self) -> None:
        find_cell(self.cell)
        check_real("learning_rate", self.learning_rate, 1e-6, 10.0)
        check_choice("scheme", self.scheme, SCHEMES)
        check_real("gain", self.gain, *GAIN)
        check_real("update_bias", self.update_bias, *GATE_BIAS)
        check_real("forget_bias", self.forget_bias, *GATE_BIAS)

    def weight_settings(self, length: int) -> dict[str, object]:
        """Keywords of `init_weights` that apply, for sequences of a length."""
        start = (self.scheme, self.gain, self.update_bias, self.forget_bias, self.chrono)
        return start_settings(self.cell, *start, length=length)


@dataclass(frozen=True)
class TrainConfig:
    """One training: the same task, sequences and seeds for every learner.

    Args:
        task: Registry key, or a task with settings of its own.
        learners: At most 12: every named cell, and one of one's own.
        length: T, within the task's range.
        hidden_size: H.
        seeds: E, networks of each learner, trained together and clipped each on its own.
        batch_size: B.
        steps: Updates.
        clip: Largest norm of the gradient of a seed's parameters; None does not clip.
        truncation: Cut backpropagation every so many steps; None never does.
        seed: Root of all randomness.
        report_every: Updates between two events.
        schedule: How the learning rates change over the updates, a key of `SCHEDULES`.

    Raises:
        GruvizError: If a setting is out of range.
    """

    task: str | Task = "adding"
    learners: tuple[Learner, ...] = (Learner("rnn"), Learner("gru"), Learner("lstm"))
    length: int = 50
    hidden_size: int = 32
    seeds: int = 1
    batch_size: int = 32
    steps: int = 400
    clip: float | None = 1.0
    truncation: int | None = None
    seed: int = 0
    report_every: int = 10
    schedule: str = "constant"

    def __post_init__(self) -> None:
        task = find_task(self.task)
        if not 1 <= len(self.learners) <= 12:
            raise InvalidValue("learners", f"{len(self.learners)} of them", "from 1 to 12")
        for learner in self.learners:
            if not isinstance(learner, Learner):
                raise InvalidValue("learners", learner, "each a Learner")
        if len(set(self.learners)) < len(self.learners):
            raise InvalidValue("learners", self.learners, "each learner once")
        check_integer("length", self.length, *task.lengths)
        check_integer("hidden_size", self.hidden_size, *HIDDEN_SIZE)
        check_integer("seeds", self.seeds, *SEEDS)
        check_integer("batch_size", self.batch_size, 1, 256)
        check_integer("steps", self.steps, 1, 20_000)
        if self.clip is not None:
            check_real("clip", self.clip, 1e-3, 1e3)
        if self.truncation is not None:
            check_integer("truncation", self.truncation, 1, 500)
            if task.decodes:
                raise InvalidValue("truncation", self.truncation, f"None for the task {task.key}, which has a decoder")
        check_integer("seed", self.seed, 0, 2**31 - 1)
        check_integer("report_every", self.report_every, 1, 1000)
        check_choice("schedule", self.schedule, SCHEDULES)


def _one_cycle(part: float) -> float:
    rising = part < WARM_UP
    return 0.5 - 0.5 * math.cos(math.pi * (part / WARM_UP if rising else (1 - part) / (1 - WARM_UP)))


WARM_UP = 0.2
"""Part of a cycle in which the learning rate rises."""
SCHEDULES: Mapping[str, Callable[[float], float]] = {"constant": lambda part: 1.0, "one cycle": _one_cycle}
"""Factor on the learning rate after a part of all updates; one cycle goes from 0 to 1 and back, by half cosines.

Reference:
    Smith & Topin 2018, arXiv:1708.07120.
"""
