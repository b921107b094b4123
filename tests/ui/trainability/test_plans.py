"""From the controls' values to plans."""

import pytest

from gruviz.maps.axis import SETTINGS
from gruviz.maps.presets import FINISHED, repeated
from gruviz.ui.trainability.controls import TABLE
from gruviz.ui.trainability.plans import (
    GRID,
    finer,
    measured,
    of_theory,
    replaced,
    square_at,
    thinned,
    training_plans,
    values_at,
)
from gruviz.validation import GruvizError

DEFAULTS = TABLE.defaults


def test_the_first_map_is_of_two_tasks_that_share_their_squares():
    first, adding = training_plans(DEFAULTS)
    assert (first.base.task, adding.base.task) == ("first_symbol", "adding")
    assert (first.base.steps, adding.base.steps) == (300, 400)
    assert (first.x, first.y) == (adding.x, adding.y)
    config = first.config_at((3, 6))
    assert (config.learners[0].gain, config.learners[0].update_bias) == (1.4, -2.0)
    assert (config.seeds, config.length, config.learners[0].scheme) == (5, 50, "orthogonal")


@pytest.mark.parametrize("name", TABLE.presets)
def test_every_preset_is_a_map_and_every_corner_a_training(name):
    for plan in training_plans(DEFAULTS | TABLE.preset(name)):
        for corner in ((0, 0), (-1, -1)):
            assert plan.config_at(corner).seeds >= 5


def test_every_setting_can_be_an_axis_of_a_cell_that_has_it():
    for setting in SETTINGS:
        other = "gain" if setting != "gain" else "learning_rate"
        cell = "lstm" if setting == "forget_bias" else "gru"
        [plan] = training_plans(DEFAULTS | {"cell": cell, "across": setting, "up": other, "tasks": ["adding"]})
        assert plan.x.values == GRID[setting]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"cell": "rnn", "across": "scale"}, "two different settings"),
        ({"across": "update_bias"}, "two different settings"),
        ({"tasks": []}, "Choose one task"),
        ({"tasks": ["adding", "copying", "flip_flop"]}, "Choose one task"),
    ],
)
def test_what_makes_no_map_is_refused_in_a_sentence(changes, said):
    with pytest.raises(GruvizError, match=said):
        training_plans(DEFAULTS | changes)


@pytest.mark.parametrize(
    ("cell", "chosen", "used", "words"),
    [
        ("gru", "update_bias", "update_bias", ""),
        ("gru", "forget_bias", "update_bias", "The GRU has no forget gate: the map varies the gate bias instead."),
        ("lstm", "update_bias", "forget_bias", "The LSTM has no update gate: the map varies the forget bias instead."),
        ("rnn", "update_bias", "scale", "The RNN has no update gate: the map varies the input scale instead."),
    ],
)
def test_a_gate_that_the_cell_lacks_gives_way(cell, chosen, used, words):
    values = DEFAULTS | {"cell": cell, "up": chosen}
    assert {plan.y.setting for plan in training_plans(values)} == {used}
    assert replaced(values) == words


def test_fewer_squares_keep_the_ends():
    assert thinned(GRID["gain"]) == (0.5, 1.0, 2.0, 4.0)
    assert thinned(GRID["forget_bias"]) == (-1.0, 1.0, 3.0, 5.0, 6.0)
    for grid, count in (("half", 4), ("few", 3)):
        [plan] = training_plans(DEFAULTS | {"grid": grid, "tasks": ["adding"]})
        assert len(plan.x.values) == count
        assert (plan.x.values[0], plan.x.values[-1]) == (0.5, 4.0)


@pytest.mark.parametrize(("setting", "count"), [("gain", 19), ("update_bias", 21), ("hidden_size", 5)])
def test_the_ground_is_measured_at_every_square_and_between_them(setting, count):
    [plan] = training_plans(DEFAULTS | {"across": setting, "up": "scale", "tasks": ["adding"]})
    axis = finer(plan.x)
    assert set(plan.x.values) <= set(axis.values)
    assert len(axis.values) == count


def test_every_preset_is_what_is_shipped():
    wanted = [
        plan
        for name in TABLE.presets
        for one in training_plans(DEFAULTS | TABLE.preset(name))
        for plan in (one, measured(one, "gradient"), of_theory(one, "factor"), repeated(one))
    ]
    shipped = [dict(one.plans()) for one in FINISHED.values()]
    at_usual_length = [plans.get("gradient 50", plans.get("gradient")) for plans in shipped]
    assert wanted == [
        plan
        for plans, gradient in zip(shipped, at_usual_length, strict=True)
        for plan in (plans["success"], gradient, plans["factor"], plans["repeat"])
    ]


def test_what_is_measured_before_is_of_the_same_seeds_and_sequences():
    plan, _ = training_plans(DEFAULTS)
    before = measured(plan, "gradient")
    assert (before.base, before.measure) == (plan.base, "gradient")


def test_a_square_is_found_by_its_values():
    plan, _ = training_plans(DEFAULTS)
    assert square_at(plan, (1.4, -2.0)) == (3, 6)
    assert values_at(plan, (3, 6)) == (1.4, -2.0)
    assert square_at(plan, (1.5, -2.0)) is None
    assert square_at(plan, None) is None
