from dataclasses import replace

import numpy as np
import pytest
import torch

from gruviz.diagnosis.reach import longest_piece, reach_of, reads
from gruviz.engine.gradients import flow_of
from gruviz.engine.recording import record
from gruviz.engine.records import Start
from gruviz.engine.torch_weights import to_state_dict
from tests.diagnosis.layers import layer

MODULES = {"rnn": torch.nn.RNN, "gru_reset_after": torch.nn.GRU}


def torch_norms(run, keep):
    """‖∂L/∂h_t‖ of the part of the loss that `keep` (T, B) leaves, by a loop, (T, B)."""
    weights = run.recording.weights
    module = MODULES[weights.cell](weights.input_size, weights.hidden_size).double()
    module.load_state_dict(to_state_dict(weights))
    inputs = torch.tensor(run.recording.inputs)
    direct = torch.tensor(run.flow.direct[1:, 0] * keep[..., None])
    state = torch.zeros(1, inputs.shape[1], weights.hidden_size, dtype=torch.float64)
    states, loss = [], 0
    for step in range(len(inputs)):
        _, state = module(inputs[step : step + 1], state)
        state.retain_grad()
        states.append(state)
        loss = loss + (state[0] * direct[step]).sum()
    loss.backward()
    return np.stack([np.linalg.norm(state.grad[0], axis=-1) for state in states])


@pytest.mark.parametrize("reading", ["last", "every"])
@pytest.mark.parametrize("cell", MODULES)
def test_ratios_are_those_of_the_last_steps_loss_in_torch(cell, reading):
    run = layer(cell, reads=reading)
    last = np.zeros((20, 4))
    last[-1] = 1
    norms = torch_norms(run, last)
    expected = np.median(norms / norms[-1], axis=1)
    found = reach_of(run)
    assert found.band.median[1:] == pytest.approx(expected, rel=1e-9)
    assert found.horizon == int(np.argmin(expected[::-1] >= 0.01)) - 1
    assert (found.length, found.whole) == (20, reading == "last")


def test_sequences_count_back_from_their_own_ends_as_far_as_the_longer_half_reaches():
    run = layer(lengths=(20, 15, 3, 2))
    last = np.arange(20)[:, None] == np.array(run.lengths) - 1
    norms = torch_norms(run, last)
    expected = np.median([norms[5:20, 0] / norms[19, 0], norms[:15, 1] / norms[14, 1]], axis=0)
    assert reach_of(run).band.median[1:] == pytest.approx(expected, rel=1e-9)


def test_an_lstm_counts_as_one_a_step_before_its_loss():
    run = layer("lstm", forget_bias=3.0)
    norms = np.linalg.norm(run.flow.gradients[:, 0], axis=-1)
    found = reach_of(run)
    assert found.band.since == 1
    assert found.band.median == pytest.approx(np.median(norms[:-1] / norms[-2], axis=1))


@pytest.mark.parametrize("reading", ["last", "every", "none"])
def test_where_the_loss_reads_is_seen_in_the_gradient_that_enters(reading):
    assert reads(layer(reads=reading)) == {"none": "nothing"}.get(reading, reading)
    assert (reach_of(layer(reads=reading)) is None) == (reading == "none")


@pytest.mark.parametrize("reading", ["last", "every"])
def test_sequences_that_begin_anew_count_as_far_back_as_their_longest_piece(reading):
    run = layer("gru_reset_after", reads=reading, batch=2)
    starts = [Start(9, np.zeros((1, 6)), (0,)), Start(15, np.zeros((1, 6)), (1,))]
    weights, inputs = run.recording.weights, run.recording.inputs
    recording = record(weights.cell, weights, inputs, starts=starts)
    begun = replace(run, recording=recording, flow=flow_of(recording, run.flow.direct))
    assert longest_piece(begun) == 14
    found = reach_of(begun)
    ends = {"last": (20, 20), "every": (20, 14)}[reading]
    assert found.ends == ends
    assert found.length == {"last": 11, "every": 14}[reading]
    assert (found.band.median[1:] > 0).all()


def test_cuts_divide_a_sequence_as_new_beginnings_do():
    run = layer(reads="every")
    cut = replace(run, flow=run.flow.on(run.recording, cuts=[4, 16]))
    assert longest_piece(cut) == 12
    assert reach_of(cut).ends == (15,) * 4
    assert reach_of(cut).length == 11
