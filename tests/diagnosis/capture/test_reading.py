"""What is read of each state of a cell in a loop, and where sequences begin anew."""

import numpy as np
import pytest
import torch

from gruviz.diagnosis.capture import capturing
from tests.diagnosis.capture.modules import (
    TERM,
    B,
    D,
    T,
    cell_of,
    changed,
    check,
    every_cell,
    noise,
    parts,
    unrolled,
)


@every_cell
def test_what_only_later_calls_read_is_read_by_no_loss(kind):
    cell = cell_of(kind)
    with capturing(cell) as seen:
        (parts(unrolled(cell, noise(T, B, D), None)[-1])[0] * TERM).sum().backward()
    (run,) = seen.runs()
    assert not run.flow.direct[:-1].any()
    check(cell, [run])


@every_cell
@pytest.mark.parametrize("how", ["times", "where"])
def test_sequences_that_end_within_a_rollout(kind, how):
    cell, done = cell_of(kind), torch.rand(T, B) < 0.4
    done[2], done[3] = True, False
    start = changed(cell(noise(B, D)), torch.Tensor.detach)

    def between(state, t):
        kept = ~done[t][:, None]
        return changed(state, lambda part: part * kept if how == "times" else torch.where(kept, part, 0.0))

    with capturing(cell) as seen:
        states = unrolled(cell, noise(T, B, D), start, between)
        sum((torch.sin(parts(s)[0]) * TERM * t).sum() for t, s in enumerate(states)).backward()
    (run,) = seen.runs()
    check(cell, [run])
    h = torch.stack([parts(s)[0] for s in states]).detach()
    np.testing.assert_allclose(run.recording.states["h"][1:, 0], h, rtol=0, atol=1e-12)
    for t in range(1, T):
        assert (run.recording.anew[t] == done[t].numpy()).all()
    assert not run.notes
