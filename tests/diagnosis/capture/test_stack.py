"""Whole modules against PyTorch's own gradients: every parameter, of every kind of module, to ten digits."""

from functools import partial

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from gruviz.diagnosis.capture import capturing

KINDS = {"rnn": nn.RNN, "relu": partial(nn.RNN, nonlinearity="relu"), "gru": nn.GRU, "lstm": nn.LSTM}
every_kind = pytest.mark.parametrize("kind", KINDS)
stacks = pytest.mark.parametrize(("layers", "bidirectional"), [(1, False), (1, True), (2, False), (3, True)])
T, B, D, H = 5, 4, 3, 4
LENGTHS = torch.tensor([3, 5, 1, 4])


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(0)


def made(kind, **settings):
    return KINDS[kind](D, H, dtype=torch.float64, **settings)


def starts(module, batch=(B,), requires_grad=False):
    """h_0, or h_0 and c_0."""
    count = module.num_layers * (2 if module.bidirectional else 1)
    widths = [module.proj_size or H, H] if isinstance(module, nn.LSTM) else [H]
    found = [torch.randn(count, *batch, width, dtype=torch.float64, requires_grad=requires_grad) for width in widths]
    return tuple(found) if len(found) > 1 else found[0]


def loss_of(output, final):
    """Reads every step and every last state, with different weights."""
    final = final if isinstance(final, tuple) else (final,)
    return sum((torch.sin(part * 3) * torch.linspace(1, 2, part.shape[-1])).sum() for part in (output, *final))


def check(module, runs):
    """All parameters and no others, equal to ten digits."""
    found = [pair for run in runs for pair in run.weight_gradients.items()]
    names = [name for name, _ in found]
    assert sorted(names) == sorted(name for name, _ in module.named_parameters())
    for name, ours in found:
        true = getattr(module, name).grad.numpy()
        assert np.abs(true).max() > 0
        np.testing.assert_allclose(ours, true, rtol=0, atol=1e-10 * np.abs(true).max(), err_msg=name)


@every_kind
@stacks
@pytest.mark.parametrize(
    ("batch_first", "bias", "started"),
    [(False, True, False), (True, True, True), (False, False, True), (True, False, False)],
)
def test_weight_gradients_of_every_stack(kind, layers, bidirectional, batch_first, bias, started):
    module = made(kind, num_layers=layers, bidirectional=bidirectional, batch_first=batch_first, bias=bias)
    x = torch.randn(*((B, T) if batch_first else (T, B)), D, dtype=torch.float64)
    with capturing(module) as seen:
        loss_of(*module(x, starts(module) if started else None)).backward()
    check(module, seen.runs())


@every_kind
@stacks
@pytest.mark.parametrize("ordered", [False, True])
@pytest.mark.parametrize("started", [False, True])
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


@every_kind
@pytest.mark.parametrize("batch_first", [False, True])
def test_one_sequence_without_an_axis_of_sequences(kind, batch_first):
    module, x = made(kind, num_layers=2, batch_first=batch_first), torch.randn(T, D, dtype=torch.float64)
    with capturing(module) as seen:
        loss_of(*module(x, starts(module, ()))).backward()
    check(module, seen.runs())
    assert seen.runs()[0].recording.batch_size == 1
