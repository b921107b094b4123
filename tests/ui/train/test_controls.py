"""The training page's values as a configuration."""

from gruviz.ui.train.controls import LEARNERS, TABLE, config_from

DEFAULTS = TABLE.defaults


def test_every_learner_has_its_own_settings():
    config = config_from(DEFAULTS | {"learners": list(LEARNERS), "rate_gru": "0.003"})
    assert len(set(config.learners)) == len(LEARNERS)
    assert {one.learning_rate for one in config.learners if one.cell == "gru"} == {0.003}
    assert {one.learning_rate for one in config.learners if one.cell != "gru"} == {0.01}
