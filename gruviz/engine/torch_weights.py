"""Weights of PyTorch's own recurrent modules as ours, and ours as theirs. The engine's only room that imports torch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np

from gruviz.arrays import Array, plain
from gruviz.engine.recording import record
from gruviz.engine.weights import Weights
from gruviz.validation import InvalidValue, check_integer

if TYPE_CHECKING:
    from torch import Tensor, nn

GATES = {"RNN": ("h",), "GRU": ("r", "z", "n"), "LSTM": ("i", "f", "g", "o")}
"""Blocks of H rows that the weights of nn.RNN, nn.GRU and nn.LSTM have, in PyTorch's order."""
_KINDS = {"RNN": "rnn", "GRU": "gru_reset_after", "LSTM": "lstm"}
_BLOCKS = {"rnn": GATES["RNN"], "irnn": GATES["RNN"], "gru_reset_after": GATES["GRU"], "lstm": GATES["LSTM"]}

_PRECISIONS = ("float64", "float32", "float16", "bfloat16")


def from_module(module: nn.Module, *, layer: int = 0, direction: int = 0) -> tuple[str, Weights]:
    """Read one layer of a PyTorch module as weights of one of our cells, exactly, as they are now.

    A GRU becomes "gru_reset_after" with every parameter of z negated, since PyTorch's z keeps and ours writes. Weights
    that are computed from others (parametrized, weight-normed, spectral-normed) are read as computed; those that a
    WeightDrop thins out are read whole, as in evaluation. A subclass is run once beside our cell on random inputs.

    An LSTM with a projection (`proj_size`) becomes one without, of equal c: its U is weight_hh times weight_hr, and its
    h is that before the projection, so that the module's own h is weight_hr times ours.

    Args:
        module: nn.RNN with tanh or ReLU ("irnn"), nn.GRU, nn.LSTM, or one of their Cell forms.
        layer: Which layer, counted from 0. A layer above the first expects the states below as input.
        direction: 0 forward, 1 backward (of a bidirectional module; feed it the reversed sequence).

    Returns:
        Registry key and weights with E = 1, in the module's own precision; of float16 and bfloat16 in float32, exactly.
        `record` of the first layer of a module with `batch_first` takes what the module takes, (B, T, D); a layer
        above reads recorded states, time first.

    Raises:
        GruvizError: If the module is another one, computes something else or is quantized.
    """
    from torch import nn

    kind = kind_of(module)
    _check_place(module, layer, direction)
    cell, weights = _read(module, kind, layer, direction)
    if type(module).__module__ != nn.GRU.__module__ and not _same_states(module, kind):
        name = type(module).__name__
        raise InvalidValue(
            "module", name, kind, sentence=f"{name} does not compute what nn.{kind} does with these weights."
        )
    return cell, replace(weights, batch_first=layer == 0 and bool(getattr(module, "batch_first", False)))


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


def _places(module: nn.Module) -> tuple[int, int]:
    """How many layers and directions it has."""
    from torch import nn

    return (module.num_layers, 1 + module.bidirectional) if isinstance(module, nn.RNNBase) else (1, 1)


def _check_place(module: nn.Module, layer: int, direction: int) -> None:
    layers, directions = _places(module)
    check_integer("layer", layer, 0, layers - 1)
    check_integer("direction", direction, 0, directions - 1)


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


def kind_of(module: nn.Module) -> str:
    """RNN, GRU or LSTM."""
    from torch import nn

    kinds = {"RNN": (nn.RNN, nn.RNNCell), "GRU": (nn.GRU, nn.GRUCell), "LSTM": (nn.LSTM, nn.LSTMCell)}
    for name, classes in kinds.items():
        if isinstance(module, classes):
            return name
    name, known = type(module).__name__, "an nn.RNN, nn.GRU or nn.LSTM, or one of their cells"
    if "quantized" in type(module).__module__:
        said = f"This {name} is quantized and keeps no weights that can be read: take it before it was quantized."
        raise InvalidValue("module", name, known, sentence=said)
    raise InvalidValue("module", name, known)


