"""Cells in decimals of hundreds of digits: what saturates is told from 0 and 1, and differences from their limits.

The step that runs is the exported one (`Cell.script`), with this module in place of torch.
"""

from decimal import Decimal, localcontext
from types import SimpleNamespace
from typing import Any

import numpy as np

from gruviz.engine.cells import find_cell
from gruviz.engine.records import Recording

DIGITS, NUDGE = 260, Decimal("1e-120")


class Numbers(np.ndarray):
    """An array of decimals with the one method of a tensor that a step calls."""

    def chunk(self, parts: int) -> list["Numbers"]:
        return [part.view(Numbers) for part in np.split(self, parts)]


def decimals(array: np.ndarray) -> Numbers:
    """Every float as the decimal that it is, exactly."""
    flat = [Decimal(float(value)) for value in np.ravel(array)]
    return np.array(flat, dtype=object).reshape(np.shape(array)).view(Numbers)


def _sigmoid(a: Numbers) -> Numbers:
    return _each(lambda value: 1 / (1 + (-value).exp()), a)


def _tanh(a: Numbers) -> Numbers:
    return _each(lambda value: 1 - 2 / (1 + (2 * value).exp()), a)


def _softplus(a: Numbers) -> Numbers:
    return _each(lambda value: (1 + value.exp()).ln(), a)


def _cosine(x: Decimal) -> Decimal:
    """By its series, which is enough for a few turns."""
    term = total = Decimal(1)
    for n in range(1, DIGITS):
        term *= -x * x / ((2 * n - 1) * 2 * n)
        total += term
    return total


def _sine(x: Decimal) -> Decimal:
    term = total = x
    for n in range(1, DIGITS):
        term *= -x * x / (2 * n * (2 * n + 1))
        total += term
    return total


def _each(function: Any, a: Numbers) -> Numbers:
    return np.array([function(value) for value in a], dtype=object).view(Numbers)


TORCH = SimpleNamespace(
    sigmoid=_sigmoid,
    tanh=_tanh,
    exp=lambda a: _each(lambda value: value.exp(), a),
    cos=lambda a: _each(_cosine, a),
    sin=lambda a: _each(_sine, a),
    sqrt=lambda a: _each(lambda value: value.sqrt(), a),
    nn=SimpleNamespace(functional=SimpleNamespace(softplus=_softplus)),
    relu=lambda a: _each(lambda value: max(value, Decimal(0)), a),
    cat=lambda parts: np.concatenate(parts).view(Numbers),
)


def exact_jacobian(recording: Recording, t: int, seed: int = 0, sequence: int = 0) -> np.ndarray:
    """∂s_t/∂s_{t-1} at the recorded s_{t-1}, (S, S), by a difference whose error is far below the last digit."""
    cell, weights = find_cell(recording.cell), recording.weights
    names: dict[str, Any] = {"torch": TORCH}
    exec(cell.script, names)
    with localcontext() as context:
        context.prec = DIGITS
        x = decimals(recording.inputs[t - 1, sequence])
        driven = {
            block: decimals(W[seed]) @ x + decimals(weights.bias[block][seed]) for block, W in weights.input.items()
        }
        if cell.has_recurrent_bias:
            driven["c"] = decimals(weights.recurrent_bias[seed])
        driven |= {name: decimals(values[seed, 0]) for name, values in weights.constant.items()}
        U = {block: decimals(matrix[seed]) for block, matrix in weights.recurrent.items()}
        state = decimals(recording.state[t - 1, seed, sequence])
        size = len(state)
        ups = [names[cell.key](driven, U, _moved(state, unit, NUDGE)) for unit in range(size)]
        downs = [names[cell.key](driven, U, _moved(state, unit, -NUDGE)) for unit in range(size)]
        columns = [(up - down) / (2 * NUDGE) for up, down in zip(ups, downs, strict=True)]
    return np.stack(columns, axis=-1).astype(np.float64)


def _moved(state: Numbers, unit: int, by: Decimal) -> Numbers:
    moved = state.copy()
    moved[unit] += by
    return moved
