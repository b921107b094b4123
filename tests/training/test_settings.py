"""The settings of a training: valid once they exist, equal by value, and a schedule of the learning rate."""

from dataclasses import fields

import numpy as np
import pytest

from gruviz.tasks import Digits, Forecasting, Language, Translation
from gruviz.training.settings import SCHEDULES, Learner, TrainConfig
from gruviz.validation import GruvizError
from tests.documented import documented

GRU = Learner("gru")
TEXT = "".join(f"{i} green bottles, hanging on the wall;\n" for i in range(200))


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("task", "parity", "choose one of adding, temporal_order"),
        ("learners", (), "Choose at least one network."),
        ("learners", (GRU, GRU), "each learner once"),
        ("learners", ("gru",), "each a Learner"),
        ("learners", tuple(Learner("gru", gain=0.1 * n) for n in range(17)), "Choose at most 16 networks."),
        ("length", 9, "a whole number from 10 to 200"),
        ("length", 201, "a whole number from 10 to 200"),
        ("length", 50.0, "a whole number from 10 to 200"),
        ("hidden_size", 1, "a whole number from 2 to 128"),
        ("seeds", 0, "a whole number from 1 to 32"),
        ("batch_size", 257, "a whole number from 1 to 256"),
        ("steps", 0, "a whole number from 1 to 20000"),
        ("clip", 0.0, "a number from 0.001 to 1000"),
        ("clip", float("nan"), "a number from 0.001 to 1000"),
        ("truncation", 0, "a whole number from 1 to 500"),
        ("seed", -1, "a whole number from 0 to"),
        ("report_every", 0, "a whole number from 1 to 1000"),
        ("scale", 0.0, "a number from 0.01 to 10"),
        ("scale", "loud", "a number from 0.01 to 10"),
    ],
)
def test_a_setting_out_of_range_is_refused_by_name(field, value, allowed):
    with pytest.raises(GruvizError) as caught:
        TrainConfig(**{field: value})
    assert caught.value.field == field
    assert allowed in str(caught.value)


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("cell", "elman", "choose one of rnn, gru"),
        ("learning_rate", 0.0, "a number from 1e-06 to 10"),
        ("learning_rate", "fast", "a number from 1e-06 to 10"),
        ("scheme", "xavier", "choose one of default, orthogonal, gaussian"),
        ("gain", 4.1, "a number from 0 to 4"),
        ("update_bias", 11, "a number from -10 to 10"),
        ("forget_bias", float("inf"), "a number from -10 to 10"),
    ],
)
def test_a_learners_setting_out_of_range_is_refused_by_name(field, value, allowed):
    with pytest.raises(GruvizError) as caught:
        Learner(**{"cell": "gru"} | {field: value})
    assert caught.value.field == field
    assert allowed in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"task": Translation(), "length": 8, "truncation": 3}, "truncation"),
        ({"task": Digits(), "length": 27}, "length"),
        ({"task": Forecasting(tuple(np.arange(250.0))), "length": 101}, "length"),
        ({"task": 3}, "task"),
        ({"schedule": "cosine"}, "schedule"),
        ({"task": Digits(), "length": 28, "scale": 2.0}, "scale"),
    ],
)
def test_what_a_task_cannot_do_is_refused_by_name(settings, field):
    with pytest.raises(GruvizError) as caught:
        TrainConfig(**settings)
    assert caught.value.field == field


def test_a_learning_rate_goes_up_and_down_once():
    rates = [SCHEDULES["one cycle"](step / 50) for step in range(51)]
    assert rates[0] == rates[-1] == 0
    assert max(rates) == rates[10] == 1
    assert rates == [*sorted(rates[:11]), *sorted(rates[11:], reverse=True)]


def test_settings_with_data_of_ones_own_are_equal_by_value_and_repeat_none_of_it():
    one, same, other = (TrainConfig(Language(text), length=16) for text in (TEXT, TEXT + "", TEXT + "!"))
    assert (one == same, hash(one) == hash(same), one == other) == (True, True, False)
    assert "bottles" not in repr(one), "no log repeats a text"


@pytest.mark.parametrize("settings", [Learner, TrainConfig])
def test_every_field_is_documented(settings):
    assert {field.name for field in fields(settings)} == documented(settings)
