from dataclasses import replace

import numpy as np
import pytest
import torch

from gruviz.diagnosis.truncation import NEAR, keeps, kept_by_cuts, missed, recurrent_gradient, truncation_of
from gruviz.engine.torch_weights import to_state_dict
from tests.diagnosis.layers import layer

MODULES = {"rnn": torch.nn.RNN, "gru_reset_after": torch.nn.GRU, "lstm": torch.nn.LSTM}
LENGTHS = {"equal": None, "padded": (9, 5, 2, 7)}


def torch_gradient(run, window=None):
    """∂L/∂U of a loop over single steps that detaches each sequence's state by itself, every `window` steps."""
    weights, seq_len = run.recording.weights, run.recording.seq_len
    module = MODULES[weights.cell](weights.input_size, weights.hidden_size).double()
    module.load_state_dict(to_state_dict(weights))
    inputs = torch.tensor(run.recording.inputs)
    direct = torch.tensor(run.flow.direct[1:, 0, :, : weights.hidden_size])
    state = torch.zeros(1, inputs.shape[1], weights.hidden_size, dtype=torch.float64)
    states = (state, state) if weights.cell == "lstm" else (state,)
    loss = torch.zeros((), dtype=torch.float64)
    for step in range(seq_len):
        left = torch.tensor(run.lengths) - step
        cut = torch.zeros(len(left), dtype=torch.bool) if window is None else (left > 0) & (left % window == 0)
        states = tuple(torch.where(cut[None, :, None], state.detach(), state) for state in states)
        output, after = module(inputs[step : step + 1], states if len(states) > 1 else states[0])
        states = after if len(states) > 1 else (after,)
        loss = loss + (output[0] * direct[step]).sum()
    loss.backward()
    return module.weight_hh_l0.grad.numpy()


@pytest.mark.parametrize("lengths", LENGTHS.values(), ids=LENGTHS)
@pytest.mark.parametrize("reads", ["last", "every"])
@pytest.mark.parametrize("cell", MODULES)
def test_what_a_window_keeps_is_what_torch_keeps_with_detach(cell, reads, lengths):
    run = layer(cell, seq_len=9, reads=reads, lengths=lengths)
    whole = torch_gradient(run)
    for window in (1, 2, 4, 9):
        kept = np.vdot(torch_gradient(run, window), whole) / np.vdot(whole, whole)
        assert keeps(run, window) == pytest.approx(kept, rel=1e-10)


@pytest.mark.parametrize("lengths", LENGTHS.values(), ids=LENGTHS)
@pytest.mark.parametrize("reads", ["last", "every"])
def test_the_curve_is_made_of_what_windows_keep(reads, lengths):
    run = layer(seq_len=9, reads=reads, lengths=lengths)
    curve = truncation_of(run)
    assert curve.windows[-1] == 9
    assert curve.kept[-1] == pytest.approx(1)
    assert curve.kept == pytest.approx([keeps(run, window) for window in curve.windows])


def test_what_is_missed_is_measured_in_all_directions():
    run = layer(seq_len=9, reads="every")
    whole, cut = torch_gradient(run), torch_gradient(run, 4)
    assert missed(run, 4) == pytest.approx(np.linalg.norm(whole - cut) / np.linalg.norm(whole))
    assert missed(run, 9) == 0


def test_the_smallest_window_that_is_enough_is_found_between_those_tried():
    run = layer(seq_len=40, reads="every", update_bias=-2.0)
    enough = truncation_of(run).enough()
    assert keeps(run, enough) >= 0.95 > keeps(run, enough - max(1, enough // NEAR))


def test_there_is_no_curve_without_a_gradient():
    assert truncation_of(layer(reads="none")) is None
    assert np.isnan(keeps(layer(reads="none"), 3))


def test_of_a_large_batch_the_first_sequences_are_measured(monkeypatch):
    run = layer(seq_len=9, reads="every", batch=4)
    monkeypatch.setattr("gruviz.diagnosis.truncation.MOST_NUMBERS", 2 * 9 * 6)
    curve = truncation_of(run)
    whole, cut = (recurrent_gradient(run, window, most=2) for window in (None, 4))
    assert curve.sequences == 2
    kept = np.vdot(cut, whole) / np.vdot(whole, whole)
    assert curve.kept[curve.windows.index(4)] == pytest.approx(kept)
    assert kept != pytest.approx(keeps(run, 4))


def test_what_a_loops_own_cuts_keep_is_measured_against_none():
    run = layer(seq_len=9, reads="last")
    cut = replace(run, flow=run.flow.on(run.recording, cuts=[6]))
    assert kept_by_cuts(cut) == pytest.approx(keeps(run, 4))
