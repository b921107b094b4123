"""Weights as a module used them: projected, computed from others, in half precision, changed on the way."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils import parametrizations

from gruviz.diagnosis.capture import capturing
from tests.diagnosis.capture.modules import (
    LENGTHS,
    B,
    D,
    H,
    T,
    cell_of,
    check,
    every_kind,
    loss_of,
    made,
    noise,
    stacks,
    starts,
    unrolled,
)


@stacks
@pytest.mark.parametrize(
    ("packed", "started", "bias"), [(False, False, False), (True, True, True), (False, True, True)]
)
def test_weight_gradients_of_a_projection(layers, bidirectional, bias, packed, started):
    rate = 0.3 if layers > 1 else 0.0
    module = made("lstm", num_layers=layers, bidirectional=bidirectional, bias=bias, proj_size=2, dropout=rate)
    x = noise(T, B, D)
    if packed:
        x = nn.utils.rnn.pack_padded_sequence(x, LENGTHS, enforce_sorted=False)
    with capturing(module) as seen:
        output, final = module(x, starts(module) if started else None)
        loss_of(output.data if packed else output, final).backward()
    runs = seen.runs()
    check(module, runs)
    assert not any(run.notes for run in runs)


@pytest.mark.parametrize("detached", [False, True])
def test_a_projection_over_several_calls(detached):
    module, state, loss = made("lstm", proj_size=2), None, 0
    with capturing(module) as seen:
        for piece in noise(T, B, D).split(2):
            output, state = module(piece, state)
            loss = loss + loss_of(output, state)
            if detached:
                state = tuple(part.detach() for part in state)
        loss.backward()
    (run,) = seen.runs()
    check(module, [run])
    assert run.seams == (3, 5)


@every_kind
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float32])
def test_low_precision_is_measured_in_float64_from_its_own_weights(kind, dtype):
    module = made(kind, num_layers=2, dropout=0.3).to(dtype)
    state = torch.get_rng_state()
    with capturing(module) as seen:
        loss_of(*module(noise(T, B, D).to(dtype))).float().backward()
    twin = made(kind, num_layers=2, dropout=0.3)
    twin.load_state_dict(module.state_dict())
    torch.set_rng_state(state)
    x = noise(T, B, D).to(dtype).double()
    with capturing(twin) as exact:
        loss_of(*twin(x)).backward()
    for ours, true in zip(seen.runs(), exact.runs(), strict=True):
        assert (ours.notes, ours.precision) == ((), str(dtype).removeprefix("torch."))
        np.testing.assert_allclose(ours.recording.state, true.recording.state, rtol=0, atol=1e-12)
        for name, grad in ours.weight_gradients.items():
            theirs = getattr(twin, name).grad.numpy()
            near = 1e-5 if dtype == torch.float32 else 0.05
            np.testing.assert_allclose(grad, theirs, rtol=0, atol=near * np.abs(theirs).max())


def test_autocast_is_measured_in_float64():
    module = nn.LSTM(D, H)
    with torch.autocast("cpu", dtype=torch.bfloat16), capturing(module) as seen:
        loss_of(*module(torch.randn(T, B, D))).backward()
    (run,) = seen.runs()
    assert run.recording.state.dtype == np.float64
    assert not run.notes
    np.testing.assert_array_equal(run.recording.weights.U[0], module.weight_hh_l0.detach().double())


def test_spectral_norm_is_read_as_it_was_used_and_left_alone():
    module = parametrizations.spectral_norm(made("gru"), "weight_hh_l0")
    twin = parametrizations.spectral_norm(made("gru"), "weight_hh_l0")
    twin.load_state_dict(module.state_dict())
    x = noise(T, B, D)
    with capturing(module) as seen:
        output, _ = module(x)
        torch.sin(output).sum().backward()
    np.testing.assert_array_equal(twin(x)[0].detach(), output.detach())
    for ours, theirs in zip(module.buffers(), twin.buffers(), strict=True):
        assert torch.equal(ours, theirs)
    (run,) = seen.runs()
    np.testing.assert_allclose(run.recording.states["h"][1:, 0], output.detach(), rtol=0, atol=1e-12)


class WeightDrop(nn.Module):
    """Leaves out recurrent weights, drawn anew before each pass."""

    def __init__(self):
        super().__init__()
        self.rnn = made("lstm")
        self.raw = nn.Parameter(self.rnn.weight_hh_l0.detach().clone())
        del self.rnn._parameters["weight_hh_l0"]

    def forward(self, x):
        self.rnn.weight_hh_l0 = nn.functional.dropout(self.raw, 0.5)
        return self.rnn(x)


def test_a_dropout_of_weights_is_read_as_it_was_drawn():
    model = WeightDrop()
    with capturing(model) as seen:
        output, _ = model(noise(T, B, D))
        output.sum().backward()
    (run,) = seen.runs()
    np.testing.assert_allclose(run.recording.states["h"][1:, 0], output.detach(), rtol=0, atol=1e-12)
    assert not run.notes


def test_weights_that_are_computed_anew_for_each_step():
    cell = parametrizations.weight_norm(cell_of("lstm"), "weight_hh")
    with capturing(cell) as seen:
        states = unrolled(cell, noise(T, B, D), None)
        sum(torch.sin(h).sum() for h, _ in states).backward()
    (run,) = seen.runs()
    np.testing.assert_allclose(run.weight_gradients["bias_hh"], cell.bias_hh.grad, rtol=0, atol=1e-12)
