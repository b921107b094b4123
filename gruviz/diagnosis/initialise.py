"""A start that suits one's lag: gate biases that keep for as long, and orthogonal recurrent weights, in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import NamedTuple

import torch
from torch import Tensor, nn

from gruviz.engine.torch_weights import GATES, kind_of
from gruviz.validation import InvalidValue, check_integer, check_kind

Layer = nn.RNNBase | nn.RNNCellBase
KINDS = (nn.RNN, nn.GRU, nn.LSTM, nn.RNNCell, nn.GRUCell, nn.LSTMCell)
KEEPS: Mapping[str, float] = {"z": 1.0, "f": 1.0, "i": -1.0}
"""Sign with which log u enters a gate's bias; PyTorch's z keeps, as a forget gate does."""

WIDTH = 80
"""Columns of a note."""


class Change(NamedTuple):
    """What was done to one parameter."""

    parameter: str
    """Its name in the model, such as "encoder.weight_hh_l0"."""
    did: str
    """In words, with numbers."""
    time_constants: tuple[float, ...] = ()
    """The u that were drawn, one for each unit, in steps; empty where none were."""


@dataclass(frozen=True, repr=False)
class Initialised:
    """What `initialise` has changed; it prints as a list.

    Args:
        lag: What was asked for, in steps.
        changes: One for each parameter that was written; all others are as they were.
        notes: Sentences on what a start cannot do here.
    """

    lag: int
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        width = max(len(change.parameter) for change in self.changes)
        lines = [f"Initialised for lags of up to {self.lag} steps"]
        lines += [f"  {change.parameter:{width}}  {change.did}" for change in self.changes]
        return "\n".join([*lines, *(fill(note, WIDTH) for note in self.notes)])


def initialise(module: nn.Module, lag: int = 200, *, seed: int | None = None) -> Initialised:
    """Start every recurrent layer of a model anew, in place, so that it can hear as far back as `lag` steps.

    Gates get chrono biases: each unit draws u ~ U(1, lag − 1) and keeps its state for about u steps, by a bias of log u
    on the forget gate and −log u on the input gate of an LSTM, or log u on the update gate of a GRU (PyTorch's z
    keeps). Where PyTorch adds two biases, the second becomes 0. Recurrent weights become orthogonal, each gate's block
    alone; those of an nn.RNN with ReLU become the identity, with biases 0. Input weights, all other biases, and
    whatever else the model holds stay as they are.

    Call it before the optimiser has taken a step, and before weights are parametrized.

    Args:
        module: An nn.RNN, nn.GRU, nn.LSTM, one of their Cells, or any model that holds some: all layers and
            directions.
        lag: The longest distance, in steps, over which something has to be remembered.
        seed: Of a generator of its own; by default PyTorch's global one draws.

    Returns:
        What was changed, by parameter.

    Raises:
        GruvizError: If there is no recurrent layer, a weight is computed from others, or a gate has no bias to set.
            Nothing has been changed then.

    Reference:
        Tallec & Ollivier 2018, arXiv:1804.11188 (chrono); Saxe, McClelland & Ganguli 2013, arXiv:1312.6120
        (orthogonal); Le, Jaitly & Hinton 2015, arXiv:1504.00941 (identity).
    """
    check_kind("module", module, nn.Module)
    lag = check_integer("lag", lag, 3, 1_000_000)
    generator = None if seed is None else torch.Generator().manual_seed(check_integer("seed", seed, 0, 2**63 - 1))
    layers = {name: part for name, part in module.named_modules() if isinstance(part, KINDS)}
    if not layers:
        name = type(module).__name__
        wanted = "an nn.RNN, nn.GRU, nn.LSTM or one of their Cells"
        raise InvalidValue("module", name, wanted, sentence=f"There is no recurrent layer in this {name}: {wanted}.")
    for name, layer in layers.items():
        _check(name, layer)
    with torch.no_grad():
        changes = [change for name, layer in layers.items() for change in _start(name, layer, lag, generator)]
    return Initialised(lag, tuple(changes), tuple(_notes(layers)))


def _start(name: str, layer: Layer, lag: int, generator: torch.Generator | None) -> Iterator[Change]:
    """Write the parameters of a module, from its lowest layer up."""
    gates, is_relu = GATES[kind_of(layer)], _is_relu(layer)
    for key, weights in layer.named_parameters(recurse=False):
        full = f"{name}.{key}" if name else key
        if key.startswith(("weight_hh", "weight_hr")):
            blocks = gates if key.startswith("weight_hh") else ("projection",)
            yield Change(full, _recurrent(weights, blocks, generator, identity=is_relu))
        elif key.startswith("bias_ih") and is_relu:
            weights.zero_()
            layer.get_parameter(key.replace("_ih", "_hh")).zero_()
            yield Change(full, "0")
            yield Change(full.replace("bias_ih", "bias_hh"), "0")
        elif key.startswith("bias_ih") and set(gates) & KEEPS.keys():
            yield from _chrono(full, weights, layer.get_parameter(key.replace("_ih", "_hh")), gates, lag, generator)


def _recurrent(weights: Tensor, blocks: tuple[str, ...], generator: torch.Generator | None, *, identity: bool) -> str:
    """Fill each block of rows with a matrix of its own, and say so."""
    rows, columns = len(weights) // len(blocks), weights.shape[1]
    for block in weights.chunk(len(blocks)):
        block.copy_(torch.eye(rows, columns) if identity else _orthogonal(rows, columns, generator))
    size = f"{rows} × {columns}"
    if identity:
        return f"identity, {size}"
    return f"orthogonal, {size}" if len(blocks) == 1 else f"orthogonal, {size} for each of {', '.join(blocks)}"


def _orthogonal(rows: int, columns: int, generator: torch.Generator | None) -> Tensor:
    """Random orthogonal, uniformly; orthonormal columns, or rows where there are fewer of those."""
    noise = torch.randn(max(rows, columns), min(rows, columns), dtype=torch.float64, generator=generator)
    q, r = torch.linalg.qr(noise)
    q = q * r.diagonal().sign()
    return q if rows >= columns else q.T


def _chrono(
    name: str, first: Tensor, second: Tensor, gates: tuple[str, ...], lag: int, generator: torch.Generator | None
) -> Iterator[Change]:
    """Set the gates that keep and write; what the second bias has for them becomes 0, since the two are added."""
    size = len(first) // len(gates)
    u = torch.empty(size, dtype=torch.float64).uniform_(1, lag - 1, generator=generator)
    set_gates = [gate for gate in gates if gate in KEEPS]
    for gate in set_gates:
        rows = slice(gates.index(gate) * size, (gates.index(gate) + 1) * size)
        first[rows] = (KEEPS[gate] * u.log()).to(first)
        second[rows] = 0
    signs = " and ".join(f"{'−' * (KEEPS[gate] < 0)}log u for {gate}" for gate in set_gates)
    told = f"{signs}, u from {u.min():.3g} to {u.max():.3g} steps, median {u.median():.3g}"
    yield Change(name, told, tuple(u.tolist()))
    yield Change(name.replace("bias_ih", "bias_hh"), f"0 for {' and '.join(set_gates)}")


def _is_relu(layer: Layer) -> bool:
    return "relu" in (getattr(layer, "nonlinearity", "") or "")


def _check(name: str, layer: Layer) -> None:
    """Refuse what cannot be set by its own parameters."""
    title = name or f"This {type(layer).__name__}"
    known = dict(layer.named_parameters(recurse=False))
    if computed := [key for key in _expected(layer) if key not in known]:
        said = f"{title} computes its {computed[0]} from other parameters: initialise it before it is parametrized."
        raise InvalidValue("module", type(layer).__name__, "weights of its own", sentence=said)
    if any(weights.is_meta for weights in known.values()):
        raise InvalidValue("module", "on the device meta", "numbers", sentence=f"{title} has no numbers yet.")
    if not layer.bias and set(GATES[kind_of(layer)]) & KEEPS.keys():
        said = f"{title} has no biases, and a lag is set by them: make it with bias=True."
        raise InvalidValue("module.bias", False, "True", sentence=said)


def _expected(layer: Layer) -> list[str]:
    """Names of all parameters that a layer of this kind has."""
    if isinstance(layer, nn.RNNBase):
        return [key for keys in layer._all_weights for key in keys]
    return ["weight_ih", "weight_hh", *(["bias_ih", "bias_hh"] if layer.bias else [])]


def _notes(layers: Mapping[str, Layer]) -> Iterator[str]:
    """What no start can give a layer."""
    for name, layer in layers.items():
        if GATES[kind_of(layer)] == ("h",):
            title = name or f"This {type(layer).__name__}"
            relu = "The identity carries a gradient as long as the units behind their ReLU stay above 0."
            tanh = "Orthogonal weights let a gradient fade more slowly behind its tanh, and no more than that."
            yield f"{title} has no gates that could be set for a lag. {relu if _is_relu(layer) else tanh}"
