"""Any cell that is a function of PyTorch: its gradients step by step, by autograd, as our own cells have them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from gruviz.arrays import frozen
from gruviz.diagnosis.function_flow import FunctionFlow, FunctionRun, Parts, TapedStep, as_state, stacked
from gruviz.engine.readouts import random_readout
from gruviz.validation import InvalidShape, InvalidValue

Function = Callable[[Tensor, Any], Any]


def gradients_of(
    f: Function,
    inputs: Tensor,
    initial_state: Tensor | Sequence[Tensor],
    *,
    loss: Callable[[Any], Tensor] | None = None,
) -> FunctionFlow:
    """Run any recurrent function, and send the gradient of a loss back through its steps by autograd.

    What comes back has `norms`, `ratio()`, `decay()`, `path_shares` and so on as a `GradientFlow` has them, and goes
    wherever `gruviz.figures` takes one. Gradients of parameters are neither computed nor touched.

    Args:
        f: f(x, h) → h for one step, x (B, …) and h (B, H); or with a tuple of tensors for h, such as h and c. All
            that a step knows of earlier ones has to be in h. It may return (h, terms) instead, terms being a
            dictionary of summands of h, such as {"leak": (1 - z) * h, "candidate": z * n}: these are the paths.
        inputs: (T, B, …), such as (T, B, D), or whole numbers (T, B) that f embeds.
        initial_state: What f takes first.
        loss: From the states of all steps, each (T, B, H), in the form that f has them, to a number. By default the
            last h times the random unit vector that `gradient_flow` takes, so that both can be compared.

    Returns:
        Gradients by step; everything else is computed on first use, from the graphs of all steps, which it keeps.

    Raises:
        GruvizError: If f changes the form of the state, its terms do not add up to it, or the loss reads no state.
    """
    is_single = isinstance(initial_state, Tensor)
    start = _checked_state(initial_state)
    if not isinstance(inputs, Tensor) or inputs.ndim < 2 or not inputs.numel():
        raise InvalidValue("inputs", f"a {type(inputs).__name__}", "a tensor (T, B, …) of at least one step")
    with torch.enable_grad():
        tape, states = _unrolled(f, inputs, start, is_single=is_single)
        run = _run_of(states)
        direct = [_zeros(start), *_directly(run, states[1:], loss, is_single=is_single)]
    gradients = [direct[-1]]
    for step, read in zip(tape[::-1], direct[-2::-1], strict=True):
        gradients.append(tuple(map(torch.add, step.back(gradients[-1]), read)))
    by_step, reads = stacked(gradients[::-1]), stacked(direct)
    return FunctionFlow(run, frozen(by_step), frozen(reads), "every" if reads[:-1].any() else "last", tape=tape)


def _unrolled(
    f: Function, inputs: Tensor, start: Parts, *, is_single: bool
) -> tuple[tuple[TapedStep, ...], list[Parts]]:
    """All T steps, each with a graph of its own, and T+1 states that stand alone."""
    tape, states = list[TapedStep](), [_leaves(start)]
    for row in inputs:
        x = row.detach().requires_grad_(row.is_floating_point())
        found = f(x, states[-1][0] if is_single else states[-1])
        named = isinstance(found, tuple) and len(found) == 2 and isinstance(found[1], Mapping)
        after, terms = found if named else (found, {})
        step = TapedStep(x, states[-1], _like(after, start, "f"), _terms(terms, start))
        _check_terms(step, tape)
        tape.append(step)
        states.append(_leaves(step.after))
    return tuple(tape), states


def _run_of(states: Sequence[Parts]) -> FunctionRun:
    state, count = frozen(stacked(states)), len(states[0])
    names = ["h", "c", *(f"s{place}" for place in range(3, count + 1))][:count]
    ends = np.cumsum([part.shape[-1] for part in states[0]])[:-1]
    return FunctionRun(state, dict(zip(names, np.split(state, ends, axis=-1), strict=True)))


def _directly(
    run: FunctionRun, states: Sequence[Parts], loss: Callable[[Any], Tensor] | None, *, is_single: bool
) -> list[Parts]:
    """What the loss reads directly from the state after each step."""
    if loss is None:
        unread = [_zeros(states[0])] * (len(states) - 1)
        return [*unread, as_state(random_readout(run)[0], states[-1])]
    whole = tuple(map(torch.stack, zip(*states, strict=True)))
    value = loss(whole[0] if is_single else whole)
    if not isinstance(value, Tensor) or value.numel() != 1 or not value.requires_grad:
        said = "The loss has to be one number that depends on the states that it is given."
        raise InvalidValue("loss", type(value).__name__, "a tensor of one number", sentence=said)
    leaves = [part for parts in states for part in parts]
    read = torch.autograd.grad(value.sum(), leaves, allow_unused=True, materialize_grads=True)
    count = len(states[0])
    return [read[place : place + count] for place in range(0, len(read), count)]


def _checked_state(state: Any) -> Parts:
    parts = (state,) if isinstance(state, Tensor) else tuple(state) if isinstance(state, (tuple, list)) else ()
    good = [isinstance(part, Tensor) and part.ndim == 2 and part.is_floating_point() for part in parts]
    if not parts or not all(good) or len({len(part) for part in parts}) > 1:
        raise InvalidShape("initial_state", type(state).__name__, "a tensor (B, H) of real numbers, or several of them")
    return parts


def _like(found: Any, state: Parts, who: str) -> Parts:
    """What a function has given in place of a state, if it has the form of one."""
    parts = tuple(found) if isinstance(found, (tuple, list)) else (found,)
    shapes, wanted = ([tuple(getattr(part, "shape", ())) for part in one] for one in (parts, state))
    if shapes != wanted:
        said = f"{who} gives {_shapes(shapes)} where the state is {_shapes(wanted)}."
        raise InvalidShape(who, shapes, "the form of the state", sentence=said)
    return parts


def _shapes(shapes: Sequence[tuple[int, ...]]) -> str:
    return " and ".join(" × ".join(map(str, shape)) or "no tensor" for shape in shapes)


def _terms(terms: Mapping[str, Any], state: Parts) -> dict[str, Parts]:
    return {name: _like(term, state, f"The term {name}") for name, term in terms.items()}


def _check_terms(step: TapedStep, tape: Sequence[TapedStep]) -> None:
    """Every step has the same terms, and their sum is the state."""
    if tape and tape[0].terms.keys() != step.terms.keys():
        said = "f has to name the same terms at every step."
        raise InvalidValue("f", list(step.terms), ", ".join(tape[0].terms), sentence=said)
    if step.terms:
        for after, *parts in zip(step.after, *step.terms.values(), strict=True):
            _check_sum(after, sum(parts[1:], parts[0]), list(step.terms))


def _check_sum(after: Tensor, total: Tensor, names: Sequence[str]) -> None:
    room = 1e4 * torch.finfo(after.dtype).eps * float(after.detach().abs().nan_to_num().max().clamp(min=1e-30))
    if not torch.allclose(total, after, rtol=0, atol=room, equal_nan=True):
        said = f"The terms {', '.join(names)} do not add up to the state that f returns."
        raise InvalidValue("f", "other terms", "terms that sum to the state", sentence=said)


def _leaves(state: Parts) -> Parts:
    return tuple(part.detach().requires_grad_() for part in state)


def _zeros(state: Parts) -> Parts:
    return tuple(map(torch.zeros_like, state))
