"""By how much a `GradScaler` has made the gradients larger than they are, and whether it skips a step."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, NamedTuple

import torch

if TYPE_CHECKING:
    from types import FrameType

    from torch.optim import Optimizer

_SCALERS = torch.amp.GradScaler.step.__code__.co_filename
_DEEPEST = 12
"""Frames between `GradScaler.step` and the hook of the optimizer; it takes three."""


class Scaling(NamedTuple):
    """What a scaler has done to the gradients that an optimizer is about to use.

    Args:
        scale: The loss was multiplied by it.
        pending: Whether the gradients still carry it, as those of a fused optimizer, which divides by it on its own.
        skipped: Whether the optimizer will leave its step out, since a gradient is no number.
    """

    scale: float = 1.0
    pending: bool = False
    skipped: bool = False


def scaling_of(optimizer: Optimizer) -> Scaling:
    """Read from inside an optimizer's step whether a scaler calls it: only the call itself knows the scaler."""
    found = getattr(optimizer, "found_inf", None)
    scaler = _calling(inspect.currentframe())
    if scaler is None:
        return Scaling()
    skipped = found is not None and bool(float(found))
    return Scaling(float(scaler.get_scale()), getattr(optimizer, "grad_scale", None) is not None, skipped)


def _calling(frame: FrameType | None) -> torch.amp.GradScaler | None:
    """The scaler whose method is running a few calls above."""
    for _ in range(_DEEPEST):
        if frame is None:
            return None
        if frame.f_code.co_filename == _SCALERS:  # to ask for a frame's variables keeps them alive: not the person's
            owner = frame.f_locals.get("self")
            return owner if isinstance(owner, torch.amp.GradScaler) and owner.is_enabled() else None
        frame = frame.f_back
    return None
