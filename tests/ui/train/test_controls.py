"""The training page's values as a configuration."""

import pytest

from gruviz.engine.cells import OWN
from gruviz.maps.presets import FINISHED
from gruviz.tasks import TASKS
from gruviz.training.settings import Learner, TrainConfig
from gruviz.ui.controls.address import read_query
from gruviz.ui.train.controls import TABLE, config_from, link_of
from gruviz.ui.train.learners import LEARNERS, MORE, START_ROWS
from gruviz.validation import InvalidValue

DEFAULTS = TABLE.defaults


def test_every_learner_has_its_own_settings():
    config = config_from(DEFAULTS | {"learners": list(LEARNERS), "rate_gru": "0.003"})
    assert len(set(config.learners)) == len(LEARNERS)
    assert {one.learning_rate for one in config.learners if one.cell == "gru"} == {0.003}
    assert {one.learning_rate for one in config.learners if one.cell != "gru"} == {0.01}


def test_the_run_that_the_page_opens_with_is_long_enough_for_the_lstm():
    assert config_from(DEFAULTS).steps == TrainConfig().steps == 1000


def test_every_preset_makes_a_run_with_enough_updates_for_its_task():
    for label in TABLE.presets:
        config = config_from(DEFAULTS | TABLE.preset(label))
        assert config.steps >= TASKS[config.task].default_steps, label
        assert label != "The RNN's revenge", "it is sooner where it learns, and does not always"


@pytest.mark.parametrize("key", FINISHED)
def test_every_square_of_a_shipped_map_opens_as_the_very_training(key):
    for name, plan in FINISHED[key].plans():
        corners = [(x, y) for x in (0, 1, len(plan.x.values) - 1) for y in (0, 1, len(plan.y.values) - 1)]
        for square in plan.squares() if name == "success" else corners:
            config = plan.config_at(square)
            values, problems = read_query(TABLE.controls, link_of(config))
            assert (problems, config_from(values)) == ([], config)


def test_a_training_that_the_page_cannot_show_has_no_link():
    for other in ({"batch_size": 8}, {"schedule": "one cycle"}, {"report_every": 7}, {"scale": 7.0}, {"clip": 2.0}):
        with pytest.raises(InvalidValue, match="Train"):
            link_of(TrainConfig(learners=(Learner("gru"),), **other))
    for learner in (Learner("mgu", gain=2.0), Learner("gru", chrono=True, gain=2.0), Learner("gru", learning_rate=0.2)):
        with pytest.raises(InvalidValue):
            link_of(TrainConfig(learners=(learner,)))


@pytest.mark.parametrize("key", [*LEARNERS, *(key for key in MORE if not key.startswith(OWN))])
def test_every_learner_that_is_offered_has_a_link(key):
    values = DEFAULTS | {"learners": [key] if key in LEARNERS else [], "more": [key] if key in MORE else []}
    config = config_from(values | {"rate_gru": "0.03"})
    assert config_from(read_query(TABLE.controls, link_of(config))[0]) == config


def test_a_start_of_ones_own_is_what_its_controls_say():
    start = {"scheme": "gaussian", "gain": 0.7, "update_bias": -3.0, "forget_bias": 2.0}
    config = config_from(DEFAULTS | {"learners": ["gru"], "more": ["gru_start", "lstm_start"]} | start)
    plain, gru, lstm = config.learners
    assert plain == Learner("gru")
    assert gru == Learner("gru", scheme="gaussian", gain=0.7, update_bias=-3.0)
    assert lstm == Learner("lstm", scheme="gaussian", gain=0.7, forget_bias=2.0)


def test_two_that_start_alike_are_one():
    values = DEFAULTS | {"learners": ["rnn_orthogonal"], "more": ["rnn_start"]}
    assert config_from(values).learners == (Learner("rnn", scheme="orthogonal"),)


def test_controls_of_a_start_are_drawn_for_whom_they_change():
    def drawn(*more):
        values = DEFAULTS | {"more": list(more)}
        return {row.name for row in START_ROWS if row.when(values)}

    assert drawn() == set()
    assert drawn("rnn_start") == {"scheme", "gain"}
    assert drawn("gru_start", "lstm_start") == {"scheme", "gain", "update_bias", "forget_bias"}
