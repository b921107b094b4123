"""Weights of PyTorch's own recurrent modules as ours, and ours as theirs. The engine's only room that imports torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.records import Weights
from gruviz.validation import InvalidValue, check_integer

if TYPE_CHECKING:
    from torch import Tensor, nn

_KINDS = {"RNN": "rnn", "GRU": "gru_reset_after", "LSTM": "lstm"}
_BLOCKS = {"rnn": ("h",), "irnn": ("h",), "gru_reset_after": ("r", "z", "n"), "lstm": ("i", "f", "g", "o")}


def from_module(module: nn.Module, *, layer: int = 0, direction: int = 0) -> tuple[str, Weights]:
    """Read one layer of a PyTorch module as weights of one of our cells, exactly.

    A GRU becomes "gru_reset_after" with every parameter of z negated, since PyTorch's z keeps and ours writes.

    Args:
        module: nn.RNN with tanh or ReLU ("irnn"), nn.GRU, nn.LSTM, or one of their Cell forms.
        layer: Which layer, counted from 0. A layer above the first expects the states below as input.
        direction: 0 forward, 1 backward (of a bidirectional module; feed it the reversed sequence).

    Returns:
        Registry key and weights with E = 1, in the module's own precision.

    Raises:
        GruvizError: If the module is another one, uses a projection or a precision other than float32/float64.
    """
    from torch import nn

    if not isinstance(module, (nn.RNNBase, nn.RNNCellBase)):
        raise InvalidValue("module", type(module).__name__, "an nn.RNN, nn.GRU or nn.LSTM, or one of their cells")
    stacked = isinstance(module, nn.RNNBase)
    mode = module.mode.split("_")[0] if isinstance(module, nn.RNNBase) else type(module).__name__.removesuffix("Cell")
    if mode not in _KINDS:
        raise InvalidValue("module", type(module).__name__, "an nn.RNN, nn.GRU or nn.LSTM, or one of their cells")
    if getattr(module, "proj_size", 0):
        raise InvalidValue("module.proj_size", module.proj_size, "0, no projection")
    layers = module.num_layers if isinstance(module, nn.RNNBase) else 1
    directions = 2 if isinstance(module, nn.RNNBase) and module.bidirectional else 1
    check_integer("layer", layer, 0, layers - 1)
    check_integer("direction", direction, 0, directions - 1)
    suffix = f"_l{layer}{'_reverse' if direction else ''}" if stacked else ""
    W, U = _array(module, f"weight_ih{suffix}"), _array(module, f"weight_hh{suffix}")
    rows = len(U)
    zeros = np.zeros(rows, U.dtype)
    b, c = (_array(module, f"bias_{part}{suffix}") if module.bias else zeros for part in ("ih", "hh"))
    cell = "irnn" if getattr(module, "nonlinearity", "tanh") == "relu" else _KINDS[mode]
    return _convert(cell, W, U, b, c)


def to_state_dict(weights: Weights, *, member: int = 0) -> dict[str, Tensor]:
    """Write one seed's weights as the parameters of a PyTorch module of one layer.

    `module.load_state_dict(to_state_dict(weights))` then computes the same states. Where PyTorch adds two biases, the
    second is zero.

    Args:
        weights: Of "rnn", "lstm" or "gru_reset_after", for nn.RNN, nn.LSTM or nn.GRU; of "irnn", for nn.RNN with ReLU.
        member: Which seed, counted from 0.

    Returns:
        Copies of the weights by parameter name, in their own precision.

    Raises:
        GruvizError: If no PyTorch module computes this cell.
    """
    import torch

    if weights.cell not in _BLOCKS:
        reason = "what nn.RNN, nn.GRU and nn.LSTM compute (nn.GRU resets after its product, gru before it)"
        raise InvalidValue("weights.cell", weights.cell, f"choose one of {', '.join(_BLOCKS)}, {reason}")
    check_integer("member", member, 0, weights.seeds - 1)
    W, U, b = (array[member].copy() for array in (weights.W, weights.U, weights.b))
    second = np.zeros_like(b)
    if weights.recurrent_bias is not None:
        size = weights.hidden_size
        second[2 * size :] = weights.recurrent_bias[member]
        for array in (W, U, b):
            array[size : 2 * size] *= -1
    arrays = {"weight_ih_l0": W, "weight_hh_l0": U, "bias_ih_l0": b, "bias_hh_l0": second}
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def _convert(cell: str, W: Array, U: Array, b: Array, c: Array) -> tuple[str, Weights]:
    size = U.shape[1]
    inside = None
    both = b + c
    if cell == "gru_reset_after":
        inside = c[None, 2 * size :].copy()
        both[2 * size :] = b[2 * size :]
        sign = np.ones((len(U), 1), U.dtype)
        sign[size : 2 * size] = -1
        W, U, both = W * sign, U * sign, both * sign[:, 0]
    return cell, Weights(cell, _BLOCKS[cell], W[None], U[None], both[None], inside)


def _array(module: nn.Module, name: str) -> Array:
    tensor = getattr(module, name).detach().cpu()
    if str(tensor.dtype) not in ("torch.float32", "torch.float64"):
        raise InvalidValue(f"module.{name}.dtype", str(tensor.dtype), "torch.float32 or torch.float64")
    return np.array(tensor.numpy())
