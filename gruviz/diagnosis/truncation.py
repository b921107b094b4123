"""How much of a gradient is left when backpropagation is cut every so many steps."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array, Mask
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.diagnosis.reach import LAST, reads
from gruviz.engine.backpropagation import ENOUGH, enough_window, truncation_cuts
from gruviz.engine.cells import find_cell
from gruviz.engine.linear_map import LinearMap, linearised
from gruviz.engine.norms import silent
from gruviz.engine.recording import all_steps
from gruviz.validation import check_integer

NEAR = 8
"""The smallest window that is enough is looked for to one part in so many."""
MOST_NUMBERS = 2**19
"""Steps · sequences · units of a gradient for each window; of a larger batch, the first sequences are measured."""


class Truncation(NamedTuple):
    """Share of ∂L/∂U that is kept, by window.

    Args:
        windows: Numbers of steps, ascending; the last is the whole sequence.
        kept: For each, as `keeps` has it.
        sequences: How many of the batch, the first ones, the gradient was summed over.
    """

    windows: tuple[int, ...]
    kept: tuple[float, ...]
    sequences: int

    def enough(self, share: float = ENOUGH) -> int:
        """The smallest window that keeps `share`, as all longer ones do."""
        return enough_window(self.windows, self.kept, share)


def keeps(run: LayerRun, window: int) -> float:
    """Share of ∂L/∂U that is kept when backpropagation is cut every `window` steps.

    The cuts are those of a training loop that detaches the state between pieces of so many steps, counted back from
    each sequence's last step, so that a loss at the end has a whole piece before it; the states run on. The share is
    ⟨g_cut, g⟩ / ‖g‖², g summed over the batch, as that of a path in `GradientFlow.path_shares`: what is kept and what
    longer windows add sum to 1. It says how far a step along g_cut goes along g, not how far it goes elsewhere, which
    `missed` says; it may be negative or above 1. nan where g is zero or no number.

    Args:
        run: The layer; cuts that its own calls made stay.
        window: Steps, 1 to the longest sequence's.
    """
    check_integer("window", window, 1, max(run.seq_len, 1))
    return _kept(recurrent_gradient(run, window), recurrent_gradient(run))


def missed(run: LayerRun, window: int, *, most: int | None = None) -> float:
    """‖g − g_cut‖ / ‖g‖: how much such a gradient differs from the whole one, in any direction.

    Args:
        run: The layer.
        window: As in `keeps`.
        most: How many of the sequences are summed over, the first ones; None for all.
    """
    whole = recurrent_gradient(run, most=most)
    largest = np.abs(whole).max(initial=0)
    with silent():
        lost = (whole - recurrent_gradient(run, window, most=most)) / largest
        return float(np.linalg.norm(lost) / np.linalg.norm(whole / largest))


def kept_by_cuts(run: LayerRun) -> float:
    """Share of ∂L/∂U that the cuts which a training loop has made itself keep, as `keeps` has it."""
    whole = replace(run, flow=run.flow.on(run.recording))
    return _kept(recurrent_gradient(run), recurrent_gradient(whole))


def truncation_of(run: LayerRun, *, share: float = ENOUGH) -> Truncation | None:
    """Try windows from one step to all of them, and look for the smallest that keeps `share`.

    At every window where the loss is read at the end only. Else at windows that double, and between the two that the
    smallest lies between, to one part in `NEAR`.

    Returns:
        None where no gradient of U arrives, or it is no number.
    """
    if run.seq_len == 0:
        return None
    whole = recurrent_gradient(run)
    if not np.isfinite(whole).all() or not whole.any():
        return None
    if reads(run) == LAST:
        return Truncation(tuple(range(1, run.seq_len + 1)), _by_lag(run, whole), run.recording.batch_size)
    return _searched(run, share)


def _searched(run: LayerRun, share: float) -> Truncation:
    size = run.recording.seq_len * run.recording.weights.hidden_size
    most = min(run.recording.batch_size, max(1, MOST_NUMBERS // size))
    whole = recurrent_gradient(run, most=most)
    doubling = [2**power for power in range(run.seq_len.bit_length()) if 2**power < run.seq_len]
    found = {run.seq_len: 1.0}
    wanted = doubling
    while True:
        found |= {window: _kept(recurrent_gradient(run, window, most=most), whole) for window in wanted}
        windows = sorted(found)
        truncation = Truncation(tuple(windows), tuple(found[window] for window in windows), most)
        enough = truncation.enough(share)
        least = max((window for window in found if window < enough), default=enough - 1)
        if enough - least <= max(1, enough // NEAR):
            return truncation
        wanted = [(least + enough) // 2]


@silent()
def _kept(cut: Array, whole: Array) -> float:
    largest = np.abs(whole).max(initial=0)  # squares of what is very large or small would not be numbers
    return float((cut / largest * (whole / largest)).sum() / np.square(whole / largest).sum())


@silent()
def recurrent_gradient(run: LayerRun, window: int | None = None, *, most: int | None = None) -> Array:
    """∂L/∂U, (R·H, H).

    Args:
        run: The layer.
        window: Steps after which backpropagation is cut anew, as in `keeps`; None leaves it whole.
        most: How many of the sequences are summed over, the first ones; None for all.
    """
    first = np.s_[:, :, :most]
    operands = {block: operand[first] for block, operand in _operands(run).items()}
    if window is None or window >= run.seq_len:
        steps = linearised(run.recording, run.flow.cuts).at(first)
        products = steps.adjoint(run.flow.gradients[1:][first]).products
        parts = [_rows(products[block]).T @ _rows(operand) for block, operand in operands.items()]
        return np.concatenate(parts) if parts else np.zeros((0, 0))
    return _cut_gradient(_cut(run, window).at(first), run.flow.direct[first], operands)


def _cut_gradient(steps: LinearMap, direct: Array, operands: Mapping[str, Array]) -> Array:
    """Step by step: what arrives at a state goes on, and adds its part to ∂L/∂U."""
    grad, parts = np.array(direct[-1]), {block: np.zeros(()) for block in operands}
    for t, step in steps.backward():
        back = step.adjoint(grad)
        for block, operand in operands.items():
            parts[block] = parts[block] + back.products[block][0].T @ operand[t, 0]
        grad = direct[t] + back.total
    return np.concatenate(list(parts.values())) if parts else np.zeros((0, 0))


@silent()
def _by_lag(run: LayerRun, whole: Array) -> tuple[float, ...]:
    """What each window keeps of a loss at the end of each sequence: the shares of its last steps."""
    size, largest = run.recording.weights.hidden_size, np.abs(whole).max()
    products = linearised(run.recording, run.flow.cuts).adjoint(run.flow.gradients[1:]).products
    shares = np.zeros((run.recording.seq_len, run.recording.batch_size))
    for place, (block, operand) in enumerate(_operands(run).items()):
        rows = whole[place * size : (place + 1) * size] / largest
        shares += (products[block][:, 0] / largest @ rows * operand[:, 0]).sum(-1)
    lags = np.array(run.lengths) - 1 - np.arange(len(shares))[:, None]
    by_lag = np.bincount(lags[lags >= 0], shares[lags >= 0], minlength=run.seq_len)
    return tuple((np.cumsum(by_lag) / np.square(whole / largest).sum()).tolist())


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
