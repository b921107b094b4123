"""What single units do with the past: how long they keep it, and which of them hold a value like a latch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.engine.cells import find_cell
from gruviz.engine.cells.base import spectral_radius
from gruviz.engine.linear_map import linearised
from gruviz.engine.norms import silent
from gruviz.engine.records import Recording
from gruviz.validation import check_integer

SET, STILL = 0.5, 0.1
"""A unit is latched while its state is at least `SET` from 0, keeps its sign and moves less than `STILL` a step."""


@dataclass(frozen=True, eq=False)
class UnitMemory:
    """The memory of each unit of one seed on one sequence.

    Args:
        time_constant: Steps after which 1/e of the state is left, from the product of the shares that the leak keeps,
            (H,); nan for a cell without a leak, inf for a unit that keeps everything.
        latched: First and last step of the longest time that a unit was latched, (H, 2); 0, -1 if it never was.
    """

    time_constant: Array
    latched: NDArray[np.int64]

    @property
    def durations(self) -> NDArray[np.int64]:
        """Steps for which each unit was latched, (H,)."""
        return self.latched[:, 1] - self.latched[:, 0] + 1

    @property
    def order(self) -> NDArray[np.int64]:
        """Units from the longest memory to the shortest: by time latched, then by time constant, (H,)."""
        constants = np.nan_to_num(self.time_constant, nan=0.0)
        return np.lexsort((np.arange(len(constants)), -constants, -self.durations))


def unit_memory(recording: Recording, *, member: int = 0, sequence: int = 0) -> UnitMemory:
    """Measure the memory of every unit.

    What the leak keeps is 1 − z in a GRU, f in an LSTM and |λ| in an LRU: of several states of a unit, the size of the
    largest eigenvalue of the matrix that takes them to the next step. Over many steps it keeps the product, so the time
    constant is -1 / ln(their geometric mean): one open gate among many shut ones costs the more the shorter it would
    keep alone. A step that keeps nothing at all, as a reset, ends a memory and has no rate; it is left out. What is
    latched is the state that is carried, the first of several: c in an LSTM, else mostly h.

    Args:
        recording: A run of any cell.
        member: Which seed.
        sequence: Which sequence.

    Raises:
        GruvizError: If the seed or the sequence does not exist.
    """
    check_integer("member", member, 0, recording.weights.seeds - 1)
    check_integer("sequence", sequence, 0, recording.batch_size - 1)
    name = (*find_cell(recording.cell).carried, "h")[0]
    carried = recording.states[name][:, member, sequence]
    return UnitMemory(_time_constants(recording, member, sequence), _longest(_latched(carried)))


def _time_constants(recording: Recording, member: int, sequence: int) -> Array:
    if find_cell(recording.cell).leak is None:
        return np.full(recording.weights.hidden_size, np.nan)
    leaks = _leaks(recording, member, sequence)
    kept = leaks > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(kept, np.log(leaks.astype(np.float64)), 0)
        constants = np.abs(kept.sum(0) / logs.sum(0))
    return np.where(kept.any(0), constants, 0.0)


def _leaks(recording: Recording, member: int, sequence: int) -> Array:
    """The share of its states that each unit keeps at each step, (T, H)."""
    cell, size = find_cell(recording.cell), recording.weights.hidden_size
    steps, count, rows = linearised(recording), len(cell.state_names), []
    for i in range(count):
        ones = np.zeros_like(recording.state[1:])
        ones[..., i * size : (i + 1) * size] = 1  # the leak is elementwise, so ones come back as the shares kept
        with silent():
            back = steps.adjoint(ones).paths[cell.leak or ""][:, member, sequence]
        rows.append(back.reshape(len(back), count, size).swapaxes(1, 2))
    matrices = np.stack(rows, axis=-2)
    return spectral_radius(np.where(np.isfinite(matrices), matrices, 0)) if count > 1 else matrices[..., 0, 0]


def _latched(states: Array) -> NDArray[np.bool_]:
    """Whether each unit is latched at each step, (T, H)."""
    with np.errstate(invalid="ignore"):
        before, after = states[:-1], states[1:]
        return (np.abs(after) >= SET) & (np.sign(after) == np.sign(before)) & (np.abs(after - before) < STILL)


def _longest(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """First and last step, counted from 1, of the longest run of each column, (H, 2)."""
    spans = np.tile(np.array([0, -1]), (flags.shape[1], 1))
    length = np.zeros(flags.shape[1], np.int64)
    for t, row in enumerate(flags, start=1):
        length = np.where(row, length + 1, 0)
        longer = length > spans[:, 1] - spans[:, 0] + 1
        spans[longer] = np.stack([t - length[longer] + 1, np.full(longer.sum(), t)], -1)
    return spans
