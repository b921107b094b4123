"""Calls of a module that have nothing to do with each other, as one call with more sequences."""

from collections.abc import Sequence

import torch
from torch import Tensor

from gruviz.diagnosis.capture.calls import Call
from gruviz.diagnosis.capture.layout import Layout


def beside(calls: Sequence[Call]) -> Call:
    """Put calls with the same weights side by side; the shorter ones are padded at the end.

    Args:
        calls: At least one; without dropout between the layers.
    """
    if len(calls) == 1:
        return calls[0]
    first, steps = calls[0], max(call.steps for call in calls)
    ends = [call.layout.lengths or (call.steps,) * call.batch_size for call in calls]
    padded = any(length < steps for lengths in ends for length in lengths)
    given = sum(call.layout.given for call in calls)
    lengths = tuple(length for lengths in ends for length in lengths) if padded else None
    return Call(
        first.found,
        Layout(steps, given, 1, ends=lengths),
        first.parameters,
        _padded([call.inputs for call in calls], steps),
        _all([call.initial for call in calls], calls),
        _padded([call.output for call in calls], steps),
        tuple(torch.cat(parts, 1) for parts in zip(*(call.final for call in calls), strict=True)),
        grad_output=_padded([_or_zeros(call.grad_output, call.output) for call in calls], steps),
        grad_final={
            part: torch.cat([_or_zeros(call.grad_final.get(part), call.final[part]) for call in calls], 1)
            for part in range(len(first.final))
        },
    )


def _all(states: Sequence[tuple[Tensor, ...] | None], calls: Sequence[Call]) -> tuple[Tensor, ...] | None:
    """Initial states of all calls; None where none was given any."""
    if all(state is None for state in states):
        return None
    each = [
        tuple(torch.zeros_like(part) for part in call.final) if state is None else state
        for state, call in zip(states, calls, strict=True)
    ]
    return tuple(torch.cat(parts, 1) for parts in zip(*each, strict=True))


def _padded(tensors: Sequence[Tensor], steps: int) -> Tensor:
    """Zeros behind the end of each, (T, B, ·)."""
    longer = (torch.nn.functional.pad(tensor, (0, 0, 0, 0, 0, steps - len(tensor))) for tensor in tensors)
    return torch.cat([*longer], 1)


def _or_zeros(grad: Tensor | None, like: Tensor) -> Tensor:
    return torch.zeros_like(like) if grad is None else grad
