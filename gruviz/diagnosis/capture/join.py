"""Calls of a module that went on from each other, as one reading."""

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
        lengths: Steps of each sequence; those behind are padding.
        seams: Between the calls.
    """

    calls: tuple[Call, ...]
    lengths: tuple[int, ...]
    seams: tuple[Seam, ...] = ()

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
        return np.concatenate([float64(call.inputs) for call in self.calls])

    @property
    def output(self) -> Array:
        """What the module gave, (T, B, ·)."""
        return np.concatenate([float64(call.output) for call in self.calls])

    @property
    def grad_output(self) -> Array:
        """What came back to that from outside, (T, B, ·)."""
        grads = (call.grad_output for call in self.calls)
        pairs = zip(grads, self.calls, strict=True)
        return np.concatenate([np.zeros(call.output.shape) if grad is None else float64(grad) for grad, call in pairs])

    @property
    def is_packed(self) -> bool:
        """Whether it was given as packed sequences, which have no padding."""
        return self.calls[0].layout.lengths is not None

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
        return [np.concatenate(masks) for masks in zip(*drawn, strict=True)] if len(drawn) == len(self.calls) else []

    def initial(self, index: int) -> Array | None:
        """The state that one layer or direction began with, (B, S)."""
        first = self.calls[0].initial
        return None if first is None else self._state(index, [float64(part) for part in first])

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
            ends = np.array(self.lengths) if seam is None else np.full(call.batch_size, seam.step - 1)
            if part in call.grad_final:
                yield ends, float64(call.grad_final[part][index])
            if seam and following and seam.linked and part in following.grad_initial:
                yield ends, -float64(following.grad_initial[part][index]) * seam.kept[:, None]


def readings_of(calls: Sequence[Call]) -> list[Reading]:
    """Calls of one module, in order, joined where one goes on from another."""
    chains: list[list[Call]] = []
    for call in calls:
        chain = next((chain for chain in reversed(chains) if _goes_on(chain[-1], call)), None)
        if chain is None:
            chains.append([call])
        else:
            chain.append(call)
    return [_reading(chain) for chain in chains]


def _reading(chain: list[Call]) -> Reading:
    if len(chain) == 1:
        (call,) = chain
        return Reading((call,), call.layout.lengths or (call.steps,) * call.batch_size)
    firsts = np.cumsum([1, *(call.steps for call in chain)])
    seams = [_seam(int(step), *pair) for step, *pair in zip(firsts[1:], chain, chain[1:], strict=False)]
    return Reading(tuple(chain), (int(firsts[-1]) - 1,) * chain[0].batch_size, tuple(seams))


def _seam(step: int, before: Call, after: Call) -> Seam:
    assert after.initial is not None
    return Seam(
        step, tuple(float64(part) for part in after.initial), _kept(before, after), linked=after.follows is before
    )


def _goes_on(before: Call, after: Call) -> bool:
    """Whether a call took up the state that another had ended with, of some of its sequences at least."""
    same = before.found.directions == 1 and before.parameters is after.parameters
    whole = all(len(set(call.layout.lengths or (0,))) == 1 for call in (before, after))
    if not (same and whole and before.batch_size == after.batch_size) or after.initial is None:
        return False
    if after.follows is not None:
        return after.follows is before
    return bool((_kept(before, after) & (after.initial[0] != 0).any(-1).any(0).numpy()).any())


def _kept(before: Call, after: Call) -> Mask:
    """Which sequences began with the very state that the call before had ended with, (B,)."""
    assert after.initial is not None
    same = [(end == begin).all(-1).all(0) for end, begin in zip(before.final, after.initial, strict=True)]
    return np.logical_and.reduce([part.numpy() for part in same])


def float64(tensor: Tensor) -> Array:
    """Its numbers, with digits to spare."""
    return tensor.double().numpy()
