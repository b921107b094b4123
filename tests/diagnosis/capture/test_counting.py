"""Padding that was not packed: what a person says, and what nothing reads."""

import numpy as np
import pytest
import torch
from torch import nn

from gruviz.diagnosis.capture import capturing, join
from tests.diagnosis.capture.test_stack import LENGTHS, B, D, H, T, check, loss_of, made

ENDS = tuple(LENGTHS.tolist())


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(0)


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
    assert "reads the padding before the sequence" in backward.notes[0]


def test_half_precision_may_lose_a_gradient_and_says_nothing_of_lengths():
    module = nn.GRU(D, H, dtype=torch.float16)
    with capturing(module) as seen:
        at_ends(*module(torch.randn(T, B, D).half())).backward()
    assert seen.runs()[0].lengths == (T,) * B


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


@pytest.mark.parametrize("packed", [False, True])
def test_as_many_sequences_as_fit_into_memory(monkeypatch, packed):
    module, x = made("gru", num_layers=2, dropout=0.5), torch.randn(T, B, D, dtype=torch.float64)
    inputs = nn.utils.rnn.pack_padded_sequence(x, LENGTHS, enforce_sorted=False) if packed else x
    with capturing(module, lengths=ENDS) as seen:
        output, final = module(inputs)
        loss_of(output.data if packed else output, final).backward()
    whole = seen.runs()
    monkeypatch.setattr(join, "MOST_BYTES", 3 * 8 * (T + 1) * 2 * H * 32)
    for run, all_of_it in zip(seen.runs(), whole, strict=True):
        assert run.lengths == ENDS[:3]
        assert f"Only 3 of {B} sequences" in run.notes[0]
        np.testing.assert_allclose(run.flow.gradients, all_of_it.flow.gradients[:, :, :3])
