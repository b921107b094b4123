"""A square's numbers and links."""

import numpy as np

from gruviz.maps.trainability_map import Map, Training
from gruviz.ui.controls.address import read_query
from gruviz.ui.controls.laboratory import TABLE as LABORATORY
from gruviz.ui.controls.laboratory import experiment_from
from gruviz.ui.train.controls import TABLE as TRAIN
from gruviz.ui.train.controls import config_from, link_of
from gruviz.ui.trainability.controls import TABLE
from gruviz.ui.trainability.plans import training_plans
from gruviz.ui.trainability.square import config_of, laboratory_query, name_of, told
from tests.ui.trainability.small import PLAN, task_map, trained


def test_its_numbers_are_those_within_the_budget():
    one = task_map()
    assert name_of(one, (1, 0)) == "Gain 1, gate bias −4"
    assert told(one, (1, 0), 30) == (
        "First symbol, then noise: after 30 updates 3 of 5 networks have learned, the first from update 20 on. "
        "Before training 10% of the gradient was left."
    )
    assert "Before training 1,000 times of the gradient was left." in told(one, (2, 0), 30), "read at the very square"
    assert "after 10 updates 0 of 5 networks have learned." in told(one, (1, 0), 10)
    assert "; 1 network diverged." in told(one, (2, 1), 30)
    assert "after 30 updates" in told(one, (1, 0), 400), "no later than it was trained"


def test_a_network_that_learned_before_it_diverged_has_learned():
    seeds = np.ones((2, 5), dtype=bool)
    both = Training(np.array([0, 10]), seeds, np.array([[False] * 5, [True] * 5]))
    assert "5 of 5 networks have learned" in (words := told(task_map(training=Map(PLAN, {(0, 0): both})), (0, 0), 30))
    assert "diverged" not in words


def test_a_square_that_is_not_trained_says_so():
    one = task_map(training=trained(squares=[(0, 0)]))
    assert told(one, (1, 1), 30).startswith("First symbol, then noise: not trained yet.")


def test_the_laboratory_opens_with_the_same_start():
    for name in TABLE.presets:
        plan = training_plans(TABLE.defaults | TABLE.preset(name))[0]
        config = plan.config_at((1, 2))
        values, problems = read_query(LABORATORY.controls, laboratory_query(config))
        assert not problems
        experiment, learner = experiment_from(values), config.learners[0]
        assert experiment.cells == (learner.cell,)
        assert (experiment.gain, experiment.scheme) == (learner.gain, "orthogonal")
        assert (experiment.update_bias, experiment.forget_bias) == (learner.update_bias, learner.forget_bias)
        assert (experiment.seq_len, experiment.hidden_size, experiment.seeds) == (config.length, 32, 5)
        assert experiment.scale == config.scale


def test_train_opens_with_the_very_training():
    for name in TABLE.presets:
        for plan in training_plans(TABLE.defaults | TABLE.preset(name)):
            config = plan.config_at((1, 2))
            values, problems = read_query(TRAIN.controls, link_of(config))
            assert not problems
            assert config_from(values) == config


def test_a_square_is_the_training_of_its_plan():
    one = task_map()
    assert config_of(one, (2, 1)).learners[0].gain == 2.0
