"""Weights of PyTorch's own recurrent modules, as ours. The only room that imports torch in the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gruviz.records import Weights
from gruviz.validation import Array, InvalidValue, check_integer

if TYPE_CHECKING:
    from torch import nn

_KINDS = {"RNN": "rnn", "GRU": "gru_reset_after", "LSTM": "lstm"}
_BLOCKS = {"rnn": ("h",), "gru_reset_after": ("r", "z", "n"), "lstm": ("i", "f", "g", "o")}


def from_module(module: nn.Module, *, layer: int = 0, direction: int = 0) -> tuple[str, Weights]:
    """Read one layer of a PyTorch module as weights of one of our cells, exactly.

    A GRU becomes "gru_reset_after" with every parameter of z negated, since PyTorch's z keeps and ours writes.

    Args:
        module: nn.RNN with tanh, nn.GRU, nn.LSTM, or one of their Cell forms.
        layer: Which layer, counted from 0. A layer above the first expects the states below as input.
        direction: 0 forward, 1 backward (of a bidirectional module; feed it the reversed sequence).

    Returns:
        Registry key and weights with E = 1, in the module's own precision.

    Raises:
        GruvizError: If the module is another one, uses ReLU, a projection or a precision other than float32/float64.
    """
    from torch import nn

    if not isinstance(module, (nn.RNNBase, nn.RNNCellBase)):
        raise InvalidValue("module", type(module).__name__, "an nn.RNN, nn.GRU or nn.LSTM, or one of their cells")
    stacked = isinstance(module, nn.RNNBase)
    mode = module.mode.split("_")[0] if isinstance(module, nn.RNNBase) else type(module).__name__.removesuffix("Cell")
    if mode not in _KINDS:
        raise InvalidValue("module", type(module).__name__, "an nn.RNN, nn.GRU or nn.LSTM, or one of their cells")
    if getattr(module, "nonlinearity", "tanh") != "tanh":
        raise InvalidValue("module.nonlinearity", str(module.nonlinearity), "tanh")
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
    return _convert(_KINDS[mode], W, U, b, c)


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
