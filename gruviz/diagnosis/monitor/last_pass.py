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
    from typing import TypeAlias

    from gruviz.diagnosis.capture.find import Found

    Seen: TypeAlias = tuple[tuple[Any, ...], dict[str, Any], Any]

MOST_CALLS = 2000
"""Of a cell in a loop, the newest; a module that reads whole sequences is kept by its newest call alone."""


class LastPass:
    """The newest calls of each module; their tensors are shared with the model."""

    def __init__(self) -> None:
        self._calls: dict[str, deque[Seen]] = {}
        self._counts: dict[str, int] = {}
        self._found: dict[str, Found] = {}
        self._parameters: dict[str, tuple[Parameters, ...]] = {}

    def clear(self) -> None:
        """Forget all."""
        self._calls.clear()
        self._parameters.clear()

    def add(self, found: Found, seen: Seen, *, weights_may_change: bool) -> None:
        """Note one call; and its weights, if they may have been changed when it is asked for.

        In a loop every microsecond counts: of a cell no more is done here than to keep what it was called with.
        """
        calls = self._calls.get(found.name)
        if calls is None:
            calls = self._calls[found.name] = deque(maxlen=MOST_CALLS if found.is_cell else 1)
            self._found[found.name], self._counts[found.name] = found, 0
            if weights_may_change:
                self._parameters[found.name] = read_parameters(found)
        self._counts[found.name] += 1
        calls.append(seen if found.is_cell else _without_graph(seen))

    def broken(self) -> Iterator[tuple[Found, tuple[Parameters, ...], list[Given], int]]:
        """The modules that gave a value that is not finite: weights, calls that are kept, number of the first."""
        for name, calls in self._calls.items():
            found = self._found[name]
            newest = given(found, *calls[-1])
            if newest is not None and not _is_finite(newest):
                seen = [one for one in (given(found, *call) for call in calls) if one is not None]
                first = self._counts[name] - len(calls) + 1
                yield found, self._parameters.get(name) or read_parameters(found), seen, first


def _without_graph(seen: Seen) -> Seen:
    """The same values, which hold on to nothing that led to them."""
    args, kwargs, result = seen
    return _detached(args), {name: _detached(value) for name, value in kwargs.items()}, _detached(result)


def _detached(value: Any) -> Any:
    if isinstance(value, PackedSequence):
        return value._replace(data=value.data.detach())
    if isinstance(value, (tuple, list)):
        return tuple(map(_detached, value))
    return value.detach() if isinstance(value, torch.Tensor) else value


def _is_finite(seen: Given) -> bool:
    """Whether all values are; only a sum that is not finite, or that overflows, is looked into, which takes longer."""
    parts = tuple(part.detach() for part in (seen.output, *seen.final))
    if math.isfinite(float(torch.stack([part.sum(dtype=torch.float32) for part in parts]).sum())):
        return True
    return all(bool(torch.isfinite(part).all()) for part in parts)
