"""What is learned: short trainings with a fixed seed beat what knows nothing, and the gradient travels meanwhile."""

import numpy as np
import pytest

from gruviz.networks.network import Network, run
from gruviz.tasks import (
    METRICS,
    TASKS,
    Balancing,
    Digits,
    Forecasting,
    Language,
    Speech,
    Translation,
    Wearable,
    find_task,
)
from gruviz.training.history import histories
from gruviz.training.settings import SCHEDULES, Learner, TrainConfig
from gruviz.training.train import train
from tests.training.metrics import metric_of

pytestmark = pytest.mark.training
GRU, RNN = Learner("gru"), Learner("rnn")
TEXT = "".join(f"{i} green bottles, hanging on the wall;\n" for i in range(200))


def short(task, *, cell="gru", **settings):
    usual = {"length": task.default_length, "hidden_size": 24, "batch_size": 32, "steps": 80, "report_every": 1000}
    return TrainConfig(task, (Learner(cell),), schedule="one cycle", **(usual | settings))


CASES = {
    "speech": (short(Speech()), 0.5),
    "digits by row": (short(Digits()), 0.5),
    "digits by row, LSTM": (short(Digits(), cell="lstm", steps=120), 0.5),
    "wearable": (short(Wearable()), 0.4),
    "own text": (short(Language(TEXT), steps=60, batch_size=16, length=32), 3.0),
    "sunspots": (short(Forecasting(), length=36), 30.0),
    "translation": (short(Translation(attention=True, reverse=False), hidden_size=48, steps=160, batch_size=64), 0.1),
    "balancing": (short(Balancing(0.0), length=30, steps=150), 200.0),
}
"""Settings, and what the metric has to reach at least or at most, far from chance."""


@pytest.mark.parametrize("name", CASES)
def test_a_short_training_beats_what_knows_nothing(name):
    config, bar = CASES[name]
    task = find_task(config.task)
    first, last = train(config)
    metric = METRICS[task.metric]
    assert metric.reaches(last.metric, bar).all(), last.metric
    assert not metric.reaches(first.metric, bar).any(), "it was not there before"
    trained = Network(last.weights, *last.readout, last.decoder)
    probes = task.held_out(np.random.default_rng([0, 0, 6]), 128, config.length)
    np.testing.assert_allclose(task.measure(run(trained, *probes), probes.targets), last.metric)


def test_the_gru_learns_to_add_and_meanwhile_its_gradient_learns_to_travel():
    """The flagship in small: the highway is built while the loss looks stuck."""
    config = TrainConfig(learners=(GRU, RNN), length=20, steps=300, seeds=2, report_every=50)
    told = list(train(config))
    gru, rnn = ([event for event in told if event.learner == learner] for learner in (0, 1))
    assert gru[-1].solved.all()
    assert metric_of(config, gru[-1]).max() < 0.02
    assert TASKS["adding"].without_memory(20) > 0.15
    assert not rnn[-1].solved.any()
    assert rnn[-1].metric.min() > 0.05
    assert gru[0].ratio[0] < 1e-4
    assert gru[-1].ratio[0] > 1e-1
    stuck = gru[1]
    assert stuck.metric.min() > 0.1
    assert stuck.ratio[0] > 30 * gru[0].ratio[0]
    assert rnn[-1].ratio[0] < 0.01 * gru[-1].ratio[0]


def test_the_counterexample_an_orthogonal_rnn_remembers_what_a_gru_never_learns():
    config = TrainConfig("first_symbol", (Learner("rnn", scheme="orthogonal"), GRU), 20, seeds=2, steps=100)
    rnn, gru = list(train(config))[-2:]
    assert rnn.solved.all()
    assert gru.metric.max() < 0.4


def test_the_usual_number_of_updates_is_enough_for_an_lstm_and_400_are_not():
    config = TrainConfig(learners=(Learner("lstm"),), report_every=25)
    [lstm] = histories(config, train(config))
    assert lstm.seeds_solved == 1
    assert 400 < lstm.first_solved < config.steps
    assert lstm.metric[-1] < 0.01


def test_a_gru_that_is_cut_after_10_steps_learns_to_add_over_50():
    config = TrainConfig(learners=(GRU,), truncation=10, steps=600)
    [gru] = histories(config, train(config))
    assert (gru.ratio[:, : 50 - 10] == 0).all()
    assert gru.seeds_solved == 1


@pytest.mark.parametrize("attention", [False, True])
def test_the_profile_of_a_translation_goes_all_the_way(attention):
    config = short(Translation(attention=attention), steps=2)
    for event in train(config):
        assert event.profile.shape == event.ratio.shape == (8 + 12 + 1,)
        assert event.ratio[-1] == 1
        assert (event.ratio > 0).all()
        assert {gate.shape for gate in event.gates.values()} == {(8 + 12,)}
    assert event.decoder.cell == "gru"
    assert event.decoder.input_size == find_task(config.task).output_size


def test_each_seed_of_a_translation_learns_as_if_alone():
    one, two = (list(train(short(Translation(), seeds=seeds, steps=5)))[-1] for seeds in (1, 2))
    np.testing.assert_allclose(one.loss[0], two.loss[0], rtol=1e-5)
    np.testing.assert_allclose(one.decoder.U[0], two.decoder.U[0], atol=1e-5)


def test_adams_first_step_has_the_scheduled_rate():
    """It moves every parameter that has a gradient by the learning rate."""
    start, moved = (list(train(short(Speech(), steps=steps, report_every=1)))[-1] for steps in (1, 2))
    assert SCHEDULES["one cycle"](1.0) == 0
    one = np.abs(moved.weights.U - start.weights.U)  # both steps of the first had the rate 0
    np.testing.assert_allclose(np.median(one[one > 0]), 0.01 * SCHEDULES["one cycle"](0.5), rtol=0.01)
