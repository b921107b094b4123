"""Every application learns: short trainings with a fixed seed beat what knows nothing."""

import pickle

import numpy as np
import pytest

from gruviz.jobs.server_runs import work
from gruviz.networks.network import Network, run
from gruviz.tasks import (
    METRICS,
    Balancing,
    Digits,
    Forecasting,
    Language,
    Speech,
    Translation,
    Wearable,
    find_task,
)
from gruviz.training.settings import SCHEDULES, Learner, TrainConfig
from gruviz.training.train import train
from gruviz.validation import GruvizError

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


def test_a_learning_rate_goes_up_and_down_once():
    rates = [SCHEDULES["one cycle"](step / 50) for step in range(51)]
    assert rates[0] == rates[-1] == 0
    assert max(rates) == rates[10] == 1
    assert rates == [*sorted(rates[:11]), *sorted(rates[11:], reverse=True)]


def test_adams_first_step_has_the_scheduled_rate():
    """It moves every parameter that has a gradient by the learning rate."""
    start, moved = (list(train(short(Speech(), steps=steps, report_every=1)))[-1] for steps in (1, 2))
    assert SCHEDULES["one cycle"](1.0) == 0
    one = np.abs(moved.weights.U - start.weights.U)  # both steps of the first had the rate 0
    np.testing.assert_allclose(np.median(one[one > 0]), 0.01 * SCHEDULES["one cycle"](0.5), rtol=0.01)


def test_a_training_on_data_of_ones_own_goes_to_a_worker_and_is_shared():
    one, same = (short(Language(TEXT + ""), steps=1, length=16) for _ in range(2))
    other = short(Language(TEXT + "!"), steps=1, length=16)
    assert (one == same, hash(one) == hash(same), one == other) == (True, True, False)
    there = pickle.loads(pickle.dumps(one))
    assert there == one
    assert [event.step for event in work(there)] == [0, 1]
    assert "bottles" not in repr(one), "no log repeats a text"


def test_the_work_of_a_worker_leaves_the_smallest_numbers_as_they_were():
    smallest = np.array([np.finfo(np.float64).smallest_subnormal])
    assert len([*work(short(Balancing(0.0), length=5, steps=1))]) == 2
    next(unfinished := work(short(Balancing(0.0), length=5, steps=1)))
    unfinished.close()
    assert smallest * 1.0 > 0


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"task": Translation(), "length": 8, "truncation": 3}, "truncation"),
        ({"task": Digits(), "length": 27}, "length"),
        ({"task": Forecasting(tuple(np.arange(250.0))), "length": 101}, "length"),
        ({"task": 3}, "task"),
        ({"schedule": "cosine"}, "schedule"),
    ],
)
def test_what_a_task_cannot_do_is_refused_by_name(settings, field):
    with pytest.raises(GruvizError) as caught:
        TrainConfig(**settings)
    assert caught.value.field == field
