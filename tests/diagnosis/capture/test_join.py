"""Modules that are called several times: one run, with PyTorch's own gradients."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from gruviz.diagnosis.capture import capturing, join
from tests.diagnosis.capture.modules import (
    ENDS,
    LENGTHS,
    TERM,
    B,
    D,
    H,
    T,
    changed,
    check,
    every_kind,
    loss_of,
    made,
    noise,
    starts,
)


@every_kind
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("detached", [False, True])
def test_pieces_of_a_sequence_with_a_state_carried_over(kind, layers, detached):
    module, state = made(kind, num_layers=layers), None
    losses = []
    with capturing(module) as seen:
        for piece in noise(T, B, D).split(2):
            output, state = module(piece, state)
            losses.append((torch.sin(output) * TERM).sum())
            state = changed(state, torch.Tensor.detach) if detached else state
        sum(losses).backward()
    runs = seen.runs()
    check(module, runs)
    assert [run.seams for run in runs] == [(3, 5)] * layers
    assert [run.flow.cuts for run in runs] == [{3, 5} if detached else set()] * layers


@pytest.mark.parametrize("kind", ["gru", "lstm"])
@pytest.mark.parametrize("is_packed", [(True, True), (True, False), (False, True)])
def test_packed_pieces_of_sequences_of_one_length(kind, is_packed):
    module, state, loss = made(kind, num_layers=2, dropout=0.5), None, 0
    with capturing(module) as seen:
        for piece, packs in zip(noise(T, B, D).split(3), is_packed, strict=True):
            given = pack_padded_sequence(piece, [3] * B) if packs else piece
            output, state = module(given, state)
            loss = loss + loss_of(output.data if packs else output, state)
        loss.backward()
    runs = seen.runs()
    check(module, runs)
    assert [(run.lengths, run.seams) for run in runs] == [((T,) * B, (4,))] * 2


@pytest.mark.parametrize("kind", ["rnn", "relu", "gru"])
@pytest.mark.parametrize("detached", [False, True])
def test_pieces_with_the_last_output_carried_over(kind, detached):
    module, state, loss = made(kind), None, 0
    with capturing(module) as seen:
        for piece in noise(T, B, D).split(2):
            output, _ = module(piece, state)
            loss = loss + (torch.sin(output) * TERM).sum()
            state = output[-1:].detach() if detached else output[-1:]
        loss.backward()
    (run,) = seen.runs()
    check(module, [run])
    assert (run.seams, run.flow.cuts) == ((3, 5), {3, 5} if detached else set())


@every_kind
def test_a_backward_pass_after_each_piece(kind):
    module, state = made(kind), starts(made(kind))
    with capturing(module) as seen:
        for piece in noise(T, B, D).split(3):
            output, state = module(piece, state)
            torch.sin(output).sum().backward()
            state = changed(state, torch.Tensor.detach)
    (run,) = seen.runs()
    check(module, [run])
    assert run.flow.cuts == {4}


def test_a_decoder_goes_on_from_its_encoder_in_steps():
    encoder, decoder = made("lstm", num_layers=2), made("lstm", num_layers=2)
    model = nn.ModuleDict({"encoder": encoder, "decoder": decoder})
    with capturing(model) as seen:
        _, state = encoder(noise(T, B, D))
        loss, word = 0, noise(1, B, D)
        for _ in range(4):
            output, state = decoder(word, state)
            loss = loss + (torch.sin(output) * TERM).sum()
            word = output[..., :D]
        loss.backward()
    runs = seen.runs()
    assert [(run.name, run.recording.seq_len) for run in runs] == [("encoder", T)] * 2 + [("decoder", 4)] * 2
    check(encoder, runs[:2])
    check(decoder, runs[2:])


def test_a_batch_that_shrinks_is_several_runs_with_whole_gradients():
    cell, h = nn.GRUCell(D, H, dtype=torch.float64), None
    with capturing(cell) as seen:
        for count in (4, 4, 2, 1):
            h = cell(noise(count, D), None if h is None else h[:count])
        (torch.sin(h) * TERM).sum().backward()
    runs = seen.runs()
    assert [run.recording.seq_len for run in runs] == [2, 1]
    for name in runs[0].weight_gradients:
        ours = sum(run.weight_gradients[name] for run in runs)
        np.testing.assert_allclose(ours, getattr(cell, name).grad, rtol=0, atol=1e-12)


def test_weights_that_change_between_calls_are_not_one_run():
    module = made("gru")
    with capturing(module) as seen:
        output, state = module(noise(3, B, D))
        torch.sin(output).sum().backward()
        with torch.no_grad():
            module.weight_hh_l0 *= 0.5
        module(noise(3, B, D), state.detach())
    one, two = seen.runs()
    np.testing.assert_array_equal(two.recording.weights.U, one.recording.weights.U / 2)


@pytest.mark.parametrize("packed", [False, True])
def test_as_many_sequences_as_fit_into_memory(monkeypatch, packed):
    module, x = made("gru", num_layers=2, dropout=0.5), torch.randn(T, B, D, dtype=torch.float64)
    inputs = pack_padded_sequence(x, LENGTHS, enforce_sorted=False) if packed else x
    with capturing(module, lengths=ENDS) as seen:
        output, final = module(inputs)
        loss_of(output.data if packed else output, final).backward()
    whole = seen.runs()
    monkeypatch.setattr(join, "MOST_BYTES", 3 * 8 * (T + 1) * 2 * H * 32)
    for run, all_of_it in zip(seen.runs(), whole, strict=True):
        assert run.lengths == ENDS[:3]
        assert f"Only 3 of {B} sequences" in run.notes[0]
        np.testing.assert_allclose(run.flow.gradients, all_of_it.flow.gradients[:, :, :3])
