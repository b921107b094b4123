"""Run a cell over sequences and record every state and gate."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from gruviz.arrays import Array, frozen, plain
from gruviz.engine.cells import Cell, Step, find_cell
from gruviz.engine.forward import run_steps
from gruviz.engine.holds import FREE, Holds, holds_of
from gruviz.engine.norms import silent
from gruviz.engine.records import Clamp, Recording, Start
from gruviz.engine.starts import starts_of
from gruviz.engine.weights import Weights
from gruviz.validation import (
    InvalidValue,
    check_array,
    check_each_seed,
    check_kind,
    check_memory,
)

LARGE = 4096
"""Numbers of a step of one network beyond which it does not matter whether its blocks lie side by side."""


def record(
    cell: str,
    weights: Weights,
    inputs: ArrayLike,
    *,
    initial_state: ArrayLike | None = None,
    clamps: Sequence[Clamp] = (),
    resets: Collection[int] = (),
    starts: Sequence[Start] = (),
) -> Recording:
    """Run a cell over a batch of sequences, for every seed, in the weights' precision.

    Args:
        cell: Registry key; must be the one that the weights are for.
        weights: Of E seeds.
        inputs: (T, B, D), the same for every seed, or (T, E, B, D); (B, T, D) for weights of a module with
            `batch_first`. What is recorded is time first all the same.
        initial_state: (B, S) or (E, B, S); zeros by default. An LSTM's is h then c.
        clamps: Gates to hold. Later clamps win over earlier ones.
        resets: Steps, counted from 1, that start from zeros in place of the state before them; they pass no gradient.
        starts: Steps that start from other states, of all sequences or of some; they pass no gradient either.

    Returns:
        States (T+1, E, B, H) and gates (T, E, B, H), all read-only.

    Raises:
        GruvizError: If shapes, names, ranges or finiteness are off, or the run exceeds the memory budget.
    """
    kind = find_cell(cell)
    check_kind("weights", weights, Weights, origin="from init_weights or from_module")
    if weights.cell != cell:
        raise InvalidValue("cell", cell, f"the weights are for {weights.cell}")
    x = _checked_inputs(inputs, weights)
    steps, size = len(x), weights.hidden_size
    _check_memory(kind, weights, x)
    first = _initial(initial_state, (weights.seeds, x.shape[-2], kind.state_size(size)), x.dtype)
    holds = holds_of(clamps, kind, steps, size)
    elsewhere = starts_of(starts, resets, first, steps)
    return run_of(weights, x, first, holds=holds, starts=elsewhere)


def run_of(
    weights: Weights, inputs: Array, first: Array, *, holds: Holds = FREE, starts: tuple[Start, ...] = ()
) -> Recording:
    """As `record`, of arrays that are known to fit; those of a network that diverges need not be numbers.

    Args:
        weights: Of E seeds.
        inputs: (T, B, D) or (T, E, B, D), in the weights' precision.
        first: The initial state, (E, B, S).
        holds: Where gates are held.
        starts: With states (E, B', S).
    """
    kind = find_cell(weights.cell)
    state, gates = run_steps(kind, weights, _drive(kind, weights, inputs), first, holds, starts)
    return Recording(
        weights=replace(weights, batch_first=False) if weights.batch_first else weights,
        inputs=frozen(inputs.copy()),
        state=frozen(state),
        states={name: frozen(part) for name, part in kind.by_state(state).items()},
        gates={name: frozen(activation) for name, activation in gates.items()},
        held=holds.masks,
        starts=starts,
    )


def all_steps(recording: Recording) -> Step:
    """The whole run as one `Step` with a leading time axis; before each step is the state that it started from."""
    previous = recording.state[:-1]
    if recording.starts:
        previous = previous.copy()
        for start in recording.starts:
            previous[start.step - 1][:, start.where] = start.state
    return Step(previous, recording.gates, recording.state[1:])


def _checked_inputs(inputs: ArrayLike, weights: Weights) -> Array:
    inputs = plain(inputs)
    try:
        dimensions = np.ndim(inputs)
    except ValueError:  # ragged, which check_array reports
        dimensions = 3
    if weights.batch_first and dimensions != 4:
        return check_array("inputs", inputs, ("B", "T", weights.input_size), weights.U.dtype).swapaxes(0, 1)
    seeds = (weights.seeds,) if dimensions == 4 else ()
    return check_array("inputs", inputs, ("T", *seeds, "B", weights.input_size), weights.U.dtype)


def _check_memory(kind: Cell, weights: Weights, inputs: Array) -> None:
    """Refuse a run whose states, gates and driven sums would not fit."""
    per_step = kind.state_size(1) + len(kind.gate_names) + len(kind.block_names)
    numbers = (len(inputs) + 1) * weights.seeds * inputs.shape[-2] * per_step * weights.hidden_size
    check_memory("inputs", numbers, inputs.itemsize, "use fewer steps, sequences, seeds or hidden units")


def _drive(kind: Cell, weights: Weights, inputs: Array) -> Array:
    """± (W x_t + b) for all steps and the blocks of the cell's layout, (T, G, E, B, H): one product in place of T."""
    W, b = (np.stack([by_block[block] for block in kind.layout]) for by_block in (weights.input, weights.bias))
    for one in kind.activated:
        place = kind.layout.index(one.block)
        if one in kind.plain and one.state_bias and weights.recurrent_bias is not None:
            b[place] += weights.recurrent_bias
        W[place] *= one.sign
        b[place] *= one.sign
    is_single = weights.seeds == inputs.shape[-2] == 1
    with silent():
        if is_single:  # one product for all blocks, too, which come to lie side by side
            driven = times(each_seed(inputs), W.reshape(1, -1, weights.input_size))
            driven = driven.reshape(len(inputs), *b.shape)[:, :, None]
        else:
            driven = times(each_seed(inputs), W).swapaxes(0, 1)
        driven += b[:, :, None]
    if is_single or (weights.seeds == 1 and driven[0].size > LARGE):
        return driven
    return np.ascontiguousarray(driven)


def times(values: Array, matrices: Array) -> Array:
    """Each seed's matrix, (…, E, N, M), times the vectors (T, 1 or E, B, M) of all its steps: (…, T, E, B, N)."""
    steps, _, batch, _ = values.shape
    *leading, size, _ = matrices.shape
    products = by_seed(values) @ matrices.swapaxes(-1, -2)
    return products.reshape(*leading, steps, batch, size).swapaxes(-4, -3)


def each_seed(inputs: Array) -> Array:
    """Inputs with an axis for seeds, (T, 1 or E, B, D)."""
    return inputs if inputs.ndim == 4 else inputs[:, None]


def by_seed(values: Array) -> Array:
    """All steps and sequences of a seed as rows, (T, E, B, ·) → (E, T·B, ·)."""
    steps, seeds, batch, width = values.shape
    return values.swapaxes(0, 1).reshape(seeds, steps * batch, width)


def _initial(initial_state: ArrayLike | None, shape: tuple[int, ...], dtype: np.dtype[np.floating]) -> Array:
    if initial_state is None:
        return np.zeros(shape, dtype)
    return check_each_seed("initial_state", initial_state, shape, dtype)
