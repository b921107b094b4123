"""Padding that is read as if it were data."""

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Mask
from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.diagnosis.reach import LAST
from gruviz.engine.norms import euclidean
from gruviz.wording import share, steps

LEAST = 0.01
"""Share of the gradient that is more than a trace."""
TAIL = 0.2
"""Part of a sequence: a shorter tail of equal inputs does little, and images end in as many empty rows."""
_PACK = (
    "Give the module torch.nn.utils.rnn.pack_padded_sequence(…, enforce_sorted=False), or read each sequence's state "
    "at its own last step"
)


def loss_reads_padding(seen: Seen) -> Finding | None:
    """Gradient that enters after a sequence has ended."""
    sizes = np.nan_to_num(euclidean(seen.run.flow.direct[1:, 0]), nan=0, posinf=0)
    behind = float(sizes[~seen.run.before_padding].sum() / sizes.sum()) if sizes.any() else 0.0
    if behind < LEAST:
        return None
    return Finding(
        key="loss_reads_padding",
        severity=Severity.COSTLY,
        cost=behind,
        title=f"The loss reads padding: {share(behind)} of the gradient enters {seen.name} after the sequences "
        "have ended.",
        evidence=f"The sequences have from {min(seen.run.lengths)} to {max(seen.run.lengths)} steps that count, of "
        f"{seen.run.recording.seq_len}.",
        advice=f"{_PACK}, and leave the padding out of the loss, as with ignore_index=… of cross-entropy.",
        layer=seen.run.title,
    )


def padding_like(seen: Seen) -> Finding | None:
    """Tails of equal inputs, longer in some sequences than in others, before a loss at the end."""
    run = seen.run
    if run.layer > 0 or run.direction or seen.numbers.reads != LAST or len(set(run.lengths)) > 1:
        return None
    tails = _tails(run.recording.inputs[: run.seq_len])
    median = float(np.median(tails))
    if median < max(2, TAIL * run.seq_len) or len(set(tails.tolist())) < 2 or (tails == run.seq_len).all():
        return None
    return Finding(
        key="padding_like",
        severity=Severity.WORTH_KNOWING,
        cost=median / run.seq_len,
        title=f"Half of the sequences end in {steps(median)} or more of one and the same input: is that padding?",
        evidence=f"These tails are {int(tails.min())} to {int(tails.max())} of {run.seq_len} steps long, and the loss "
        "reads the state after them.",
        advice=f"If it is: {_PACK[0].lower()}{_PACK[1:]}.",
        layer=run.title,
    )


def _tails(inputs: NDArray[np.floating]) -> NDArray[np.int64]:
    """For each sequence of (T, B, D), its last steps that equal the input that most sequences end with."""
    ends, counts = np.unique(inputs[-1], axis=0, return_counts=True)
    same: Mask = (inputs == ends[np.argmax(counts)]).all(-1)[::-1]
    return np.where(same.all(0), len(inputs), np.argmin(same, axis=0))
