"""Gradients in float32 on their way down to 1e-38: carried in larger numbers, and zero below that.

A processor needs many times as long for a number below 1e-38, of which float32 has only a few digits, as for others.
"""

import numpy as np

from gruviz.arrays import Array

EVERY = 8
"""Steps between two looks: between them a gradient that falls by less than 1e-3 a step stays in range."""
FAINT = 2.0**-80
"""Largest element of a sequence's gradient below which it goes on multiplied by 1 / FAINT."""
NOTHING = 2.0**-104
"""What an element is rounded to 0 below, in a gradient that is not faint as a whole."""


class Faint:
    """Looks after a gradient that runs back through a run, (T+1, …, E, B, S), and restores its true size at the end.

    Args:
        grads: Its direct part, before the run; the total, once it has come back.
    """

    def __init__(self, grads: Array) -> None:
        self._grads = grads
        self.minds = bool(grads.dtype == np.float32)
        """Whether there is anything to look after."""
        if self.minds:  # what has still to come may not be mixed with what is multiplied
            self._silent = ~np.logical_or.accumulate(grads.any(-1, keepdims=True))
            self._factors: dict[int, Array] = {}

    def look(self, row: int) -> None:
        """See to the gradient of row t, before it goes back through step t."""
        if row % EVERY:
            return
        gradient = self._grads[row]
        sizes = np.abs(gradient)
        if sizes.min() >= FAINT:  # as nearly always
            return
        faint = self._silent[row - 1] & (sizes.max(-1, keepdims=True) < FAINT)
        if faint.any():
            factor = np.where(faint, 1 / FAINT, 1).astype(np.float32)
            gradient *= factor
            self._factors[row] = factor
        gradient[np.abs(gradient) < NOTHING] = 0

    def restore(self, after: Array | None = None) -> None:
        """Give all gradients their true sizes, and what was computed from each, (T, G, …, E, B, ·), likewise."""
        if not self.minds or not self._factors:
            return
        end = max(self._factors) + 1
        power = np.ones(self._silent[:end].shape)
        for row, factor in self._factors.items():
            power[: row + 1] /= factor
        _scale(self._grads[:end], power)
        if after is not None:
            _scale(after[: end - 1], power[1:, None])


def _scale(values: Array, power: Array) -> None:
    """Multiply in place, with 0 for what float32 has no full digits for."""
    limit = np.finfo(np.float32).tiny
    sizes = np.abs(values) * power
    np.multiply(values, np.where(sizes < limit, 0, power), values, casting="same_kind")
