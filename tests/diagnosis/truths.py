"""What a model's recurrent layers did, from its unrolled copy: as arrays, and as the numbers that are told of it."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from tests.diagnosis.unrolled import Step, Unrolled, unrolled

Array = np.ndarray


class Sequence1(NamedTuple):
    """One sequence in the order of reading; states and their gradients begin with the initial one, (steps + 1, ·)."""

    states: Mapping[str, Array]
    gates: Mapping[str, Array]
    gradients: Mapping[str, Array]
    """∂L/∂h_t, and ∂L/∂c_t of an LSTM."""
    alone: Mapping[str, Array]
    """The same of what the loss reads of one h alone: the last of the longest piece."""
    piece: tuple[int, int]
    """Its first and last row, between two steps that begin anew."""


class Layer(NamedTuple):
    """One layer in one direction."""

    sequences: tuple[Sequence1, ...]
    parameters: Mapping[str, Array]
    """∂L/∂θ by name."""

    @property
    def state_names(self) -> tuple[str, ...]:
        return tuple(self.sequences[0].states)

    @property
    def gate_names(self) -> tuple[str, ...]:
        return tuple(self.sequences[0].gates)


class Truth(NamedTuple):
    """A forward and a backward pass in PyTorch's own autograd."""

    loss: float
    layers: Mapping[tuple[str, int, int], Layer]
    gradient_norm: float
    """Of all parameters together."""


def truth_of(
    model: nn.Module, loss_of: Callable[[nn.Module], Tensor], begins: Sequence[Sequence[int]] | None = None
) -> Truth:
    """Run and follow back an unrolled copy, from the random numbers as they are; those are put back.

    Args:
        model: In any mode.
        loss_of: Computes its loss.
        begins: Of each sequence, the steps that begin anew, counted from 1, where a layer reads every step.
    """
    copy, modules = unrolled(model)
    copy.zero_grad()
    parameters = dict(copy.named_parameters())
    for module in modules.values():
        module.inner[0].zero_grad()
        parameters |= {f"{id(module)}.{name}": each for name, each in module.inner[0].named_parameters()}
    with torch.random.fork_rng():
        loss = loss_of(copy)
    loss.backward(retain_graph=True)
    norms = [each.grad.norm() for each in parameters.values() if each.grad is not None]
    before = {(name, *place): _gradients(module, place) for name, module in modules.items() for place in module.steps}
    layers = {(name, *place): _layer(modules[name], place, each, begins) for (name, *place), each in before.items()}
    return Truth(loss.item(), layers, torch.stack(norms).norm().item())


def _rows(module: Unrolled, place: Sequence[int]) -> list[Step]:
    """The initial state and all steps."""
    first, steps = module.first[*place], module.steps[*place]
    return [Step(*first, {}, torch.ones(len(first[0]), dtype=torch.bool)), *steps]


def _gradients(module: Unrolled, place: Sequence[int]) -> dict[str, list[Tensor]]:
    """By state, before another backward pass adds to them."""
    rows = _rows(module, place)
    states = {"h": [row.h for row in rows]} | ({} if rows[0].c is None else {"c": [row.c for row in rows]})
    return {name: [_grad(state).clone() for state in each] for name, each in states.items()}


