"""The gradient of a cell's constants, at each step, beside autograd's."""

from collections.abc import Sequence

import numpy as np

from gruviz import Clamp
from gruviz.engine.linear_map import linearised
from tests.runs import Sizes, random_run
from tests.truth import grads, rerun


def compare_constants(cell: str, clamps: Sequence[Clamp] = ()) -> None:
    recording = random_run(cell, Sizes(), clamps)
    direct = np.random.default_rng(5).standard_normal(recording.state[1:].shape)
    ours = np.concatenate([*linearised(recording).adjoint(direct).constants.values()], -1).sum(2)
    assert np.abs(ours).min() > 0
    for e in range(2):
        params, _, after = rerun(recording, e, clamps)
        for t, own in enumerate(params):
            (true,) = grads(after[t + 1], [own.constants], after[0].new_tensor(direct[t, e]))
            np.testing.assert_allclose(ours[t, e], true, rtol=1e-10, atol=1e-13)