def _read(module: nn.Module, kind: str, layer: int, direction: int) -> tuple[str, Weights]:
    """One layer in one direction, as the parameters have it."""
    suffix = _suffix(module, layer, direction)
    W, U = _array(module, f"weight_ih{suffix}"), _array(module, f"weight_hh{suffix}")
    zeros = np.zeros(len(U), U.dtype)
    b, c = (_array(module, f"bias_{part}{suffix}") if module.bias else zeros for part in ("ih", "hh"))
    projection = _projection(module, suffix)
    if projection is not None:
        U = (U.astype(np.float64) @ projection).astype(U.dtype)
    return _convert("irnn" if getattr(module, "nonlinearity", "tanh") == "relu" else _KINDS[kind], W, U, b, c)


def _projection(module: nn.Module, suffix: str) -> Array | None:
    """What an LSTM with `proj_size` multiplies its h with before anything reads it, (P, H)."""
    return _array(module, f"weight_hr{suffix}") if getattr(module, "proj_size", 0) else None


def _suffix(module: nn.Module, layer: int, direction: int) -> str:
    """How the names of this layer's parameters end."""
    from torch import nn

    return f"_l{layer}{'_reverse' if direction else ''}" if isinstance(module, nn.RNNBase) else ""


def _same_states(module: nn.Module, kind: str) -> bool:
    """Whether a module of another class gives the states that its weights give by our equations."""
    import torch
    from torch import nn

    stacked, parameter = isinstance(module, nn.RNNBase), next(module.parameters())
    size = cast("int", module.input_size)
    noise = np.random.default_rng([17, 0, 12]).standard_normal((4 if stacked else 1, 3, size))
    x = torch.as_tensor(noise, dtype=parameter.dtype, device=parameter.device)
    training = {part: part.training for part in module.modules()}
    try:
        with torch.no_grad():
            out = module.eval()((x.transpose(0, 1) if module.batch_first else x) if stacked else x[0])
        found = plain(out[0] if isinstance(out, tuple) else out)
        states = np.swapaxes(found, 0, 1) if stacked and module.batch_first else np.reshape(found, (len(x), 3, -1))
    except Exception:  # it may do anything, such as ask for other arguments
        return False
    finally:
        for part, was in training.items():
            part.training = was
    ours = _states(module, kind, plain(x))
    tolerance = max(1e-5, 5 * torch.finfo(parameter.dtype).eps)
    return states.shape == ours.shape and bool(np.allclose(states, ours, rtol=1e-4, atol=tolerance))


def _states(module: nn.Module, kind: str, x: Array) -> Array:
    """h of the uppermost layer by our own equations, (T, B, H), both directions side by side."""
    layers, directions = _places(module)
    for layer in range(layers):
        both = []
        for direction, order in enumerate((1, -1)[:directions]):
            states = record(*_read(module, kind, layer, direction), x[::order]).states["h"][1:, 0]
            projection = _projection(module, _suffix(module, layer, direction))
            both.append((states if projection is None else states @ projection.T)[::order])
        x = np.concatenate(both, axis=-1)
    return x


def _array(module: nn.Module, name: str) -> Array:
    tensor = _tensor(module, name)
    if str(tensor.dtype).removeprefix("torch.") not in _PRECISIONS:
        raise InvalidValue(f"module.{name}.dtype", str(tensor.dtype), f"one of {', '.join(_PRECISIONS)}")
    array = np.array(plain(tensor))
    return array.astype(np.promote_types(array.dtype, np.float32))


def _tensor(module: nn.Module, name: str) -> Tensor:
    """A parameter as the next forward pass in evaluation will have it."""
    if hasattr(module, f"{name}_raw"):  # WeightDrop keeps the whole one under this name
        return cast("Tensor", getattr(module, f"{name}_raw"))
    for hook in module._forward_pre_hooks.values():  # the older weight and spectral norms set the attribute late
        if getattr(hook, "name", None) == name and hasattr(hook, "compute_weight"):
            settled = {"do_power_iteration": False} if hasattr(hook, "n_power_iterations") else {}
            return cast("Tensor", hook.compute_weight(module, **settled))
    return cast("Tensor", getattr(module, name))
