"""Calls in which there is something else than PyTorch's own modules take and give, or nothing at all."""

import pytest
import torch
from torch import nn

from gruviz.diagnosis.capture import capturing
from tests.diagnosis.capture.modules import (
    B,
    D,
    H,
    T,
)


class Noisy(nn.GRU):
    """Does not compute what nn.GRU computes."""

    def forward(self, x):
        output, final = super().forward(x)
        return output + 1, final


class Bare(nn.GRU):
    """Gives something else than PyTorch's own."""

    def forward(self, x):
        return super().forward(x)[0]


class Counted(nn.GRU):
    """Takes lengths where PyTorch's own takes a state."""

    def forward(self, x, lengths):
        return super().forward(x * lengths.max())


def test_classes_of_one_s_own_that_do_other_things_are_told():
    for kind, said, *more in (
        (Noisy, "do not give the states that the module gave"),
        (Bare, "gives something else"),
        (Counted, "takes or gives something else", torch.tensor([3, 5])),
    ):
        module = kind(D, H)
        with capturing(module) as seen:
            module(torch.randn(T, B, D), *more)
        notes = [*seen.notes(), *(note for run in seen.runs() for note in run.notes)]
        assert len(notes) == 1
        assert said in notes[0]


@pytest.mark.parametrize("kind", [nn.GRU, nn.LSTM, nn.GRUCell, nn.LSTMCell])
def test_a_batch_without_a_sequence_is_told_and_passed_over(kind):
    module = kind(D, H)
    shape = (D,) if issubclass(kind, nn.RNNCellBase) else (T, D)
    with capturing(module) as seen:
        module(torch.randn(*shape[:-1], 0, D))
    assert seen.runs() == ()
    assert seen.notes() == (f"{kind.__name__} was given a batch without any sequence.",)
    with capturing(module) as seen:
        for count in (0, B):
            module(torch.randn(*shape[:-1], count, D))
    assert [run.recording.batch_size for run in seen.runs()] == [B]
    assert seen.notes() == ()
