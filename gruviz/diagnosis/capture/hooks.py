"""Hooks on a model's recurrent modules: they note each call and the gradient that comes back to it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from gruviz.diagnosis.capture.calls import Call, Given, call_of, given
from gruviz.diagnosis.capture.find import Found, find_recurrent, is_compiled
from gruviz.diagnosis.capture.join import readings_of
from gruviz.diagnosis.capture.links import Links, apart, tapped
from gruviz.diagnosis.capture.listener import Listener
from gruviz.diagnosis.capture.parameters import Parameters, read_parameters, weights_used
from gruviz.diagnosis.capture.replay import draws_of, random_state
from gruviz.diagnosis.capture.stack import runs_of
from gruviz.diagnosis.layer_run import LayerRun


@dataclass(frozen=True, eq=False)
class Before:
    """What is known of a call before it runs.

    Args:
        initial: Its initial state, as copies that no other call sees.
        follows: The call whose last state that was computed from.
        random: State of the random generator, where dropout acts.
    """

    initial: tuple[Tensor, ...] = ()
    follows: Call | None = None
    random: Tensor | None = None


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

    only_heard = False
    """Whether calls to which no gradient came back are left out where others of their module have some."""

    def __init__(self, model: nn.Module, *, sequences: int | None = None, lengths: Sequence[int] | None = None) -> None:
        self.modules = find_recurrent(model)
        self.lengths = None if lengths is None else tuple(int(length) for length in lengths)
        self._most, self._is_compiled = sequences, is_compiled(model)
        self._calls: list[Call] = []
        self._read: dict[Found, tuple[list[tuple[Tensor, int]], tuple[Parameters, ...]]] = {}
        self._before_call: dict[nn.Module, Before] = {}
        self._links = Links()
        self._unread: dict[nn.Module, str] = {}
        self._handles: list[RemovableHandle] = []
        self._listening: list[RemovableHandle] = []

    def arm(self) -> None:
        """Forget what was noted and note what comes."""
        self.disarm()
        self.forget()
        for found in self.modules:
            hooks = [partial(self._before, found), partial(self._after, found)]
            before, after = (Listener(hear, self, compiled=self._is_compiled) for hear in hooks)
            self._handles.append(found.module.register_forward_pre_hook(before, with_kwargs=True))
            self._handles.append(found.module.register_forward_hook(after, prepend=True, with_kwargs=True))

    def disarm(self) -> None:
        """Note no more; what was noted stays."""
        for handles in (self._handles, self._listening):
            while handles:
                handles.pop().remove()
        self._links.clear()
        self._before_call.clear()

    def forget(self) -> None:
        """Forget what was noted, and go on noting what comes if armed; a module's own hook may ask for it."""
        while self._listening:
            self._listening.pop().remove()
        self._calls, self._unread, self._read = [], {}, {}
        self._links.clear()
        self._before_call.clear()

    def forget_unheard(self, found: Found, most: int) -> None:
        """Forget a module's oldest calls that no gradient came back to and that its newest does not go on from.

        Args:
            found: The module.
            most: How many numbers of such calls may stay.
        """
        calls = [call for call in reversed(self._calls) if call.found is found]
        chain, newest = set[int](), calls[0] if calls else None
        while newest is not None:
            chain.add(id(newest))
            newest = newest.follows
        kept = 0
        for call in calls:
            is_idle = id(call) not in chain and not call.is_heard
            kept += is_idle * call.numbers
            if is_idle and kept > most:
                self._calls.remove(call)

    def runs(self) -> tuple[LayerRun, ...]:
        """What ran since `arm`: each layer and direction in the model's order, with the gradient so far."""
        return tuple(
            run
            for found in self.modules
            for reading in readings_of(self._calls_of(found), heard=self.only_heard)
            for run in runs_of(reading, self.lengths)
        )

    def _calls_of(self, found: Found) -> list[Call]:
        """Of a call that checkpointing made twice, the one whose output the gradient came back to."""
        calls = [call for call in self._calls if call.found is found]
        return [call for call in calls if call.is_heard] if any(call.again for call in calls) else calls

    def notes(self) -> tuple[str, ...]:
        """Sentences on modules that were not measured."""
        called = {call.found.module for call in self._calls}
        silent = [found for found in self.modules if found.module not in called]
        return tuple(self._unread.get(found.module, f"{found.label} was not called.") for found in silent)

    def _before(self, found: Found, module: nn.Module, args: Any, kwargs: Any) -> tuple[Any, Any]:
        args, kwargs, copies = tapped(args, kwargs)
        drops = found.dropout > 0
        state = random_state(weights_used(found)[0].device) if drops else None
        self._before_call[module] = Before(copies, self._links.before(module, copies), state)
        return args, kwargs

    def _after(self, found: Found, module: nn.Module, args: Any, kwargs: Any, result: Any) -> Any:
        result = apart(found, result)
        before, seen = self._before_call.pop(module, Before()), given(found, args, kwargs, result)
        if seen is None:
            name = type(module).__name__
            self._unread[module] = f"{found.label} is a {name}, which takes or gives something else than PyTorch's own."
        elif not seen.final[0].numel():
            self._unread[module] = f"{found.label} was given a batch without any sequence."
        else:
            self._note(found, seen, before)
        return result

    def _note(self, found: Found, seen: Given, before: Before) -> None:
        call = call_of(found, self._parameters(found), seen, self._most)
        call.follows, call.again = before.follows, in_backward_pass()
        if before.random is not None:
            call.draws = draws_of(found, call.layout, seen.output, before.random)
        self._calls.append(call)
        self._links.add(call, (seen.output, *seen.final))
        if not found.is_cell:  # whose output is its last state
            self._listen(seen.output, call.add_output)
        for grads, states in ((call.grad_final, seen.final), (call.grad_initial, before.initial)):
            for index, state in enumerate(states):
                self._listen(state, partial(call.add_state, grads, index))

    def _listen(self, tensor: Tensor, heard: Callable[[Tensor], None]) -> None:
        """Hear of the gradient that comes back to a tensor, if one can."""
        if tensor.requires_grad:
            self._listening.append(tensor.register_hook(partial(self._hear, heard)))  # type: ignore[no-untyped-call]

    def _hear(self, heard: Callable[[Tensor], None], grad: Tensor | None) -> None:
        """A gradient has come back, or None, which a module with a full backward hook passes on where there is none."""
        if grad is not None:
            heard(grad)

    def _parameters(self, found: Found) -> tuple[Parameters, ...]:
        """Copies of the weights; the same ones for as long as these do not change."""
        used = [(tensor, tensor._version) for tensor in weights_used(found)]
        known, parameters = self._read.get(found, ([], ()))
        if not _unchanged(known, used):
            now = read_parameters(found)
            same = len(now) == len(parameters) and all(map(Parameters.equals, now, parameters))
            self._read[found] = used, parameters if same else now
        return self._read[found][1]


def _unchanged(known: list[tuple[Tensor, int]], used: list[tuple[Tensor, int]]) -> bool:
    """Whether two lists name the same tensors, none of them written to in between."""
    pairs = zip(known, used, strict=False)
    return len(known) == len(used) and all(was is now and old == new for (was, old), (now, new) in pairs)


def in_backward_pass() -> bool:
    """Whether a backward pass is under way, in which checkpointing runs modules once more."""
    return torch._C._current_graph_task_id() != -1


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
