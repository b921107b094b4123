"""A rule for the cart and its pole that knows the physics: it works out where they are while nothing is seen."""

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.data.cart_pole import LEAN, TICK, TRACK, expert, moved

FASTEST = 10.0
"""Bound of every number of an estimate, so that that of a pole that has fallen stays finite."""


class Observer:
    """A `Policy` that remembers: it moves its estimate by the equations of motion, and asks the expert.

    Where a frame arrives, place and angle are read off it, and the speeds are corrected by what the estimate had missed
    by, divided by the time since the frame before. Nothing is learned.
    """

    def __init__(self) -> None:
        self._state: Array | None = None
        self._ticks: NDArray[np.int64] | None = None

    def __call__(self, frames: Array) -> NDArray[np.int64]:
        """The push after a frame (…, 4)."""
        if self._state is None or self._ticks is None:
            self._state = np.zeros(frames.shape)  # upright and at rest
            self._ticks = np.zeros(frames.shape[:-1], np.int64)
        else:
            self._state = moved(self._state, (frames[..., 2] > 0).astype(np.int64))
            self._ticks = self._ticks + (self._ticks > 0)
        self._correct(frames, frames[..., 3] > 0)
        return expert(self._state)

    def _correct(self, frames: Array, arrives: NDArray[np.bool_]) -> None:
        """Take in the frames that arrive; `_ticks` is 1 after one, and 0 before the first."""
        assert self._state is not None
        assert self._ticks is not None
        seen = frames[..., :2].astype(np.float64) * [TRACK, LEAN]
        missed = seen - self._state[..., [0, 2]]
        elapsed = np.where(self._ticks > 1, self._ticks - 1, np.inf)[..., None] * TICK
        speeds = self._state[..., [1, 3]] + missed / elapsed
        corrected = np.stack([seen[..., 0], speeds[..., 0], seen[..., 1], speeds[..., 1]], -1)
        self._state = np.where(arrives[..., None], corrected, self._state).clip(-FASTEST, FASTEST)
        self._ticks = np.where(arrives, 1, self._ticks)
