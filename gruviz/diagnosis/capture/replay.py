"""Dropout between a module's layers: the masks that one call drew, drawn once more."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from gruviz.arrays import Array
from gruviz.diagnosis.capture.find import Found
from gruviz.diagnosis.capture.layout import Layout


@dataclass(frozen=True, eq=False)
class Draws:
    """What the masks of one call follow from.

    Args:
        state: Of the random generator of the module's device, before the call.
        rate: Share of the units that is left out.
        gaps: Between the layers, one mask each.
        shape: Of what a layer gives: (T, B, ·), or (rows, ·) of a packed batch.
        dtype: Of that.
        device: Of that.
    """

    state: Tensor
    rate: float
    gaps: int
    shape: tuple[int, ...]
    dtype: torch.dtype
    device: torch.device


def draws_of(found: Found, layout: Layout, output: Tensor, state: Tensor) -> Draws:
    """What a call drew, which began with a random generator in this state and gave this output."""
    packed = layout.sizes is not None
    steps_first = output if packed else layout.time_first(output)
    return Draws(state, found.dropout, found.layers - 1, tuple(steps_first.shape), output.dtype, output.device)


def random_state(device: torch.device) -> Tensor:
    """Where a device's random generator stands."""
    return torch.cuda.get_rng_state(device) if device.type == "cuda" else torch.get_rng_state()


def masks_of(draws: Draws, layout: Layout) -> list[Array]:
    """0 where a unit was left out, else 1 / (1 - rate), each (T, B, ·).

    PyTorch's own kernels draw a mask of all steps after each layer but the last. cuDNN draws others: whoever uses these
    compares what follows from them with what the module gave.
    """
    on_gpu = draws.device.type == "cuda"
    with torch.random.fork_rng(devices=[draws.device] if on_gpu else []):
        if on_gpu:
            torch.cuda.set_rng_state(draws.state, draws.device)
        else:
            torch.set_rng_state(draws.state)
        ones = torch.ones(draws.shape, dtype=draws.dtype, device=draws.device)
        drawn = [torch.dropout(ones, draws.rate, train=True) for _ in range(draws.gaps)]
    kept = [(layout.of_layer(mask) != 0).numpy() for mask in drawn]
    return [mask / (1 - draws.rate) if draws.rate < 1 else np.zeros(mask.shape) for mask in kept]
