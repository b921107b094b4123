"""The training page's values as a configuration."""

from gruviz.tasks import TASKS
from gruviz.training.settings import TrainConfig
from gruviz.ui.train.controls import LEARNERS, TABLE, config_from

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
