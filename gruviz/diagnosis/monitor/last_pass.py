"""What the recurrent modules were given and gave in the newest forward pass: references, so that it costs nothing."""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, Any

import torch
from torch.nn.utils.rnn import PackedSequence

from gruviz.diagnosis.capture.calls import Given, given
from gruviz.diagnosis.capture.parameters import Parameters, read_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gruviz.diagnosis.capture.find import Found

MOST_CALLS = 2000
"""Of a cell in a loop, the newest; a module that reads whole sequences is kept by its newest call alone."""


class LastPass:
    """The newest calls of each module. Their tensors are shared with the model and carry no graph."""

    def __init__(self) -> None:
        self._calls: dict[Found, deque[Given]] = {}
        self._parameters: dict[Found, tuple[Parameters, ...]] = {}

    def clear(self) -> None:
        """Forget all."""
        self._calls.clear()
        self._parameters.clear()

    def add(
        self, found: Found, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any, *, weights_may_change: bool
    ) -> None:
        """Note one call; and its weights, if they may have been changed when it is asked for."""
        seen = given(found, args, kwargs, result)
        if seen is None:
            return
        if weights_may_change and found not in self._parameters:
            self._parameters[found] = read_parameters(found)
        most = MOST_CALLS if found.is_cell else 1
        self._calls.setdefault(found, deque(maxlen=most)).append(_without_graph(seen))

    def broken(self) -> Iterator[tuple[Found, tuple[Parameters, ...], list[Given]]]:
        """The modules that gave a value that is not finite, with their weights and all of their calls that are kept."""
        for found, calls in self._calls.items():
            if not _is_finite(calls[-1]):
                yield found, self._parameters.get(found) or read_parameters(found), list(calls)


def _without_graph(seen: Given) -> Given:
    inputs = seen.inputs
    inputs = inputs._replace(data=inputs.data.detach()) if isinstance(inputs, PackedSequence) else inputs.detach()
    initial = None if seen.initial is None else tuple(part.detach() for part in seen.initial)
    return Given(inputs, initial, seen.output.detach(), tuple(part.detach() for part in seen.final))


def _is_finite(seen: Given) -> bool:
    """Whether all values are; only a sum that is not finite, or that overflows, is looked into, which takes longer."""
    parts = (seen.output, *seen.final)
    if math.isfinite(float(torch.stack([part.sum(dtype=torch.float32) for part in parts]).sum())):
        return True
    return all(bool(torch.isfinite(part).all()) for part in parts)
