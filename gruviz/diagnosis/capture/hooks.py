"""Hooks on a model's recurrent modules: they note each call and the gradient that comes back to it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from gruviz.diagnosis.capture.calls import Call, call_of, given
from gruviz.diagnosis.capture.find import Found, find_recurrent
from gruviz.diagnosis.capture.parameters import Parameters, read_parameters
from gruviz.diagnosis.capture.stack import runs_of
from gruviz.diagnosis.layer_run import LayerRun


class Capture:
    """The recurrent modules of a model, looked at while it runs.

    Between `arm` and `disarm` every call of theirs is noted, and the gradient that comes back to it; the model computes
    what it would compute anyway. Disarmed, the model has no hook of ours.

    Args:
        model: Any module.
        sequences: How many of each batch are looked at, the first ones (of a packed batch the longest); None for all.
            The weight gradients are then those of these alone.
        lengths: Steps that count of each sequence of a padded batch; a packed one says so itself.
    """

    def __init__(self, model: nn.Module, *, sequences: int | None = None, lengths: Sequence[int] | None = None) -> None:
        self.modules = find_recurrent(model)
        self.lengths = None if lengths is None else tuple(int(length) for length in lengths)
        self._most = sequences
        self._calls: list[Call] = []
        self._unread: dict[nn.Module, str] = {}
        self._handles: list[RemovableHandle] = []

    def arm(self) -> None:
        """Forget what was noted and note what comes."""
        self.disarm()
        self._calls, self._unread = [], {}
        for found in self.modules:
            hook = found.module.register_forward_hook(partial(self._after, found), prepend=True, with_kwargs=True)
            self._handles.append(hook)

    def disarm(self) -> None:
        """Note no more; what was noted stays."""
        while self._handles:
            self._handles.pop().remove()

    def runs(self) -> tuple[LayerRun, ...]:
        """What ran since `arm`: each layer and direction in the model's order, with the gradient so far."""
        order = {found.module: place for place, found in enumerate(self.modules)}
        calls = sorted(self._calls, key=lambda call: order[call.found.module])
        return tuple(run for call in calls for run in runs_of(call, self.lengths))

    def notes(self) -> tuple[str, ...]:
        """Sentences on modules that were not measured."""
        called = {call.found.module for call in self._calls}
        silent = [found for found in self.modules if found.module not in called]
        return tuple(self._unread.get(found.module, f"{found.label} was not called.") for found in silent)

    def _after(self, found: Found, module: nn.Module, args: Any, kwargs: Any, result: Any) -> None:
        seen = given(found, args, kwargs, result)
        if seen is None:
            name = type(module).__name__
            self._unread[module] = f"{found.label} is a {name}, which takes or gives something else than PyTorch's own."
            return
        call = call_of(found, self._parameters(found), seen, self._most)
        self._calls.append(call)
        if not found.is_cell:
            self._listen(seen.output, call.add_output)
        for index, state in enumerate(seen.final):
            self._listen(state, partial(call.add_final, index))

    def _listen(self, tensor: Tensor, heard: Callable[[Tensor], None]) -> None:
        """Hear of the gradient that comes back to a tensor, if one can."""
        if tensor.requires_grad:
            self._handles.append(tensor.register_hook(heard))  # type: ignore[no-untyped-call]

    def _parameters(self, found: Found) -> tuple[Parameters, ...]:
        return read_parameters(found)


@contextmanager
def capturing(
    model: nn.Module, *, sequences: int | None = None, lengths: Sequence[int] | None = None
) -> Iterator[Capture]:
    """Look at a model's recurrent layers while the block runs; `runs()` of what it gives says what was seen.

        with capturing(model) as seen:
            loss_of(model(x), y).backward()
        runs = seen.runs()

    Args are those of `Capture`.
    """
    capture = Capture(model, sequences=sequences, lengths=lengths)
    capture.arm()
    try:
        yield capture
    finally:
        capture.disarm()
