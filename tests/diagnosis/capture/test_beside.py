"""Calls that have nothing to do with each other, as one run."""

import numpy as np
import pytest
import torch
from torch.nn.utils.rnn import pack_padded_sequence

from gruviz.diagnosis.capture import capturing
from tests.diagnosis.capture.modules import (
    B,
    D,
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
def test_calls_that_have_nothing_to_do_with_each_other_stand_side_by_side(kind, layers):
    module = made(kind, num_layers=layers, bidirectional=layers == 2)
    packed = pack_padded_sequence(noise(T, 2, D), torch.tensor([4, 6]), enforce_sorted=False)
    zeros = changed(starts(module), torch.zeros_like)
    with capturing(module) as seen:
        given = [
            (noise(3, B, D), None),
            (noise(T, 1, D), starts(module, (1,))),
            (noise(5, B, D), zeros),
            (packed, None),
        ]
        for inputs, start in given:
            output, final = module(inputs, start)
            loss_of(output.data if inputs is packed else output, final).backward()
        module(noise(1, 1, D))
    runs = seen.runs()
    check(module, runs)
    assert runs[0].lengths == (3,) * B + (T,) + (5,) * B + (4, 6) + (1,)
    assert not runs[0].flow.gradients[..., -1, :].any()


def test_calls_of_the_same_length_stand_side_by_side_without_padding():
    module, y = made("gru"), noise(T, 2, D)
    with capturing(module) as seen:
        loss = torch.sin(module(noise(T, B, D))[0][-1]).sum() + module(y)[1].sum()
        loss.backward()
    (run,) = seen.runs()
    check(module, [run])
    assert (run.flow.loss, run.flow.lengths, run.recording.batch_size) == ("last", None, B + 2)
    np.testing.assert_array_equal(run.recording.inputs[:, B:], y)
