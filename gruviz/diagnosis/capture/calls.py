"""One call of a recurrent module: what it was given, what it gave, and the gradient that came back to that."""

from dataclasses import dataclass, field
from typing import Any

from torch import Tensor
from torch.nn.utils.rnn import PackedSequence

from gruviz.diagnosis.capture.find import Found
from gruviz.diagnosis.capture.layout import Layout, layout_of
from gruviz.diagnosis.capture.parameters import Parameters
from gruviz.diagnosis.capture.replay import Draws


@dataclass(eq=False)
class Call:
    """Tensors on the CPU in the module's own precision; L is layers · directions.

    Args:
        found: The module.
        layout: How it was given its sequences.
        parameters: Of each layer and direction.
        inputs: (T, B, D).
        initial: h_0, or h_0 and c_0, each (L, B, ·); None for zeros.
        output: h of the uppermost layer, (T, B, ·).
        final: h_n, or h_n and c_n, each (L, B, ·).
        follows: The call whose last state the initial one was computed from, where a gradient can go back to it.
        again: Whether it was made within a backward pass, where checkpointing runs a forward pass once more.
        draws: What its dropout followed from; None where none acted.
        grad_output: ∂L/∂output so far, without what comes back inside this call; None before any.
        grad_final: Likewise for each of `final`, by its place.
        grad_initial: ∂L/∂h_0, or also ∂L/∂c_0, through this call alone.
    """

    found: Found
    layout: Layout
    parameters: tuple[Parameters, ...]
    inputs: Tensor
    initial: tuple[Tensor, ...] | None
    output: Tensor
    final: tuple[Tensor, ...]
    follows: "Call | None" = None
    again: bool = False
    draws: Draws | None = None
    grad_output: Tensor | None = None
    grad_final: dict[int, Tensor] = field(default_factory=dict)
    grad_initial: dict[int, Tensor] = field(default_factory=dict)

    @property
    def steps(self) -> int:
        """T."""
        return self.layout.steps

    @property
    def batch_size(self) -> int:
        """B, of the sequences that are looked at."""
        return int(self.inputs.shape[1])

    @property
    def numbers(self) -> int:
        """How many were copied."""
        return sum(tensor.numel() for tensor in (self.inputs, self.output, *(self.initial or ()), *self.final))

    @property
    def is_heard(self) -> bool:
        """Whether any gradient came back."""
        return self.grad_output is not None or bool(self.grad_final)

    def add_output(self, grad: Tensor) -> None:
        """A gradient of the output has come back."""
        more = self.layout.sequences(grad)
        self.grad_output = more if self.grad_output is None else self.grad_output + more

    def add_state(self, grads: dict[int, Tensor], index: int, grad: Tensor) -> None:
        """A gradient of h (0) or c (1) has come back, to `grad_final` or `grad_initial`."""
        more = self.layout.states(grad)
        grads[index] = grads[index] + more if index in grads else more


@dataclass(frozen=True, eq=False)
class Given:
    """What a module is called with and what it gives, as they stand in its signature."""

    inputs: Tensor | PackedSequence
    initial: tuple[Tensor, ...] | None
    output: Tensor
    final: tuple[Tensor, ...]


def given(found: Found, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any) -> Given | None:
    """Read a call; None where a class of one's own takes or returns something else than PyTorch's."""
    inputs = args[0] if args else kwargs.get("input")
    initial = args[1] if len(args) > 1 else kwargs.get("hx")
    if not isinstance(inputs, (Tensor, PackedSequence)):
        return None
    if not found.is_cell and not (isinstance(result, tuple) and len(result) == 2):
        return None
    output, final = (None, result) if found.is_cell else result
    ends = _tensors(final)
    shown = ends and (ends[0] if found.is_cell else output.data if isinstance(output, PackedSequence) else output)
    if ends is None or len(ends) != 1 + found.is_lstm or not isinstance(shown, Tensor):
        return None
    seen = Given(inputs, None if initial is None else _tensors(initial), shown, ends)
    return seen if _fits(seen, initial is not None) else None


def _fits(seen: Given, is_started: bool) -> bool:
    """Whether inputs, outputs and states have shapes that belong together."""
    inputs = seen.inputs.data if isinstance(seen.inputs, PackedSequence) else seen.inputs
    if seen.output.shape[:-1] != inputs.shape[:-1]:
        return False
    return not is_started or [part.shape for part in seen.initial or ()] == [part.shape for part in seen.final]


def call_of(found: Found, parameters: tuple[Parameters, ...], seen: Given, most: int | None = None) -> Call:
    """Copy what is looked at of a call."""
    layout = layout_of(found, seen.inputs, most)
    initial = None if seen.initial is None else tuple(layout.states(state) for state in seen.initial)
    return Call(
        found,
        layout,
        parameters,
        layout.sequences(seen.inputs),
        initial,
        layout.sequences(seen.output),
        tuple(layout.states(state) for state in seen.final),
    )


def _tensors(value: Any) -> tuple[Tensor, ...] | None:
    """A state as the tensors that it has."""
    parts = tuple(value) if isinstance(value, (tuple, list)) else (value,)
    return parts if all(isinstance(part, Tensor) for part in parts) else None
