"""Cells in loops: which call went on from which, and what comes back between them."""

import numpy as np
import pytest
import torch
from torch import nn

from gruviz.diagnosis.capture import capturing
from tests.diagnosis.capture.modules import (
    TERM,
    B,
    D,
    H,
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
@pytest.mark.parametrize("started", [False, True])
@pytest.mark.parametrize("batched", [False, True])
def test_a_cell_in_a_loop_is_one_run(kind, started, batched):
    cell, batch = cell_of(kind), (B,) if batched else ()
    state = changed(cell(noise(*batch, D)), lambda part: part.detach().requires_grad_()) if started else None
    with capturing(cell) as seen:
        states = unrolled(cell, noise(T, *batch, D), state)
        sum((torch.sin(parts(s)[0]) * TERM * t).sum() for t, s in enumerate(states)).backward()
    (run,) = seen.runs()
    check(cell, [run])
    assert (run.recording.seq_len, run.recording.batch_size, run.seams) == (T, B if batched else 1, ())
    direct = run.flow.direct[1:, 0, :, :H]
    read = [torch.cos(parts(s)[0]) * TERM * t for t, s in enumerate(states)]
    np.testing.assert_allclose(direct, torch.stack(read).detach().reshape(direct.shape), rtol=0, atol=1e-12)
    if started:
        np.testing.assert_allclose(
            run.flow.gradients[0, 0], torch.cat([p.grad.reshape(-1, H) for p in parts(state)], -1), rtol=0, atol=1e-12
        )


@every_cell
def test_a_norm_between_the_steps(kind):
    cell, norm = cell_of(kind), nn.LayerNorm(H, dtype=torch.float64)
    with capturing(cell) as seen:
        states = unrolled(cell, noise(T, B, D), None, lambda state, _t: changed(state, norm))
        sum((torch.sin(parts(s)[0]) * TERM).sum() for s in states).backward()
    (run,) = seen.runs()
    check(cell, [run])
    assert run.recording.anew[1:].all()
    assert "Something else changes the state between two calls" in run.notes[0]


def test_two_loops_with_one_cell_are_two_runs():
    cell = nn.GRUCell(D, H, dtype=torch.float64)
    x, y, h, k = noise(T, B, D), noise(T, B, D), None, None
    with capturing(cell) as seen:
        for row, other in zip(x, y, strict=True):
            h, k = cell(row, h), cell(other, k)
        (torch.sin(h) * TERM).sum().backward()
    one, two = seen.runs()
    np.testing.assert_array_equal(one.recording.inputs, x)
    np.testing.assert_array_equal(two.recording.inputs, y)
    assert not two.flow.gradients.any()
    check(cell, [one])
