"""A layer that is read before it has seen the sequence."""

import numpy as np
from numpy.typing import NDArray

from gruviz.diagnosis.findings.finding import Finding, Severity
from gruviz.diagnosis.findings.seen import Seen
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.diagnosis.reach import entering
from gruviz.wording import steps

PART = 0.5
"""Half of a sequence and more is read for nothing."""


def read_early(seen: Seen) -> Finding | None:
    """Nothing reads the state after the first part of a sequence, so that all later steps are read for nothing."""
    enters, lengths = entering(seen.run), _steps_read(seen.run)
    if not enters.any():
        return None
    last = np.where(enters.any(0), len(enters) - 1 - np.argmax(enters[::-1], axis=0), -1)
    some = (last >= 0) & (lengths > 1)
    if not some.any() or not (last[some] <= PART * lengths[some]).all():
        return None
    latest = int(last.max())
    backward = seen.run.direction == 1
    return Finding(
        key="read_early",
        severity=Severity.COSTLY,
        cost=float(1 - (last[some] / lengths[some]).mean()),
        title=f"{seen.subject} is read after {'at most ' * (latest > 1)}{steps(latest)} of {max(lengths)}: "
        "its later steps are wasted.",
        evidence=f"No gradient enters it after step {latest}"
        + (", counted in the order in which it reads, from each sequence's end." if backward else "."),
        advice=_BACKWARD if backward else _FORWARD,
        layer=seen.run.title,
        figure="decay",
    )


def _steps_read(run: LayerRun) -> NDArray[np.int64]:
    """Steps of each sequence, those behind the last that counts included where they are no padding."""
    inputs, behind = run.recording.inputs, ~run.before_padding
    tail = inputs[behind]
    is_data = run.layer == 0 and behind.any(0).all() and bool((tail != tail[0]).any())
    return np.full(len(run.lengths), len(inputs)) if is_data else np.array(run.lengths)


_BACKWARD = (
    "output[:, -1] of a bidirectional module holds the backward direction after a single step. Take its last state, "
    "torch.cat([h_n[-2], h_n[-1]], dim=-1), or a mean over all steps."
)
_FORWARD = "Look at the index of the step that the loss reads: the last step is output[:, -1] with batch_first=True."
