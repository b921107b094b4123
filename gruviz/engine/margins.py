"""How far every gate and candidate is from saturating, also where its activation rounds to 0 or ±1."""

import math
from collections.abc import Callable, Mapping

import numpy as np

from gruviz.arrays import Array, Mask
from gruviz.engine.cells import Step, find_cell
from gruviz.engine.cells.equations import BlockEquation
from gruviz.engine.cells.functions import sech_squared, sigmoid
from gruviz.engine.recording import each_seed, times
from gruviz.engine.records import Recording


def _without_square(n: Array) -> Array:
    """1 − n²."""
    square = np.square(n)
    result: Array = np.subtract(1, square, square)
    return result


_ROUNDED: Mapping[str, Callable[[Array], Array]] = {"sigmoid": lambda gate: 1 - gate, "tanh": _without_square}
"""By activation: the margin from the activation, whose digits are lost near the ends of its range."""
_EXACT: Mapping[str, Callable[[Array], Array]] = {"sigmoid": lambda a: sigmoid(-a), "tanh": sech_squared}
"""The same from the preactivation."""


def margins(recording: Recording, step: Step) -> dict[str, Array]:
    """1 − σ(a) of each gate and 1 − tanh²(a) of each candidate or state, by symbol, (T, E, B, H).

    A saturated one is tiny and not zero: exact zeros are left to what is held, cut or dead, and to underflow.

    Args:
        recording: A run of any cell.
        step: All its steps.
    """
    found = {}
    for equation in find_cell(recording.cell).activated:
        if equation.activation in _ROUNDED:
            found[equation.symbol] = _margin(recording, step, equation)
    return found


def _margin(recording: Recording, step: Step, equation: BlockEquation) -> Array:
    rounded = _ROUNDED[equation.activation](step.gates.get(equation.symbol, step.state))
    if rounded.min() > _enough(rounded):  # most runs end here
        return rounded
    has_digits = _has_digits(rounded, recording.beside or recording.seeds)
    exact = _EXACT[equation.activation](_preactivation(recording, step, equation))
    held = recording.held.get(equation.symbol)
    exact = exact if held is None else np.where(held, rounded, exact)
    return np.where(has_digits[:, None, None], rounded, exact) if has_digits.any() else exact


def _has_digits(margin: Array, together: int) -> Mask:
    """Whether half of the digits are left everywhere in the run that a seed belongs to, (T, E, B, H) → (E,)."""
    runs = range(0, margin.shape[1], together)
    least = np.array([margin[:, first : first + together].min() for first in runs])
    return np.repeat(least > _enough(margin), together)


def _enough(margin: Array) -> float:
    """Margin that half of the digits of its type are left of."""
    return math.sqrt(np.finfo(margin.dtype).eps)


def _preactivation(recording: Recording, step: Step, equation: BlockEquation) -> Array:
    """What one block's activation is of, for all steps in one product, (T, E, B, H)."""
    weights, block = recording.weights, equation.block
    driven = times(each_seed(recording.inputs), weights.input[block]) + weights.bias[block][:, None]
    if not equation.reads_state:
        return driven
    operand = find_cell(recording.cell).operands(weights, step)[block]
    product = times(operand, weights.recurrent[block])
    if equation.state_bias and weights.recurrent_bias is not None:
        product += weights.recurrent_bias[:, None]
    return driven + (product if equation.reset_after is None else step.gates[equation.reset_after] * product)
