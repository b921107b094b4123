"""One step of a cell with one unit and one input, small enough to be computed with a pocket calculator."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from gruviz import Recording, Weights, record
from gruviz.engine.cells import find_cell
from gruviz.engine.linear_map import linearised

X, H, C = 0.7, -0.4, 1.3
"""The input, the hidden state before the step and, for an LSTM, its cell state."""

Numbers = Mapping[str, tuple[float, float, float]]
"""W, U and b by block; U is of no meaning for a block that does not read the state."""


def sigmoid(a: float) -> float:
    return 1 / (1 + math.exp(-a))


def one_step(
    cell: str,
    numbers: Numbers,
    state: Sequence[float] = (H,),
    recurrent_bias: float | None = None,
    constants: Sequence[float] = (),
):
    """The recording of one step from X and a state."""
    kind = find_cell(cell)
    W, _, b = (np.array([[numbers[block][i] for block in kind.block_names]]) for i in range(3))
    U = np.array([numbers[block][1] for block in kind.recurrent_blocks]).reshape(1, -1, 1)
    inside = None if recurrent_bias is None else np.array([[recurrent_bias]])
    own = np.array([constants]) if constants else None
    weights = Weights(cell, kind.block_names, W[..., None], U, b, inside, kind.input_only, constants=own)
    return record(cell, weights, [[[X]]], initial_state=[state])


def gates(recording: Recording) -> dict[str, float]:
    """By symbol."""
    return {name: float(gate.item()) for name, gate in recording.gates.items()}


def states(recording: Recording) -> dict[str, float]:
    """After the step, by name."""
    return {name: float(state[1].item()) for name, state in recording.states.items()}


def paths(recording: Recording, grad: Sequence[float] = (1.0,)) -> dict[str, list[float]]:
    """What a gradient at the state after the step sends back by each path."""
    ways = linearised(recording).adjoint(np.array(grad).reshape(1, 1, 1, -1)).paths
    return {name: way.ravel().tolist() for name, way in ways.items()}
