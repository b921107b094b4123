"""How far back a layer hears: the gradient of a network's loss by steps before it, through one layer."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array, Mask
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.engine.backpropagation import backpropagate
from gruviz.engine.decay import Band, Decay, fit_decay
from gruviz.engine.norms import euclidean, silent

LAST, EVERY, NONE = "last", "every", "nothing"
"""Where gradient enters a layer: after each sequence's last step alone, after several steps, or nowhere."""


def left_out(run: LayerRun) -> Mask:
    """Sequences, (B,), with a state that is no number before their end; none where at least half of them have one.

    What is said of the others would be no number either if these were counted in.
    """
    if run.recording.breakdown is None:
        return np.zeros(len(run.lengths), np.bool_)
    finite = np.isfinite(run.recording.state[:, 0]).all(-1)
    broken: Mask = np.any(~finite & run.states_before_padding, axis=0)
    return broken & (2 * broken.sum() < len(broken))


def measured(run: LayerRun) -> Mask:
    """Which steps of which sequences are measured, (T, B): those that count, of the sequences that stay numbers."""
    return run.before_padding & ~left_out(run)


def entering(run: LayerRun) -> Mask:
    """Where gradient enters a layer from outside of it, by step and sequence, padding left out, (T+1, B)."""
    return (run.flow.direct[:, 0] != 0).any(-1) & run.states_before_padding


def reads(run: LayerRun) -> str:
    """Where the loss, or the layer above, reads this one."""
    enters = entering(run)
    if not enters.any():
        return NONE
    return EVERY if (enters[:-1] & run.before_padding).any() else LAST


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
    as 1 one step before, since the loss reads h and not c. A sequence that is cut, or begins anew, counts as far back
    as that; of its pieces, the one that is read longest after its beginning.

    Args:
        run: The layer.
        at_end: Whether the network's loss is read at the end only; by default if this layer is.

    Returns:
        None where no gradient arrives, or has no step to go back.
    """
    enters = entering(run)
    if not enters.any() or run.seq_len == 0:
        return None
    whole = reads(run) == LAST if at_end is None else at_end
    pieces = [_end_piece(run, one) if whole else _read_piece(run, one, enters) for one in range(len(run.lengths))]
    starts, ends = np.array(pieces).T
    norms = euclidean((run.flow.gradients if whole else _alone(run, ends))[:, 0])
    heard = _mostly_finite((ends > starts) & ~left_out(run), norms[ends, np.arange(len(ends))])
    if not heard.any():
        return None
    chosen = np.flatnonzero(heard & (ends - starts >= np.median((ends - starts)[heard])))
    back = int((ends - starts)[chosen].min())
    profile = np.stack([norms[ends[one] - back : ends[one] + 1, one] for one in chosen], -1)
    band = _band(profile, since=_since(run, profile))
    return Reach(band, fit_decay(band), tuple(ends.tolist()), whole)


def _mostly_finite(some: Mask, norms: Array) -> Mask:
    """Of some sequences those with a gradient; those alone where it is a number, if they are most."""
    heard: Mask = some & ~(norms <= 0)
    fine: Mask = heard & np.isfinite(norms)
    return fine if 2 * fine.sum() > heard.sum() else heard


def longest_piece(run: LayerRun) -> int:
    """Steps of the longest piece of a sequence that no cut of backpropagation and no new beginning divides."""
    ends = [[*starts[1:], length + 1] for starts, length in zip(_all_starts(run), run.lengths, strict=True)]
    return max(
        end - start - (start == 0)
        for starts, after in zip(_all_starts(run), ends, strict=True)
        for start, end in zip(starts, after, strict=True)
    )


def _all_starts(run: LayerRun) -> list[list[int]]:
    return [_starts(run, one) for one in range(len(run.lengths))]


def _starts(run: LayerRun, one: int) -> list[int]:
    """The rows of a sequence's states behind which gradient from later steps does not go back, ascending."""
    anew = run.recording.anew
    begun = () if anew is None else np.flatnonzero(anew[:, one]) + 1
    return sorted({0, *run.flow.cuts, *(int(step) for step in begun)})


def _end_piece(run: LayerRun, one: int) -> tuple[int, int]:
    """First and last row of the piece in which a sequence ends."""
    end = run.lengths[one]
    return max(start for start in _starts(run, one) if start <= end), end


def _read_piece(run: LayerRun, one: int, enters: Mask) -> tuple[int, int]:
    """First row, and last one that is read, of the piece of a sequence where these lie farthest apart."""
    starts, read = _starts(run, one), np.flatnonzero(enters[:, one])
    last = {start: int(read[read < after].max(initial=0)) for start, after in pairwise([*starts, len(enters)])}
    return max(((start, end) for start, end in last.items() if end >= start), key=lambda piece: piece[1] - piece[0])


def _alone(run: LayerRun, ends: NDArray[np.intp]) -> Array:
    """∂/∂s_t of what these steps alone add to the loss, one for each sequence, (T+1, 1, B, S)."""
    direct = np.zeros_like(run.flow.direct)
    sequences = np.arange(len(ends))
    direct[ends, :, sequences] = run.flow.direct[ends, :, sequences]
    return backpropagate(run.recording, direct, cuts=run.flow.cuts)


def _since(run: LayerRun, profile: Array) -> int:
    """1 where only a part of the carried state is read, as an LSTM's h, and anything arrives one step before."""
    size = run.recording.weights.hidden_size
    unread = not run.flow.direct[..., size:].any()
    return int(len(run.recording.states) > 1 and unread and len(profile) > 2 and (profile[-2] > 0).any())


def _band(norms: Array, *, since: int) -> Band:
    """Ratios of norms (T+1, N) to the row `since` steps before the last."""
    rows = norms[: len(norms) - since]
    there = ~(rows[-1] <= 0)
    with silent():
        ratios = rows[:, there] / rows[-1, there]
        band = Band.over(ratios[:, None], np.float64, unit=float(np.median(rows[-1, there])))
    return Band(band.median, band.lower, band.upper, band.status, since=since)
