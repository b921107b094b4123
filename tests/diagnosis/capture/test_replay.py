"""Dropout between layers: the very masks that the run drew."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from gruviz.diagnosis.capture import capturing
from tests.diagnosis.capture.modules import (
    LENGTHS,
    B,
    D,
    H,
    T,
    check,
    every_kind,
    loss_of,
    made,
    noise,
)


@every_kind
@pytest.mark.parametrize("bidirectional", [False, True])
@pytest.mark.parametrize("form", ["time first", "batch first", "packed", "one sequence"])
def test_weight_gradients_with_dropout(kind, bidirectional, form):
    module = made(kind, num_layers=3, dropout=0.5, bidirectional=bidirectional, batch_first=form == "batch first")
    x = torch.randn(T, B, D, dtype=torch.float64)
    with capturing(module) as seen:
        if form == "packed":
            output, final = module(pack_padded_sequence(x, LENGTHS, enforce_sorted=False))
            output = pad_packed_sequence(output)[0]
        else:
            output, final = module({"batch first": x.transpose(0, 1), "one sequence": x[:, 0]}.get(form, x))
        loss_of(output, final).backward()
    state = torch.get_rng_state()
    runs = seen.runs()
    check(module, runs)
    assert not any(run.notes for run in runs)
    assert torch.equal(torch.get_rng_state(), state)


def test_each_call_of_a_joined_run_has_its_own_masks():
    module, state, loss = made("gru", num_layers=2, dropout=0.5), None, 0
    with capturing(module) as seen:
        for piece in torch.randn(T, B, D, dtype=torch.float64).split(1):
            output, state = module(piece, state)
            loss = loss + loss_of(output, state)
        loss.backward()
    check(module, seen.runs())


def test_no_dropout_in_evaluation():
    module = made("lstm", num_layers=2, dropout=0.5).eval()
    with capturing(module) as seen:
        loss_of(*module(torch.randn(T, B, D, dtype=torch.float64))).backward()
    check(module, seen.runs())


class OwnDropout(nn.GRU):
    """Draws more before its layers do, as cuDNN draws otherwise."""

    def forward(self, *args):
        torch.rand(1)
        return super().forward(*args)


def test_masks_that_cannot_be_drawn_again_are_told():
    module = OwnDropout(D, H, num_layers=2, dropout=0.5, dtype=torch.float64)
    x = torch.randn(T, B, D, dtype=torch.float64)
    with capturing(module) as seen:
        loss_of(*module(x)).backward()
    below, above = seen.runs()
    assert "dropout between the layers could not be drawn again" in below.notes[0]
    module.eval()
    np.testing.assert_allclose(above.recording.states["h"][1:, 0], module(x)[0].detach(), rtol=0, atol=1e-12)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_dropout_on_a_gpu_with_pytorch_s_own_kernels():
    module = made("lstm", num_layers=3, dropout=0.5).cuda()
    with torch.backends.cudnn.flags(enabled=False), capturing(module) as seen:
        output, final = module(noise(T, B, D).cuda())
        loss_of(output.cpu(), tuple(part.cpu() for part in final)).backward()
    for run in seen.runs():
        assert not run.notes
        for name, ours in run.weight_gradients.items():
            np.testing.assert_allclose(ours, getattr(module, name).grad.cpu(), rtol=0, atol=1e-9)
