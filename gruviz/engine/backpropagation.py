"""Total derivatives from direct ones, step by step backward."""

from collections.abc import Collection, Sequence

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.backward import run_back
from gruviz.engine.breakdown import broken_so_far
from gruviz.engine.cells import Adjoint
from gruviz.engine.linear_map import linearised
from gruviz.engine.records import Recording

ENOUGH = 0.95
"""Share of a weight gradient that is nearly all of it."""
ROUNDING = 1e-12


def backpropagate(recording: Recording, direct: Array, *, cuts: Collection[int] = ()) -> Array:
    """Total derivatives ∂L/∂s_t from the direct ones.

    Args:
        recording: A run of any cell.
        direct: What the loss reads directly from each state, (T+1, E, B, S); further axes may lead (E, B, S).
        cuts: Steps through which nothing goes back, counted from 1; nor does it where the state was reset.

    Returns:
        (T+1, …, E, B, S), in the run's precision; it may underflow or overflow, silently and truthfully. A sequence
        whose state has stopped being a number has no gradient: nan at every step.
    """
    return _total(recording, direct, cuts, keep=False)[0]


def backpropagate_whole(recording: Recording, direct: Array, *, cuts: Collection[int] = ()) -> tuple[Array, Adjoint]:
    """As `backpropagate`, with what reaches preactivations, products and constants on the way."""
    grads, adjoint = _total(recording, direct, cuts, keep=True)
    assert adjoint is not None
    return grads, adjoint


def _total(recording: Recording, direct: Array, cuts: Collection[int], *, keep: bool) -> tuple[Array, Adjoint | None]:
    grads = np.array(direct, order="C")
    adjoint = run_back(linearised(recording, frozenset(cuts)), grads, keep=keep)
    if recording.breakdown is not None:
        parts = () if adjoint is None else (adjoint.preactivations, adjoint.products, adjoint.constants)
        for array in (grads, *(array for part in parts for array in part.values())):
            array[..., broken_so_far(recording.state)[-1], :] = np.nan
    return grads, adjoint


def truncation_cuts(truncation: int | None, seq_len: int) -> range:
    """Steps cut by backpropagation truncated every so many steps, counted from the last; None cuts nowhere."""
    return range(0) if truncation is None else range(seq_len - truncation + 1, 0, -truncation)


def enough_window(windows: Sequence[int], kept: Array | Sequence[float], share: float = ENOUGH) -> int:
    """The smallest window from which on at least `share` is kept, and no more goes beyond the whole than would be lost.

    Args:
        windows: Steps from cut to cut, rising, (N,); the last is the whole sequence.
        kept: ⟨g_cut, g⟩ / ‖g‖² for each.
        share: How much of the gradient is wanted.
    """
    short = np.flatnonzero(~(abs(np.asarray(kept) - 1) <= 1 - share + ROUNDING))
    first = min(int(short[-1]) + 1, len(windows) - 1) if len(short) else 0
    return int(windows[first])
