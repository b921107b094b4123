"""Whole modules against PyTorch's own gradients: every parameter, of every kind of module, to ten digits."""

import numpy as np
import pytest
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from gruviz.diagnosis.capture import capturing
from tests.diagnosis.capture.modules import (
    LENGTHS,
    B,
    D,
    T,
    check,
    every_kind,
    loss_of,
    made,
    stacks,
    starts,
)


@every_kind
@stacks
@pytest.mark.parametrize(
    ("batch_first", "bias", "started"),
    [(False, True, False), (True, True, True), (False, False, True)],
)
def test_weight_gradients_of_every_stack(kind, layers, bidirectional, batch_first, bias, started):
    module = made(kind, num_layers=layers, bidirectional=bidirectional, batch_first=batch_first, bias=bias)
    x = torch.randn(*((B, T) if batch_first else (T, B)), D, dtype=torch.float64)
    with capturing(module) as seen:
        loss_of(*module(x, starts(module) if started else None)).backward()
    check(module, seen.runs())


@every_kind
@stacks
@pytest.mark.parametrize(("ordered", "started"), [(False, True), (True, False)])
def test_weight_gradients_of_packed_sequences(kind, layers, bidirectional, ordered, started):
    module = made(kind, num_layers=layers, bidirectional=bidirectional)
    lengths = LENGTHS.sort(descending=True).values if ordered else LENGTHS
    packed = pack_padded_sequence(torch.randn(T, B, D, dtype=torch.float64), lengths, enforce_sorted=ordered)
    with capturing(module) as seen:
        output, final = module(packed, starts(module) if started else None)
        loss_of(pad_packed_sequence(output)[0], final).backward()
    runs = seen.runs()
    check(module, runs)
    assert all(run.lengths == tuple(lengths.tolist()) for run in runs)


@every_kind
def test_states_and_total_gradients_are_the_modules(kind):
    module, x = made(kind, num_layers=2), torch.randn(T, B, D, dtype=torch.float64)
    start = starts(module, requires_grad=True)
    with capturing(module) as seen:
        output, final = module(x, start)
        loss_of(output, final).backward()
    runs = seen.runs()
    parts = start if isinstance(start, tuple) else (start,)
    for run in runs:
        true = np.concatenate([part.grad[run.layer].numpy() for part in parts], -1)
        np.testing.assert_allclose(run.flow.gradients[0, 0], true, rtol=0, atol=1e-12)
    np.testing.assert_allclose(runs[1].recording.states["h"][1:, 0], output.detach().numpy(), rtol=0, atol=1e-12)
    np.testing.assert_allclose(runs[0].recording.inputs, x.numpy())