def _layer(
    module: Unrolled,
    place: Sequence[int],
    gradients: Mapping[str, Sequence[Tensor]],
    begins: Sequence[Sequence[int]] | None,
) -> Layer:
    inner, rows = module.inner[0], _rows(module, place)
    suffix = f"_l{place[0]}{'_reverse' * place[1]}" if isinstance(inner, nn.RNNBase) else ""
    wanted = {f"{stem}{suffix}" for stem in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")}
    parameters = {name: p.grad.numpy().copy() for name, p in inner.named_parameters() if name in wanted}
    batch = range(len(rows[0].h))
    pieces = [_piece(rows, b, begins[b] if begins else ()) for b in batch]
    tensors = [row.h for row in rows] + [row.c for row in rows if row.c is not None]
    read = sum(
        (rows[end].h[b] * _read(rows, gradients, end, b)).sum() for b, (_, end) in zip(batch, pieces, strict=True)
    )
    alone = torch.autograd.grad(read, tensors, retain_graph=True, allow_unused=True, materialize_grads=True)
    return Layer(tuple(_sequence(rows, b, gradients, alone, pieces[b]) for b in batch), parameters)


def _piece(rows: Sequence[Step], b: int, begins: Sequence[int]) -> tuple[int, int]:
    """First and last row of the longest piece of a sequence that no new beginning divides."""
    last = [t for t, row in enumerate(rows) if row.counts[b]][-1]
    starts = [0, *begins]
    ends = [*(begin - 1 for begin in begins), last]
    return max(zip(starts, ends, strict=True), key=lambda piece: piece[1] - piece[0])


def _read(rows: Sequence[Step], gradients: Mapping[str, Sequence[Tensor]], t: int, b: int) -> Tensor:
    """What is read of h_t from outside the layer: what comes back to it, less what comes by the next step."""
    total = gradients["h"][t][b]
    if t + 1 == len(rows) or not rows[t + 1].counts[b]:
        return total
    carried = ((rows[t + 1].h[b] * gradients["h"][t + 1][b]).sum(),)
    (by_step,) = torch.autograd.grad(carried, rows[t].h, retain_graph=True, materialize_grads=True)
    return total - by_step[b]


def _sequence(
    rows: Sequence[Step],
    b: int,
    gradients: Mapping[str, Sequence[Tensor]],
    alone: Sequence[Tensor],
    piece: tuple[int, int],
) -> Sequence1:
    here = [t for t, row in enumerate(rows) if row.counts[b]]
    names = {"h": 0} | ({"c": len(rows)} if rows[0].c is not None else {})

    def over(kept: Sequence[int], value: Callable[[int], Tensor]) -> Array:
        return np.stack([value(t)[b].detach().double().numpy() for t in kept])

    return Sequence1(
        states={name: over(here, lambda t, name=name: getattr(rows[t], name)) for name in names},
        gates={gate: over(here[1:], lambda t, gate=gate: rows[t].gates[gate]) for gate in rows[-1].gates},
        gradients={name: over(here, lambda t, name=name: gradients[name][t]) for name in names},
        alone={name: over(here, lambda t, first=first: alone[first + t]) for name, first in names.items()},
        piece=piece,
    )


def _grad(tensor: Tensor) -> Tensor:
    return torch.zeros_like(tensor) if tensor.grad is None else tensor.grad


def numbers_of(layer: Layer, *, at_end: bool) -> dict[str, float]:
    """What a log is told of a layer, by the definitions in words.

    Args:
        layer: The truth.
        at_end: Whether the loss is read at the end only; else what is followed is the last step's loss.
    """
    gates = {gate: np.concatenate([one.gates[gate].ravel() for one in layer.sequences]) for gate in layer.gate_names}
    numbers: dict[str, float] = {}
    for gate, values in gates.items():
        if gate not in ("n", "g"):
            numbers[f"gate_{gate}_mean"] = values.mean()
            numbers[f"gate_{gate}_shut"] = (values < 0.01).mean()
            numbers[f"gate_{gate}_open"] = (values > 0.99).mean()
    states = {name: np.concatenate([one.states[name][1:] for one in layer.sequences]) for name in layer.state_names}
    tanhs = {gate: values for gate, values in gates.items() if gate in ("n", "g")} or {"h": states["h"]}
    if "c" in states:
        tanhs["c"] = np.tanh(states["c"])
    numbers |= {f"saturated_{symbol}": (abs(values) > 0.99).mean() for symbol, values in tanhs.items()}
    numbers |= {f"state_norm_{name}": norms[-1] for name, norms in state_norms_of(layer).items()}
    numbers["gradient_norm"] = np.linalg.norm(next(v for n, v in layer.parameters.items() if "weight_hh" in n))
    numbers["dead_units"] = (states["h"] == 0).all(0).sum()
    ratio = ratio_of(layer, at_end=at_end)
    numbers["gradient_at_first_step"] = ratio[-1]
    lost = np.flatnonzero(ratio < 0.01)
    numbers["horizon"] = (lost[0] if len(lost) else len(ratio)) - 1 + ("c" in states)
    return {name: float(value) for name, value in numbers.items()}


def state_norms_of(layer: Layer) -> dict[str, Array]:
    """Median norm by step, over the sequences that have it."""
    longest = max(len(one.states["h"]) for one in layer.sequences)
    each = {name: [np.linalg.norm(one.states[name], axis=-1) for one in layer.sequences] for name in layer.state_names}
    return {
        name: np.array([np.median([norm[t] for norm in norms if t < len(norm)]) for t in range(longest)])
        for name, norms in each.items()
    }


def ratio_of(layer: Layer, *, at_end: bool) -> Array:
    """Median norm by steps back, relative to that at the end, or one step before it for an LSTM."""
    since = int("c" in layer.state_names)
    norms = []
    for one in layer.sequences:
        gradient = np.concatenate(list((one.gradients if at_end else one.alone).values()), -1)
        norms.append(np.linalg.norm(gradient, axis=-1)[one.piece[0] : one.piece[1] + 1][::-1])
    median = np.median([len(norm) for norm in norms])
    norms = [norm for norm in norms if len(norm) >= median]
    reach = min(len(norm) for norm in norms)
    return np.median([norm[since:reach] / norm[since] for norm in norms], axis=0)
