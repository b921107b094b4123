"""A file's network, judged: what it reads, what is chosen, and what is said where something does not fit."""

import numpy as np
import pytest
import torch
from safetensors.torch import load, save
from torch import nn

from gruviz import GruvizError
from gruviz.diagnosis.diagnose_file import diagnose_file


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(9, 3)
        self.rnn = nn.GRU(3, 4, bidirectional=True, num_layers=2)
        self.side = nn.LSTM(2, 3)


@pytest.fixture(scope="module")
def body():
    torch.manual_seed(0)
    return save(Tagger().state_dict())


def table(columns, rows=12, seed=0, extra=""):
    numbers = np.random.default_rng(seed).standard_normal((rows, columns))
    lines = [",".join([*([extra] if extra else []), *(f"{value:.6f}" for value in row)]) for row in numbers]
    names = [*(["day"] if extra else []), *"abcdefgh"[:columns]]
    return "\n".join([",".join(names), *lines]), numbers


def notes(report):
    return " ".join(report.all_notes)


def test_the_first_layers_are_run_over_ids_of_its_own_embedding(body):
    report = diagnose_file("tagger.safetensors", body, seq_len=7)
    assert [(run.name, run.layer, run.direction) for run in report.runs] == [
        ("rnn", 0, 0), ("rnn", 0, 1), ("rnn", 1, 0), ("rnn", 1, 1)
    ]  # fmt: skip
    assert report.title == "tagger.safetensors"
    assert "other recurrent layers, which were not run: “side”." in notes(report)
    assert "It reads 16 sequences of 7 steps of random ids, through its embedding of 9 rows." in notes(report)
    rows = np.unique(report.runs[0].recording.inputs.reshape(-1, 3).round(6), axis=0)
    assert len(rows) <= 9


def test_other_layers_are_run_by_name_over_noise(body):
    report = diagnose_file("t", body, module="side", seq_len=5, seed=3)
    assert [run.recording.cell for run in report.runs] == ["lstm"]
    assert "It reads 16 sequences of 5 steps of noise, 2 numbers at every step." in notes(report)
    again, other = (diagnose_file("t", body, module="side", seq_len=5, seed=seed) for seed in (3, 4))
    assert np.array_equal(again.runs[0].recording.inputs, report.runs[0].recording.inputs)
    assert not np.array_equal(other.runs[0].recording.inputs, report.runs[0].recording.inputs)


def test_a_table_is_read_in_pieces_as_it_is(body):
    text, numbers = table(3, rows=12)
    report = diagnose_file("t", body, text, seq_len=5)
    inputs = report.runs[0].recording.inputs
    assert inputs.shape == (5, 8, 3)
    np.testing.assert_allclose(inputs[:, 2], numbers[2:7], atol=1e-6)
    assert "8 sequences of 5 steps of the table, columns a, b and c, with the numbers as they are." in notes(report)


def test_a_column_without_numbers_is_left_out_and_named(body):
    text, numbers = table(3, rows=4, extra="Monday")
    report = diagnose_file("t", body, text)
    np.testing.assert_allclose(report.runs[0].recording.inputs[:, 0], numbers, atol=1e-6)
    assert "as they are; “day” has none." in notes(report)


def test_one_column_of_ids_is_read_through_the_embedding(body):
    ids = [3, 0, 8, 8]
    report = diagnose_file("t", body, "id\n" + "\n".join(map(str, ids)))
    expected = load(body)["embedding.weight"][ids]
    np.testing.assert_allclose(report.runs[0].recording.inputs[:, 0], expected, rtol=1e-6)
    assert "the ids in column id through its embedding of 9 rows." in notes(report)


def test_a_reading_is_taken_and_said(body):
    usual, asked = (diagnose_file("t", body, seq_len=5, reading=way) for way in (None, "gru.zrn"))
    assert {run.recording.cell for run in usual.runs} == {"gru_reset_after"}
    assert {run.recording.cell for run in asked.runs} == {"gru"}
    r, z = usual.runs[0].recording.weights.recurrent["r"], asked.runs[0].recording.weights.recurrent["z"]
    np.testing.assert_array_equal(r, z)
    assert "understood as asked: GRU; rows of z, r, n, as Keras and ONNX; z near 1 writes; reset before" in notes(asked)


def test_weights_that_are_no_numbers_are_a_finding():
    broken = nn.GRU(2, 3)
    nn.init.constant_(broken.bias_ih_l0, float("nan"))
    report = diagnose_file("t", save(broken.state_dict()))
    assert report.is_broken
    assert "bias_ih_l0 at (1), counted from 1, is NaN, as are 8 others: this network cannot be run." in " ".join(
        str(report).split()
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"module": "decoder"}, "The file has no layer “decoder”: it has “rnn”, “side”."),
        ({"reading": "gru"}, "rnn cannot be read as “gru”. Its arrays may be:\n  gru_reset_after.rzn.keeps GRU; rows"),
        ({"table": table(2)[0]}, "The network reads 3 numbers at every step, and the table has 2 columns of numbers."),
        ({"table": table(2, extra="Monday")[0]}, "has 2 columns of numbers; “day” has none."),
        ({"table": table(3)[0] + "\n1,x,2"}, "Line 14 has no number in column b, but “x”."),
        ({"table": "id\n1\n9"}, "The embedding has 9 rows, with the ids 0 to 8, and the table has the id 9."),
        ({"table": "id\n1\n0.5"}, "and the table has the id 0.5."),
        ({"table": "1"}, "at least two are needed"),
        ({"seq_len": 1}, "steps = 1"),
        ({"seed": -1}, "seed = -1"),
    ],
)
def test_what_does_not_fit_is_said(body, asked, said):
    with pytest.raises(GruvizError) as error:
        diagnose_file("t", body, **asked)
    assert said in str(error.value)


def test_a_file_that_is_no_network_is_refused():
    with pytest.raises(GruvizError, match="."):
        diagnose_file("notes.txt", b"Dear diary")
