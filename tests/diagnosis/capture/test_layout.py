"""Every form in which sequences are given: packed or not, one alone, a few of a batch."""

import numpy as np
import pytest
import torch
from torch import nn

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
    starts,
)


@every_kind
@pytest.mark.parametrize("batch_first", [False, True])
def test_one_sequence_without_an_axis_of_sequences(kind, batch_first):
    module, x = made(kind, num_layers=2, batch_first=batch_first), torch.randn(T, D, dtype=torch.float64)
    with capturing(module) as seen:
        loss_of(*module(x, starts(module, ()))).backward()
    check(module, seen.runs())
    assert seen.runs()[0].recording.batch_size == 1


@pytest.mark.parametrize("form", ["time first", "batch first", "packed", "packed in order"])
def test_a_few_sequences_of_a_batch(form):
    module = made("lstm", num_layers=2, bidirectional=True, batch_first=form == "batch first")
    x, chosen = torch.randn(T, B, D, dtype=torch.float64), [0, 1]
    inputs = x.transpose(0, 1) if form == "batch first" else x
    if form.startswith("packed"):
        lengths = LENGTHS.sort(descending=True).values if form.endswith("order") else LENGTHS
        inputs = nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False)
        chosen = [0, 1] if form.endswith("order") else [1, 3]
    runs = []
    for most in (None, 2):
        with capturing(module, sequences=most) as seen:
            output, final = module(
                inputs, tuple(torch.linspace(-1, 1, 4 * B * H).reshape(4, B, H).double() for _ in "hc")
            )
            loss_of(output.data if form.startswith("packed") else output, final).backward()
        runs.append(seen.runs())
    for whole, few in zip(*runs, strict=True):
        assert few.notes == (
            f"Only 2 of {B} sequences were looked at, and the gradients of the weights are theirs alone.",
        )
        assert few.lengths == tuple(np.array(whole.lengths)[chosen])
        steps = max(few.lengths)
        np.testing.assert_allclose(few.recording.state[: steps + 1], whole.recording.state[: steps + 1][:, :, chosen])
        np.testing.assert_allclose(few.flow.gradients[: steps + 1], whole.flow.gradients[: steps + 1][:, :, chosen])
