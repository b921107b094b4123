"""Run a cell over sequences and keep everything it did."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import ArrayLike

from gruviz.arrays import Array, frozen
from gruviz.engine.cells import Cell, Step, find_cell
from gruviz.engine.cells.base import Hold
from gruviz.engine.records import Clamp, Recording, Weights
from gruviz.validation import (
    InvalidValue,
    check_array,
    check_choice,
    check_each_seed,
    check_integer,
    check_memory,
    check_real,
)


def record(
    cell: str,
    weights: Weights,
    inputs: ArrayLike,
    *,
    initial_state: ArrayLike | None = None,
    clamps: Sequence[Clamp] = (),
    resets: Collection[int] = (),
) -> Recording:
    """Run a cell over a batch of sequences, for every seed, in the weights' precision.

    Args:
        cell: Registry key; must be the one the weights were made for.
        weights: Of E seeds.
        inputs: (T, B, D), the same for every seed, or (T, E, B, D).
        initial_state: (B, S) or (E, B, S); zeros by default. An LSTM's is h then c.
        clamps: Gates to hold. Later clamps win over earlier ones.
        resets: Steps, counted from 1, that find zeros in place of the state before them; no gradient passes there.

    Returns:
        States (T+1, E, B, H) and gates (T, E, B, H), all read-only.

    Raises:
        GruvizError: If shapes, names, ranges or finiteness are off, or the run exceeds the memory budget.
    """
    kind = find_cell(cell)
    if weights.cell != cell:
        raise InvalidValue("cell", cell, f"the weights are for {weights.cell}")
    x = _checked(inputs, weights)
    steps, batch = x.shape[0], x.shape[-2]
    seeds, size = weights.seeds, weights.hidden_size
    per_step = kind.state_size(size) + (len(kind.gate_names) + len(kind.block_names)) * size
    advice = "use fewer steps, sequences, seeds or hidden units"
    check_memory("inputs", (steps + 1) * seeds * batch * per_step, x.itemsize, advice)

    state = np.empty((steps + 1, seeds, batch, kind.state_size(size)), x.dtype)
    state[0] = _initial(initial_state, state.shape[1:], x.dtype)
    gates = {name: np.empty((steps, seeds, batch, size), x.dtype) for name in kind.gate_names}
    held, values = _masks(kind, clamps, steps, size)
    forgetful = tuple(sorted({check_integer("resets", step, 1, steps) for step in resets}))
    nothing = np.zeros_like(state[0])
    driven = _drive(weights, x)
    with np.errstate(over="ignore", invalid="ignore"):
        for t in range(steps):
            previous = nothing if t + 1 in forgetful else state[t]
            step = kind.step(weights, driven[t], previous, _hold_at(t, held, values))
            state[t + 1] = step.state
            for name, activation in step.gates.items():
                gates[name][t] = activation
    return Recording(
        weights=weights,
        inputs=frozen(x.copy()),
        state=frozen(state),
        states={name: frozen(state[..., i * size : (i + 1) * size]) for i, name in enumerate(kind.state_names)},
        gates={name: frozen(activation) for name, activation in gates.items()},
        held=held,
        resets=forgetful,
    )


def all_steps(recording: Recording) -> Step:
    """The whole run as one `Step` with a leading time axis; each state before a step is as the step found it."""
    previous = recording.state[:-1]
    if recording.resets:
        previous = previous.copy()
        previous[[step - 1 for step in recording.resets]] = 0
    return Step(previous, recording.gates, recording.state[1:])


def _checked(inputs: ArrayLike, weights: Weights) -> Array:
    try:
        own = (weights.seeds,) if np.ndim(inputs) == 4 else ()
    except ValueError:  # ragged, as check_array will say
        own = ()
    return check_array("inputs", inputs, ("T", *own, "B", weights.input_size), weights.U.dtype)


def _drive(weights: Weights, inputs: Array) -> Array:
    """W x_t + b for all steps at once, (T, E, B, G·H)."""
    steps, batch = inputs.shape[0], inputs.shape[-2]
    driven = by_seed(each_seed(inputs)) @ weights.W.swapaxes(1, 2) + weights.b[:, None]
    return np.ascontiguousarray(driven.reshape(weights.seeds, steps, batch, -1).swapaxes(0, 1))


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


def _masks(
    kind: Cell, clamps: Sequence[Clamp], steps: int, size: int
) -> tuple[dict[str, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]], dict[str, Array]]:
    held: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]] = {}
    values: dict[str, Array] = {}
    for clamp in clamps:
        gate = check_choice("clamp.gate", clamp.gate, kind.gate_names)
        value = check_real("clamp.value", clamp.value, *kind.gate_ranges[gate])
        first = check_integer("clamp.first", clamp.first, 1, steps)
        last = steps if clamp.last is None else check_integer("clamp.last", clamp.last, first, steps)
        named = range(size) if clamp.units is None else np.atleast_1d(clamp.units).tolist()
        units = [check_integer("clamp.units", unit, 0, size - 1) for unit in named]
        mask = held.setdefault(gate, np.zeros((steps, 1, 1, size), np.bool_))
        where = np.ix_(range(first - 1, last), [0], [0], units)
        mask[where] = True
        values.setdefault(gate, np.zeros((steps, 1, 1, size)))[where] = value
    return held, values


def _hold_at(
    t: int, held: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.bool_]]], values: dict[str, Array]
) -> Hold:
    if not held:
        return _as_computed
    return lambda gate, value: (
        np.where(held[gate][t], values[gate][t], value).astype(value.dtype) if gate in held else value
    )


def _as_computed(gate: str, value: Array) -> Array:
    return value
