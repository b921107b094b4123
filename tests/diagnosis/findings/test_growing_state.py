from dataclasses import replace

import numpy as np
import pytest
import torch

from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.findings.growing_state import GROWTH, growing_state, growth_of
from gruviz.engine.torch_weights import to_state_dict
from tests.diagnosis.layers import biased, layer, noise, run_of, seen


def test_reading_on_is_what_torch_does_from_its_own_last_state():
    run = layer("lstm", lengths=(20, 12, 15, 20))
    module = torch.nn.LSTM(3, 6).double()
    module.load_state_dict(to_state_dict(run.recording.weights))
    norms = []
    for one, length in enumerate(run.lengths):
        after = (one + 1) % 4
        _, last = module(torch.tensor(run.recording.inputs[:length, one : one + 1]))
        _, twice = module(torch.tensor(run.recording.inputs[: run.lengths[after], after : after + 1]), last)
        norms.append(float(twice[1].detach().norm()))
    assert growth_of(run, "c").twice == pytest.approx(np.median(norms))


def test_a_cell_state_that_only_adds_keeps_growing():
    look = seen(run_of(biased("lstm", f=12.0, i=12.0, g=1.0), noise(20)))
    found, growth = growing_state(look), growth_of(look.run, "c")
    assert growth.twice > GROWTH * growth.whole
    assert found.severity == Severity.WORTH_KNOWING
    assert found.title.startswith("Beyond 20 steps the norm of c in rnn keeps growing: after twice ")


def test_a_relu_that_grows_by_a_factor_is_costly():
    look = seen(layer("irnn", seq_len=40, scheme="identity", gain=1.2))
    assert growing_state(look).severity == Severity.COSTLY


@pytest.mark.parametrize("run", [layer("lstm", forget_bias=3.0), layer("lstm", chrono=20), layer("irnn"), layer("rnn")])
def test_states_that_settle_or_have_an_end_are_not_told(run):
    assert growing_state(seen(run)) is None


def test_a_sum_of_independent_steps_grows_by_no_more_than_the_root_of_two():
    weights = biased("lstm", size=64, f=12.0, i=12.0, g=0.0, scale=0.2)
    run = run_of(replace(weights, U=0 * weights.U), noise(40, batch=16))
    growth = growth_of(run, "c")
    assert growth.twice > 1.1 * growth.whole
    assert growing_state(seen(run)) is None
