"""A model and a batch in, a report out."""

import numpy as np
import pytest
import torch
from torch import nn

from gruviz.diagnosis.diagnose import diagnose
from gruviz.validation import GruvizError


class Tagger(nn.Module):
    """Words in, one of three tags a word."""

    def __init__(self):
        super().__init__()
        self.words, self.head = nn.Embedding(7, 3), nn.Linear(8, 3)
        self.rnn = nn.LSTM(3, 4, num_layers=2, bidirectional=True, batch_first=True, dropout=0.2)

    def forward(self, ids):
        return self.head(self.rnn(self.words(ids))[0]).transpose(1, 2)


@pytest.fixture
def batch():
    torch.manual_seed(0)
    return torch.randint(7, (4, 6)), torch.randint(3, (4, 6))


def test_a_report_of_every_layer_and_direction(batch):
    model = Tagger().double()
    state = torch.get_rng_state()
    report = diagnose(model, batch, nn.functional.cross_entropy, lag=5)
    torch.set_rng_state(state)
    loss = nn.functional.cross_entropy(model(batch[0]), batch[1])
    loss.backward()
    assert report.loss == loss.item()
    assert [run.title for run in report.runs] == [
        "layer 1 of rnn, forward",
        "layer 1 of rnn, backward",
        "layer 2 of rnn, forward",
        "layer 2 of rnn, backward",
    ]
    found = {name: grad for run in report.runs for name, grad in run.weight_gradients.items()}
    assert found.keys() == dict(model.rnn.named_parameters()).keys()
    for name, ours in found.items():
        true = getattr(model.rnn, name).grad.numpy()
        np.testing.assert_allclose(ours, true, rtol=0, atol=1e-10 * np.abs(true).max())
    assert report.findings
    assert "Tagger" in str(report)


def test_lengths_that_fit_no_layer_are_told(batch):
    report = diagnose(Tagger(), batch, nn.functional.cross_entropy, lengths=[3, 3])
    assert report.notes == (
        "lengths names 2 sequences of up to 3 steps, but no layer read such a batch with padding at the end: "
        "it was left aside.",
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"lengths": [1.5] * 4}, "lengths = 1.5 is not possible: a whole number"),
        ({"lengths": "abc"}, "lengths = 'abc' is not possible: a whole number"),
        ({"lengths": [3, 0, 1, 2]}, "lengths = 0 is not possible: a whole number from 1"),
        ({"loss_fn": nn.CrossEntropyLoss}, r"CrossEntropyLoss is a class: give loss_fn=CrossEntropyLoss\(\)."),
        ({"model": "rnn"}, "model = 'rnn' is not possible: a Module"),
    ],
)
def test_arguments_of_another_kind_are_refused_in_a_sentence(batch, arguments, message):
    given = {"model": Tagger(), "loss_fn": nn.functional.cross_entropy} | arguments
    with pytest.raises(GruvizError, match=message):
        diagnose(batch=batch, **given)


def test_lengths_may_be_a_tensor(batch):
    report = diagnose(Tagger(), batch, nn.functional.cross_entropy, lengths=torch.tensor([6, 3, 2, 1]))
    assert report.runs[0].lengths == (6, 3, 2, 1)


def test_a_layer_that_no_loss_reads_is_told_in_a_finding(batch):
    model = Tagger()
    report = diagnose(model, batch, lambda _output, _target: model.head.bias.sum())
    assert any("gradient" in finding.title for finding in report.findings)


def test_a_lag_that_is_none_is_refused(batch):
    with pytest.raises(GruvizError, match="lag"):
        diagnose(Tagger(), batch, nn.functional.cross_entropy, lag=0)


def test_weights_that_are_no_numbers_are_broken(batch):
    model = Tagger()
    with torch.no_grad():
        model.rnn.weight_hh_l0[0, 0] = torch.nan
    report = diagnose(model, batch, nn.functional.cross_entropy)
    assert report.is_broken
    assert "Not all numbers of weight_hh_l0 are finite, so that no state is a number." in report.runs[0].notes


class Normed(nn.Module):
    """A cell whose state passes a norm between its steps."""

    def __init__(self):
        super().__init__()
        self.cell, self.norm = nn.GRUCell(3, 4), nn.LayerNorm(4)

    def forward(self, x):
        h = torch.zeros(x.shape[1], 4)
        for row in x:
            h = self.norm(self.cell(row, h))
        return h


def test_nothing_is_said_of_windows_where_the_way_back_is_not_followed():
    torch.manual_seed(0)
    report = diagnose(Normed(), torch.randn(24, 2, 3), lambda output: output.sin().sum())
    assert [finding.key for finding in report.findings] == ["nothing_wrong"]
    assert "as far back as it can be followed" in report.findings[0].title
    assert any("Something else changes the state between two calls" in note for note in report.all_notes)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16])
def test_on_a_gpu_as_on_a_cpu(batch, training, dtype):
    model = Tagger().cuda().to(dtype).train(training)
    on_gpu = tuple(part.cuda() for part in batch)
    state = torch.cuda.get_rng_state()
    report = diagnose(model, on_gpu, nn.functional.cross_entropy)
    assert torch.equal(torch.cuda.get_rng_state(), state)
    assert not any(run.notes for run in report.runs)
    with torch.backends.cudnn.flags(enabled=False):
        nn.functional.cross_entropy(model(on_gpu[0]), on_gpu[1]).backward()
    near = {torch.float64: 1e-10, torch.float32: 1e-4, torch.float16: 0.1}[dtype]
    for run in report.runs:
        for name, ours in run.weight_gradients.items():
            true = getattr(model.rnn, name).grad.double().cpu().numpy()
            np.testing.assert_allclose(ours, true, rtol=0, atol=near * np.abs(true).max())
