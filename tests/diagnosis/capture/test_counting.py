"""Padding that was not packed: what a person says, and what nothing reads."""

import pytest
import torch
from torch import nn

from gruviz.diagnosis.capture import capturing
from tests.diagnosis.capture.modules import (
    ENDS,
    LENGTHS,
    B,
    D,
    H,
    T,
    check,
    loss_of,
    made,
)


def seen_with(module, loss, lengths=None):
    x = torch.randn(T, B, D, dtype=torch.float64)
    with capturing(module, lengths=lengths) as seen:
        output, final = module(x)
        loss(output, final).backward()
    return seen.runs()


def at_ends(output, _final):
    return torch.sin(output[LENGTHS - 1, torch.arange(B)]).sum()


def masked(output, _final):
    return (torch.sin(output).sum(-1) * (torch.arange(T)[:, None] < LENGTHS)).sum()


@pytest.mark.parametrize("layers", [1, 2])
def test_steps_that_nothing_reads_do_not_count(layers):
    module = made("lstm", num_layers=layers)
    for loss, kind in ((at_ends, "last"), (masked, "every")):
        module.zero_grad()
        runs = seen_with(module, loss)
        check(module, runs)
        assert [run.lengths for run in runs] == [ENDS] * layers
        assert "3 of 4 sequences" in runs[0].notes[0]
        assert runs[-1].flow.loss == kind
        assert runs[-1].flow.lengths == ENDS
    assert runs[-1].flow.ratio().median[-1] == 1


def test_a_loss_at_the_end_of_whole_sequences():
    (run,) = seen_with(made("gru"), lambda output, _: torch.sin(output[-1]).sum())
    assert (run.lengths, run.flow.loss, run.flow.lengths, run.notes) == ((T,) * B, "last", None, ())


def test_what_a_person_says_counts():
    for loss in (masked, loss_of):
        (run,) = seen_with(made("gru"), loss, ENDS)
        assert (run.lengths, run.notes) == (ENDS, ())


def test_sequences_that_are_all_read_at_one_step_are_not_padded():
    (run,) = seen_with(made("gru"), lambda output, _: output[1].sum())
    assert (run.lengths, run.notes) == ((T,) * B, ())


@pytest.mark.parametrize("lengths", [(3, 5, 1), (3, 5, 1, 9), (3, 5, 0, 2)])
def test_lengths_of_another_batch_say_nothing(lengths):
    (run,) = seen_with(made("gru"), loss_of, lengths)
    assert run.lengths == (T,) * B


def test_a_module_that_reads_both_ways_reads_padding_first():
    forward, backward = seen_with(made("gru", bidirectional=True), masked)
    assert forward.lengths == backward.lengths == (T,) * B


def test_a_person_s_lengths_for_a_module_that_reads_both_ways():
    forward, backward = seen_with(made("gru", bidirectional=True), masked, ENDS)
    assert (forward.lengths, forward.notes) == (ENDS, ())
    assert backward.lengths == (T,) * B
    assert "reads the padding first" in backward.notes[0]


def test_half_precision_may_lose_a_gradient_and_says_nothing_of_lengths():
    module = nn.GRU(D, H, dtype=torch.float16)
    with capturing(module) as seen:
        at_ends(*module(torch.randn(T, B, D).half())).backward()
    assert seen.runs()[0].lengths == (T,) * B
