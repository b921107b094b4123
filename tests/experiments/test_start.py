"""A start gives each cell the settings it has, and says what is wrong otherwise."""

from dataclasses import fields

import pytest

from gruviz import CELLS, Experiment, Learner
from gruviz.engine.initialisation import init_weights
from gruviz.experiments.start import GAIN, GATE_BIAS, Start
from gruviz.validation import GruvizError
from tests.documented import documented
from tests.runs import every_cell


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("scheme", "xavier", "choose one of default, orthogonal, gaussian"),
        ("gain", 4.01, "a number from 0 to 4"),
        ("gain", float("nan"), "a number from 0 to 4"),
        ("update_bias", -10.5, "a number from -10 to 10"),
        ("forget_bias", None, "a number from -10 to 10"),
    ],
)
def test_a_setting_out_of_range_is_refused_by_name(field, value, allowed):
    with pytest.raises(GruvizError) as caught:
        Start(**{field: value})
    assert caught.value.field == field
    assert allowed in str(caught.value)


@pytest.mark.parametrize("end", [0, 1])
def test_both_ends_of_every_range_are_accepted(end):
    start = Start(gain=GAIN[end], update_bias=GATE_BIAS[end], forget_bias=GATE_BIAS[end])
    assert (start.gain, start.update_bias, start.forget_bias) == (GAIN[end], GATE_BIAS[end], GATE_BIAS[end])


@every_cell
def test_the_default_changes_no_cell(cell):
    assert Start().settings_for(cell, 50) == {}


SETTINGS = {
    "rnn": {"scheme": "orthogonal", "gain": 2.0},
    "gru": {"scheme": "orthogonal", "gain": 2.0, "update_bias": -1.0},
    "gru_reset_after": {"scheme": "orthogonal", "gain": 2.0, "update_bias": -1.0},
    "lstm": {"scheme": "orthogonal", "gain": 2.0, "forget_bias": 3.0},
    "mgu": {"scheme": "orthogonal", "gain": 2.0, "update_bias": -1.0},
    "mingru": {"update_bias": -1.0},  # it has no recurrent weights to draw
    "light_gru": {"scheme": "orthogonal", "gain": 2.0, "update_bias": -1.0},
    "gru_no_reset": {"scheme": "orthogonal", "gain": 2.0, "update_bias": -1.0},
    "gru_no_update": {"scheme": "orthogonal", "gain": 2.0},
    "irnn": {"scheme": "orthogonal", "gain": 2.0},
    "lstm_coupled": {"scheme": "orthogonal", "gain": 2.0, "forget_bias": 3.0},
    "minlstm": {"forget_bias": 3.0},
    "lru": {},
    "rg_lru": {},
    "ssm": {},
    "own_none_input_relu": {"scheme": "orthogonal", "gain": 2.0, "update_bias": -1.0},
}


@pytest.mark.parametrize("cell", [*CELLS, "own_none_input_relu"])
def test_a_cell_gets_only_the_settings_it_has(cell):
    start = Start(scheme="orthogonal", gain=2.0, update_bias=-1.0, forget_bias=3.0)
    settings = start.settings_for(cell, 50)
    assert settings == SETTINGS[cell]
    assert init_weights(cell, input_size=2, hidden_size=3, **settings).cell == cell


@every_cell
@pytest.mark.parametrize("length", [2, 3, 50])
def test_chrono_takes_the_place_of_the_biases(cell, length):
    settings = Start(chrono=True, update_bias=-1.0, forget_bias=3.0).settings_for(cell, length)
    without = ("rnn", "irnn", "gru_no_update", "lru", "rg_lru")
    assert settings == ({} if cell in without else {"chrono": max(3, length)})


def test_every_field_is_documented():
    assert {field.name for field in fields(Start)} == documented(Start)


def test_an_experiment_and_a_learner_share_it():
    names = {field.name for field in fields(Start)}
    assert all(names <= {field.name for field in fields(kind)} for kind in (Experiment, Learner))
    assert Experiment(gain=2.0).weight_settings("gru") == Start(gain=2.0).settings_for("gru", 50)
