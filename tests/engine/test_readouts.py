"""Losses of one's own: a gradient for every step, and padded batches."""

import numpy as np
import pytest
import torch
from torch import nn

from gruviz import follow_loss, from_module, gradient_flow, record
from gruviz.engine.readouts import last_steps
from gruviz.validation import GruvizError, InvalidShape, InvalidValue
from tests.runs import Sizes, every_cell, random_run
from tests.truth import grads, rerun

LENGTHS = [3, 6, 4]


@every_cell
def test_a_gradient_for_every_step_is_followed_through_all_of_them(cell):
    size = Sizes(T=6)
    recording = random_run(cell, size)
    own = np.random.default_rng(0).standard_normal((6, 3, 4))
    flow = follow_loss(recording, torch.tensor(own, requires_grad=True))
    for e in range(2):
        _, inputs, states = rerun(recording, e)
        total = sum((torch.tensor(own[t]) * states[t + 1][:, :4]).sum() for t in range(6))
        *true, true_inputs = grads(total, [*states, inputs])
        np.testing.assert_allclose(flow.gradients[:, e], true, atol=1e-12)
        np.testing.assert_allclose(flow.input_gradients[:, e], true_inputs, atol=1e-12)
    assert flow.loss == "every"


def test_the_gradient_of_a_layers_output_is_taken_as_it_is():
    module = nn.LSTM(2, 4, dtype=torch.float64)
    x = torch.randn(6, 3, 2, dtype=torch.float64, requires_grad=True)
    out = module(x)[0]
    out.retain_grad()
    (out.tanh() ** 2).sum().backward()
    flow = follow_loss(record(*from_module(module), x), out.grad)
    np.testing.assert_allclose(flow.input_gradients[:, 0], x.grad, atol=1e-12)


@every_cell
def test_each_sequence_of_a_padded_batch_is_read_at_its_own_last_step(cell):
    recording = random_run(cell, Sizes(T=6))
    readout = np.random.default_rng(1).standard_normal(recording.state.shape[1:])
    flow = gradient_flow(recording, grad_final=readout, lengths=torch.tensor(LENGTHS))
    for e in range(2):
        _, _, states = rerun(recording, e)
        total = sum((torch.tensor(readout[e, b]) * states[t][b]).sum() for b, t in enumerate(LENGTHS))
        np.testing.assert_allclose(flow.gradients[:, e], grads(total, states), atol=1e-12)


def test_ratios_of_a_padded_batch_count_back_from_each_ones_end():
    recording = random_run("gru", Sizes(T=6))
    flow = gradient_flow(recording, lengths=LENGTHS)
    norms = np.linalg.norm(flow.gradients, axis=-1)
    back = [[norms[t - lag, :, b] / norms[t, :, b] for b, t in enumerate(LENGTHS)] for lag in range(3, -1, -1)]
    np.testing.assert_allclose(flow.ratio().median, np.median(np.reshape(back, (4, -1)), axis=1), rtol=1e-12)
    assert flow.ratio().median[-1] == 1
    assert flow.decay().seq_len == 3
    assert flow.on(recording).lengths == (3, 6, 4)


def test_sequences_of_full_length_are_no_others():
    recording = random_run("lstm", Sizes(T=6))
    whole, padded = gradient_flow(recording), gradient_flow(recording, lengths=[6, 6, 6])
    np.testing.assert_array_equal(whole.gradients, padded.gradients)
    assert whole.decay() == padded.decay()


@pytest.mark.parametrize(
    ("lengths", "error", "message"),
    [
        ([6, 6], InvalidShape, "lengths = '2 of them' .* one for each of the 3 sequences"),
        ([6, 6, 7], InvalidValue, "lengths = 7 .* from 1 to 6"),
        ([0, 1, 1], InvalidValue, "lengths = 0 .* from 1 to 6"),
        ([1.5, 1, 1], InvalidValue, "lengths = 1.5 .* whole number"),
    ],
)
def test_lengths_that_no_batch_has(lengths, error, message):
    with pytest.raises(error, match=message):
        last_steps(random_run("gru", Sizes(T=6)), lengths)


def test_requests_that_contradict_each_other():
    recording = random_run("gru", Sizes(T=6))
    with pytest.raises(InvalidValue, match="loss = 'every' .* last"):
        gradient_flow(recording, loss="every", lengths=LENGTHS)
    with pytest.raises(InvalidValue, match="lengths = "):
        gradient_flow(recording, lengths=LENGTHS).detour_shares()


@pytest.mark.parametrize(
    ("direct", "message"),
    [
        (np.ones((6, 4)), r"direct.ndim = 2 .* \(T, B, H\)"),
        (np.ones((5, 3, 4)), r"direct.shape = \(5, 3, 4\) .* \(6, 3, 4\)"),
        (np.ones((6, 2, 3, 4)), r"direct.shape = \(6, 2, 3, 4\) .* \(7, 2, 3, 4\)"),
        (np.full((6, 3, 4), np.nan), r"direct\[0, 0, 0\] = nan"),
        ("x", "direct.ndim = 0"),
    ],
)
def test_a_gradient_that_does_not_fit(direct, message):
    with pytest.raises(GruvizError, match=message):
        follow_loss(random_run("gru", Sizes(T=6)), direct)
    with pytest.raises(InvalidValue, match="recording = 'a GradientFlow' .* a Recording, from record"):
        follow_loss(gradient_flow(random_run("gru")), direct)
