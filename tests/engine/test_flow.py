"""What a gradient through any states is asked for, on numbers written by hand."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pytest

from gruviz.engine.flow import Flow
from gruviz.validation import InvalidValue


@dataclass(frozen=True)
class States:
    """Two states of different widths."""

    state: np.ndarray
    cell = "own"
    breakdown = None
    hidden_size = 2

    @cached_property
    def states(self):
        return {"h": self.state[..., :2], "memory": self.state[..., 2:]}

    @property
    def seeds(self):
        return self.state.shape[1]

    @property
    def batch_size(self):
        return self.state.shape[2]

    @property
    def seq_len(self):
        return len(self.state) - 1


class Plain(Flow):
    path_shares = None

    @property
    def input_gradients(self):
        return self.gradients[1:]


def halving(steps=6, sequences=3):
    """Of each sequence (3, 4) in h and (0, 0, 12) in the other state, half of it at each step back."""
    last = np.broadcast_to([3.0, 4.0, 0.0, 0.0, 12.0], (1, sequences, 5))
    gradients = np.stack([last * 0.5**back for back in range(steps, -1, -1)])
    direct = np.zeros_like(gradients)
    direct[-1] = last
    return Plain(States(np.zeros_like(gradients)), gradients, direct, "last")


def test_norms_are_those_of_each_state_however_wide():
    norms = halving().norms
    assert list(norms) == ["h", "memory", "state"]
    assert [norms[name][-1, 0, 0] for name in norms] == [5, 12, 13]
    assert halving().input_norms[0, 0, 0] == pytest.approx(13 / 2**5)


def test_ratio_and_decay_are_those_of_the_hand():
    flow = halving()
    np.testing.assert_allclose(flow.ratio().median, 0.5 ** np.arange(6, -1, -1))
    np.testing.assert_allclose(flow.ratio("h", since=1).median, 5 / 13 * 0.5 ** np.arange(5, -1, -1))
    assert flow.decay().factor == pytest.approx(0.5)
    assert flow.readout_lag == 0
    assert flow.reaches(6)
    assert not flow.reaches(7)


def test_a_step_through_which_nothing_goes_back_is_named():
    whole = halving()
    gradients = whole.gradients.copy()
    gradients[:4] = 0
    cut = Plain(whole.recording, gradients, whole.direct, "last", frozenset({4}))
    assert cut.ratio().status.tolist() == ["cut"] * 4 + ["finite"] * 3
    zero = Plain(whole.recording, gradients, whole.direct, "last")
    assert zero.ratio().status.tolist() == ["exactly zero"] * 4 + ["finite"] * 3


def test_a_loss_that_reads_nothing_has_no_ratio():
    flow = halving()
    with pytest.raises(InvalidValue, match="a gradient to follow"):
        Plain(flow.recording, 0 * flow.gradients, flow.direct, "last").ratio()
