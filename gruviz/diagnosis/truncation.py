"""How much of a gradient is left when backpropagation is cut every so many steps."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array, Mask
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.diagnosis.reach import LAST, reads
from gruviz.engine.backpropagation import truncation_cuts
from gruviz.engine.cells import find_cell
from gruviz.engine.linear_map import LinearMap, linearised
from gruviz.engine.norms import silent
from gruviz.engine.recording import all_steps
from gruviz.validation import check_integer

ENOUGH = 0.95
"""Share of the gradient that is nearly all of it."""
PER_DOUBLING = 2
"""Windows that are tried each time the window doubles, before the smallest that is enough is looked for."""


class Truncation(NamedTuple):
    """Share of ∂L/∂U that is kept, by window.

    Args:
        windows: Numbers of steps, ascending; the last is the whole sequence.
        kept: For each, as `keeps` has it.
    """

    windows: tuple[int, ...]
    kept: tuple[float, ...]

    def enough(self, share: float = ENOUGH) -> int:
        """The smallest window from which on at least `share` is kept."""
        short = [place for place, kept in enumerate(self.kept) if not kept >= share]
        return self.windows[min(short[-1] + 1, len(self.windows) - 1) if short else 0]


def keeps(run: LayerRun, window: int) -> float:
    """Share of ∂L/∂U that is kept when backpropagation is cut every `window` steps.

    The cuts are those of a training loop that detaches the state between pieces of so many steps, counted back from
    each sequence's last step, so that a loss at the end has a whole piece before it; the states run on. The share is
    1 − ‖g − g_cut‖ / ‖g‖, g summed over the batch: 95% says that length and direction of the step that an optimiser
    takes are off by at most 5%. (The projection of g_cut on g would say 95% also of one that points elsewhere.) It is
    below 0 where the cut gradient is farther from g than none at all would be; nan where g is zero or no number.

    Args:
        run: The layer; cuts that its own calls made stay.
        window: Steps, 1 to the longest sequence's.
    """
    check_integer("window", window, 1, max(run.seq_len, 1))
    return _share(recurrent_gradient(run, window), recurrent_gradient(run))


def kept_by_cuts(run: LayerRun) -> float:
    """Share of ∂L/∂U that the cuts which a training loop has made itself keep, as `keeps` has it."""
    whole = replace(run, flow=run.flow.on(run.recording))
    return _share(recurrent_gradient(run), recurrent_gradient(whole))


def truncation_of(run: LayerRun, *, share: float = ENOUGH) -> Truncation | None:
    """Try windows from one step to all of them, and look for the smallest that keeps `share`.

    Exact at every window where the loss is read at the end only; else at some, doubling every `PER_DOUBLING`, and at
    those between the two that the smallest lies between.

    Returns:
        None where no gradient of U arrives, or it is no number.
    """
    if run.seq_len == 0:
        return None
    whole = recurrent_gradient(run)
    if not np.isfinite(whole).all() or not whole.any():
        return None
    if reads(run) == LAST:
        kept = _by_lag(run, whole)
        return Truncation(tuple(range(1, run.seq_len + 1)), tuple(kept))
    found = {window: _share(recurrent_gradient(run, window), whole) for window in _ladder(run.seq_len)}
    return _refined(run, whole, found, share)


def _refined(run: LayerRun, whole: Array, found: dict[int, float], share: float) -> Truncation:
    """Halve what lies between the last window that is too short and the first that is enough."""
    while True:
        truncation = Truncation(*zip(*sorted(found.items()), strict=True))
        most = truncation.enough(share)
        least = max((window for window in found if window < most), default=most - 1)
        if most - least <= max(1, most // 16):
            return truncation
        middle = (least + most) // 2
        found[middle] = _share(recurrent_gradient(run, middle), whole)


def _ladder(most: int) -> list[int]:
    count = int(np.ceil(PER_DOUBLING * np.log2(most))) + 1 if most > 1 else 1
    return sorted({*np.rint(np.geomspace(1, most, count)).astype(int).tolist(), most})


def _share(cut: Array, whole: Array) -> float:
    with silent():
        return float(1 - np.linalg.norm(whole - cut) / np.linalg.norm(whole))


@silent()
def recurrent_gradient(run: LayerRun, window: int | None = None) -> Array:
    """∂L/∂U over the batch, (R·H, H); with backpropagation cut every `window` steps, if it is."""
    steps, grads = linearised(run.recording, run.flow.cuts), run.flow.gradients
    if window is not None and window < run.seq_len:
        steps, grads = _cut(run, window), np.array(run.flow.direct)
        for t, step in steps.backward():
            grads[t] += step.adjoint(grads[t + 1]).total
    products = steps.adjoint(grads[1:]).products
    operands = _operands(run)
    parts = [_rows(products[block]).T @ _rows(operands[block]) for block in products if block in operands]
    return np.concatenate(parts) if parts else np.zeros((0, 0))


def _by_lag(run: LayerRun, whole: Array) -> list[float]:
    """Share kept by window, of a loss at the end of each sequence: the sum of the last steps' parts."""
    products = linearised(run.recording, run.flow.cuts).adjoint(run.flow.gradients[1:]).products
    operands = _operands(run)
    missing, shares = whole.copy(), []
    norm = np.linalg.norm(whole)
    sequences, ends = np.arange(len(run.lengths)), np.array(run.lengths)
    for lag in range(run.seq_len):
        there = sequences[ends > lag]
        rows = ends[there] - 1 - lag
        parts = [products[block][rows, 0, there].T @ operands[block][rows, 0, there] for block in operands]
        missing -= np.concatenate(parts)
        shares.append(float(1 - np.linalg.norm(missing) / norm))
    return shares


def _cut(run: LayerRun, window: int) -> LinearMap:
    """The steps of a run, cut every `window` steps back from each sequence's last."""
    steps = linearised(run.recording, run.flow.cuts)
    open_steps: Mask = np.ones((run.recording.seq_len, 1, run.recording.batch_size, 1), np.bool_)
    for sequence, end in enumerate(run.lengths):
        open_steps[[step - 1 for step in truncation_cuts(window, end)], :, sequence] = False
    return replace(steps, passes=open_steps if steps.passes is None else steps.passes & open_steps)


def _operands(run: LayerRun) -> Mapping[str, Array]:
    return find_cell(run.recording.cell).operands(run.recording.weights, all_steps(run.recording))


def _rows(array: Array) -> Array:
    return array.reshape(-1, array.shape[-1])
