"""What a module read, in one call or in several that went on from each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from gruviz.arrays import Array, Mask
from gruviz.diagnosis.capture.calls import Call
from gruviz.diagnosis.capture.find import Found
from gruviz.diagnosis.capture.parameters import Parameters
from gruviz.diagnosis.capture.replay import masks_of
from gruviz.engine.records import Start


@dataclass(frozen=True, eq=False)
class Seam:
    """Where a call begins that went on from another.

    Args:
        step: Its first, counted from 1.
        initial: h, or h and c, that it was given, each (L, B, ·).
        kept: Which sequences began with the very state that the call before had ended with, (B,).
        linked: Whether a gradient can go back there.
    """

    step: int
    initial: tuple[Array, ...]
    kept: Mask
    linked: bool


@dataclass(frozen=True, eq=False)
class Reading:
    """What a module read in one go or in several that went on from each other; L is layers · directions.

    Args:
        calls: In order.
        lengths: Steps of each of the B sequences that are looked at; those behind are padding.
        seams: Between the calls.
    """

    calls: tuple[Call, ...]
    lengths: tuple[int, ...]
    seams: tuple[Seam, ...] = ()

    @property
    def batch_size(self) -> int:
        """B."""
        return len(self.lengths)

    @property
    def given(self) -> int:
        """How many sequences the module was given."""
        return self.calls[0].layout.given

    @property
    def found(self) -> Found:
        """The module."""
        return self.calls[0].found

    @property
    def parameters(self) -> tuple[Parameters, ...]:
        """Of each layer and direction."""
        return self.calls[0].parameters

    @property
    def inputs(self) -> Array:
        """(T, B, D)."""
        return self._joined([call.inputs for call in self.calls])

    @property
    def output(self) -> Array:
        """What the module gave, (T, B, ·)."""
        return self._joined([call.output for call in self.calls])

    @property
    def grad_output(self) -> Array:
        """What came back to that from outside, (T, B, ·)."""
        grads = ((call.grad_output, call.output) for call in self.calls)
        return self._joined([torch.zeros_like(output) if grad is None else grad for grad, output in grads])

    @property
    def is_packed(self) -> bool:
        """Whether it was given as packed sequences, which have no padding."""
        return self.calls[0].layout.lengths is not None

    @property
    def is_in_steps(self) -> bool:
        """Whether each call took a single step, so that there is no piece between two seams."""
        return all(call.steps == 1 for call in self.calls)

    @property
    def is_changed(self) -> bool:
        """Whether something other than a reset changed a state between two calls, and a gradient can go back there."""
        return any(
            seam.linked and any((part[:, ~seam.kept] != 0).any() for part in seam.initial) for seam in self.seams
        )

    @property
    def precision(self) -> torch.dtype:
        """Of what the module gave."""
        return self.calls[0].output.dtype

    @property
    def is_half(self) -> bool:
        """Whether that has so few digits that a gradient may be 0 by rounding."""
        return self.precision in (torch.float16, torch.bfloat16)

    def masks(self) -> list[Array]:
        """Of the dropout above each layer but the last, (T, B, ·); none where none acted."""
        drawn = [masks_of(call.draws, call.layout) for call in self.calls if call.draws is not None]
        if len(drawn) < len(self.calls):
            return []
        return [np.concatenate(masks)[:, : self.batch_size] for masks in zip(*drawn, strict=True)]

    def initial(self, index: int) -> Array | None:
        """The state that one layer or direction began with, (B, S)."""
        first = self.calls[0].initial
        return None if first is None else self._state(index, [in_float64(part, self.batch_size) for part in first])

    def starts(self, index: int) -> list[Start]:
        """Where it began anew later on."""
        return [
            Start(seam.step, self._state(index, seam.initial)[anew], tuple(anew.tolist()))
            for seam in self.seams
            if len(anew := np.flatnonzero(~seam.kept))
        ]

    def _state(self, index: int, parts: Sequence[Array]) -> Array:
        h, *rest = (part[index] for part in parts)
        return np.concatenate([self.parameters[index].lifted(h), *rest], -1)

    @property
    def cuts(self) -> list[int]:
        """Steps that began with a state through which no gradient goes back."""
        return [seam.step for seam in self.seams if not seam.linked and seam.kept.any()]

    def grad_final(self, index: int, part: int) -> Iterable[tuple[Array, Array]]:
        """What comes back from outside to the states that calls ended with.

        Args:
            index: Which layer or direction.
            part: 0 for h, 1 for c.

        Returns:
            Steps of each sequence, (B,), and gradients to add there, (B, ·). What comes back from the next call comes
            by way of the run itself, and is taken off.
        """
        for call, seam, following in zip(self.calls, [*self.seams, None], [*self.calls[1:], None], strict=True):
            ends = np.array(self.lengths) if seam is None else np.full(self.batch_size, seam.step - 1)
            if part in call.grad_final:
                yield ends, in_float64(call.grad_final[part], self.batch_size)[index]
            if seam and following and seam.linked and part in following.grad_initial:
                yield ends, -in_float64(following.grad_initial[part], self.batch_size)[index] * seam.kept[:, None]

    def _joined(self, tensors: Sequence[Tensor]) -> Array:
        """Of all calls, one after the other, (T, B, ·)."""
        return np.concatenate([in_float64(tensor, self.batch_size) for tensor in tensors])


def in_float64(tensor: Tensor, most: int) -> Array:
    """Of the first sequences, (·, B, ·), in float64."""
    return tensor[:, :most].double().numpy()
