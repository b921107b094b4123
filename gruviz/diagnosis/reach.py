"""How far back a layer hears: the gradient of a network's loss by steps before it, through one layer."""

from typing import NamedTuple

import numpy as np

from gruviz.arrays import Array, Mask
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.engine.backpropagation import backpropagate
from gruviz.engine.decay import Band, Decay, fit_decay
from gruviz.engine.norms import euclidean, silent

LAST, EVERY, NONE = "last", "every", "nothing"
"""Where gradient enters a layer: after each sequence's last step alone, after several steps, or nowhere."""


def counted(run: LayerRun) -> Mask:
    """Which steps of which sequences count, (T, B): those before the padding."""
    return np.arange(run.recording.seq_len)[:, None] < np.array(run.lengths)


def entering(run: LayerRun) -> Mask:
    """Where gradient enters a layer from outside of it, by step and sequence, padding left out, (T+1, B)."""
    inside = np.arange(run.recording.seq_len + 1)[:, None] <= np.array(run.lengths)
    return (run.flow.direct[:, 0] != 0).any(-1) & inside


def reads(run: LayerRun) -> str:
    """Where the loss, or the layer above, reads this one."""
    enters = entering(run)
    if not enters.any():
        return NONE
    before = np.arange(len(enters))[:, None] < np.array(run.lengths)
    return EVERY if (enters & before).any() else LAST


class Reach(NamedTuple):
    """A gradient by steps back, and what it does.

    Args:
        band: Ratios, first step first, as far back as the shorter of the long half of the sequences reaches.
        decay: What the median does.
        ends: The step of each of the B sequences from which it is counted back.
        whole: Whether the gradient is the whole one, of a loss that is read at the end; else it is that of the last
            step at which the layer is read, alone, since later ones would hide what is lost on the way.
    """

    band: Band
    decay: Decay
    ends: tuple[int, ...]
    whole: bool

    @property
    def horizon(self) -> int:
        """Steps back at which at least 1% arrives."""
        return self.decay.horizon + self.band.since

    @property
    def length(self) -> int:
        """Steps that there are."""
        return self.decay.seq_len + self.band.since


def reach_of(run: LayerRun, *, at_end: bool | None = None) -> Reach | None:
    """Follow what a network hears through one layer, back from the end of each sequence.

    Where the loss is read at the end the ratio is ‖∂L/∂s_t‖ to that at the end. Where every step has a loss of its own
    that would be flat even without any memory; there it is the gradient of the last step's loss alone. An LSTM's counts
    as 1 one step before, since the loss reads h and not c.

    Args:
        run: The layer.
        at_end: Whether the network's loss is read at the end only; by default if this layer is.

    Returns:
        None where no gradient arrives, or the run has no step.
    """
    enters = entering(run)
    if not enters.any() or run.seq_len == 0:
        return None
    whole = reads(run) == LAST if at_end is None else at_end
    gradients = run.flow.gradients if whole else _last_alone(run, enters)
    rows = np.arange(len(enters))[:, None]
    ends = np.array(run.lengths) if whole else (rows * enters).max(0)
    norms = euclidean(gradients[:, 0])
    heard = ends > 0
    heard &= ~(norms[ends, np.arange(len(ends))] <= 0)
    if not heard.any():
        return None
    chosen = np.flatnonzero(heard & (ends >= np.median(ends[heard])))
    back = int(ends[chosen].min())
    profile = np.stack([norms[ends[one] - back : ends[one] + 1, one] for one in chosen], -1)
    cut = max(run.flow.cuts, default=0) if len(set(ends[chosen])) == 1 else 0
    band = _band(profile, since=_since(run, profile), cut=cut)
    return Reach(band, fit_decay(band), tuple(ends.tolist()), whole)


def _last_alone(run: LayerRun, enters: Mask) -> Array:
    """∂/∂s_t of what the last step at which each sequence is read adds to the loss, (T+1, 1, B, S)."""
    rows = np.arange(len(enters))[:, None]
    last = (rows == (rows * enters).max(0)) & enters
    return backpropagate(run.recording, run.flow.direct * last[:, None, :, None], cuts=run.flow.cuts)


def _since(run: LayerRun, profile: Array) -> int:
    """1 where only a part of the carried state is read, as an LSTM's h, and anything arrives one step before."""
    size = run.recording.weights.hidden_size
    unread = not run.flow.direct[..., size:].any()
    return int(len(run.recording.states) > 1 and unread and len(profile) > 2 and (profile[-2] > 0).any())


def _band(norms: Array, *, since: int, cut: int) -> Band:
    """Ratios of norms (T+1, N) to the row `since` steps before the last."""
    rows = norms[: len(norms) - since]
    there = ~(rows[-1] <= 0)
    with silent():
        ratios = rows[:, there] / rows[-1, there]
        band = Band.over(ratios[:, None], np.float64, unit=float(np.median(rows[-1, there])), cut=cut)
    return Band(band.median, band.lower, band.upper, band.status, since=since)
