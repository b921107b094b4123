"""A flow beside its loss under autograd."""

import numpy as np
import torch

from gruviz import gradient_flow
from tests.runs import random_run, some_clamps
from tests.truth import rerun


def close(ours, true):
    scale = np.abs(true).max(initial=1e-30)
    np.testing.assert_allclose(ours, true, rtol=0, atol=1e-10 * scale)


def flow_and_loss(cell, size, clamped, loss="last"):
    """A flow, and by seed its loss under autograd: parameters of every step, inputs, states, scalar."""
    clamps = some_clamps(cell, size) if clamped else ()
    recording = random_run(cell, size, clamps)
    readout = np.random.default_rng([4, size.seed]).standard_normal(recording.state.shape[1:])
    runs = []
    for e in range(size.E):
        params, inputs, states = rerun(recording, e, clamps)
        read = states[1:] if loss == "every" else states[-1:]
        runs.append((params, inputs, states, sum((torch.tensor(readout[e]) * state).sum() for state in read)))
    return gradient_flow(recording, grad_final=readout, loss=loss), runs
