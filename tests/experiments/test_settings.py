"""An experiment is valid once it exists, and says what is wrong otherwise."""

from dataclasses import FrozenInstanceError, fields

import numpy as np
import pytest

from gruviz import CELLS
from gruviz.data.signals import noise, one_hot, series
from gruviz.engine.gradients import LOSSES
from gruviz.engine.initialisation import SCHEMES
from gruviz.experiments.settings import HIDDEN_SIZE, INPUTS, PRECISIONS, SCALE, SEEDS, SEQ_LEN, Experiment
from gruviz.experiments.start import GAIN, GATE_BIAS
from gruviz.validation import GruvizError
from tests.documented import documented

TABLE = ((1.0, 2.0), (3.0, 5.0), (4.0, 9.0))


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("cells", (), "Choose at least one cell."),
        ("cells", ("rnn", "transformer"), "choose one of rnn, gru"),
        ("seq_len", 1, "a whole number from 2 to 500"),
        ("seq_len", 501, "a whole number from 2 to 500"),
        ("seq_len", 5.0, "a whole number from 2 to 500"),
        ("seq_len", True, "a whole number from 2 to 500"),
        ("seq_len", "50", "a whole number from 2 to 500"),
        ("hidden_size", 0, "a whole number from 2 to 128"),
        ("seeds", 33, "a whole number from 1 to 32"),
        ("seed", -1, "a whole number from 0 to 2147483647"),
        ("inputs", "music", "choose one of noise"),
        ("scale", float("nan"), "a number from 0 to 10"),
        ("scale", float("inf"), "a number from 0 to 10"),
        ("scale", -0.1, "a number from 0 to 10"),
        ("gain", 4.01, "a number from 0 to 4"),
        ("precision", "float16", "choose one of float64, float32"),
        ("loss", "mean", "choose one of last, every"),
    ],
)
def test_a_setting_out_of_range_is_refused_by_name(field, value, allowed):
    with pytest.raises(GruvizError) as caught:
        Experiment(**{field: value})
    assert caught.value.field == field
    assert allowed in str(caught.value)


@pytest.mark.parametrize("inputs", [name for name in INPUTS if name not in ("text", "table", "raw")])
@pytest.mark.parametrize("end", [0, 1])
def test_both_ends_of_every_range_are_accepted(inputs, end):
    Experiment(
        cells=tuple(CELLS)[:2],
        inputs=inputs,
        seq_len=SEQ_LEN[end],
        hidden_size=HIDDEN_SIZE[end],
        seeds=SEEDS[0],
        scale=SCALE[end],
        gain=GAIN[end],
        update_bias=GATE_BIAS[end],
        forget_bias=GATE_BIAS[end],
        precision=PRECISIONS[end],
        loss=LOSSES[end],
        scheme=tuple(SCHEMES)[end],
    )


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"inputs": "text"}, "^Write at least one character"),
        ({"inputs": "text", "text": "x" * 2001}, "^text = '2,001 characters'"),
        ({"inputs": "table"}, r"^table = '0 row\(s\)' is not possible: at least two rows"),
        ({"inputs": "table", "table": ((1.0,),)}, r"^table = '1 row\(s\)'"),
    ],
)
def test_inputs_of_ones_own_are_checked_at_once(settings, message):
    with pytest.raises(GruvizError, match=message):
        Experiment(**settings)


@pytest.mark.parametrize("table", [((1.0,), (1.0, 2.0)), ((1.0,), (float("nan"),)), ((), ())])
def test_a_table_that_is_none_is_refused_at_once(table):
    with pytest.raises(GruvizError, match="^table"):
        Experiment(inputs="table", table=table)


def test_a_cell_twice_is_refused():
    with pytest.raises(GruvizError, match="^cells"):
        Experiment(cells=("rnn", "rnn"))


def test_too_much_memory_is_refused_before_anything_runs(monkeypatch):
    monkeypatch.setattr("gruviz.validation.MEMORY_LIMIT", 1 << 20)
    with pytest.raises(GruvizError, match=r"^seeds = [\d,]+ MiB is not possible: at most .* use fewer"):
        Experiment(seq_len=500, hidden_size=128)


def test_equal_settings_are_equal_and_frozen():
    assert Experiment(cells=("gru",)) == Experiment(cells=("gru",))
    assert hash(Experiment(table=TABLE, inputs="table")) == hash(Experiment(table=TABLE, inputs="table"))
    with pytest.raises(FrozenInstanceError):
        Experiment().gain = 2.0


@pytest.mark.parametrize("scale", [0.0, 1.0, 2.5])
def test_inputs_are_scaled(scale):
    np.testing.assert_array_equal(Experiment(scale=scale, seed=3).make_inputs(), scale * noise(50, 3))
    text = Experiment(inputs="text", text="abcab", scale=scale, seq_len=4).make_inputs()
    np.testing.assert_array_equal(text, scale * one_hot("abcab", 4))
    table = Experiment(inputs="table", table=TABLE, scale=scale, seq_len=2).make_inputs()
    np.testing.assert_array_equal(table, scale * series(TABLE, 2))


def test_a_short_text_or_table_is_run_to_its_end():
    assert len(Experiment(inputs="text", text="abc", seq_len=500).make_inputs()) == 3
    assert len(Experiment(inputs="table", table=TABLE, seq_len=500).make_inputs()) == 3


def test_a_start_is_that_of_sequences_as_long_as_the_experiments():
    assert Experiment(chrono=True, seq_len=70).weight_settings("gru") == {"chrono": 70}
    assert Experiment(update_bias=-2.0).weight_settings("gru") == {"update_bias": -2.0}


def test_every_field_is_documented():
    assert {field.name for field in fields(Experiment)} == documented(Experiment)
