"""A trace keeps what its picture draws: held against hand-written histories, and against its own way back."""

import json

import numpy as np
import pytest

from gruviz.tasks.metrics import softmax
from gruviz.training.settings import Learner, TrainConfig
from gruviz.training.trace import Trace, coded, decoded, heard_steps, said, trace_of
from tests.figures.learners import learner

PAIR = TrainConfig(learners=(Learner("rnn"), Learner("gru")), length=10, steps=40)


def test_codes_are_powers_of_ten_and_zero_is_none_of_them():
    codes = coded(np.array([0.0, np.nan, 1e-30, 1e-20, 1e-8, 0.01, 1.0, 1e5, 1e9, np.inf]))
    assert codes.tolist()[:4] == [0, 1, 2, 2]
    assert codes.tolist()[-3:] == [255, 255, 255]
    for code, ratio in zip(codes[4:7], (1e-8, 0.01, 1.0), strict=True):
        assert decoded(code) == pytest.approx(ratio, rel=0.13), "half a step of 25 / 253 decades"
    assert decoded(0) == 0
    assert np.isnan(decoded(1))


def test_heard_is_what_is_heard_all_the_way():
    ratios = np.array([[0.5, 0.001, 0.01, 0.3, 1.0], [0.01, 1, 1, 1, 1], [1, 1, 1, 1e-9, 1], [0, 0, 0, 0, 0]])
    assert heard_steps(ratios).tolist() == [2, 4, 0, 0]


def test_learners_are_cut_to_what_all_have_reported_and_one_that_stopped_has_no_gradient_from_then_on():
    gone = learner("RNN", "rnn", steps=(0, 10, 17), loss=[[1.0], [1.0], [np.nan]], metric=[0.5, 0.5, 0.5])
    ahead = learner(steps=(0, 10, 20, 30), loss=(2.0, 1.0, 0.5, 0.25), metric=[0.5, 0.01, 0.3, 0.01])
    trace = trace_of(PAIR, [gone, ahead])
    assert trace.steps == (0, 10, 20, 30)
    rnn, gru = trace.learners
    assert (rnn.stopped, gru.stopped) == (17, None)
    assert rnn.codes()[1, -1] == 204
    assert rnn.codes()[2:].tolist() == [[1] * 5] * 2
    assert rnn.loss == (1.0, 1.0, None, None)
    assert rnn.hears[2:] == (0, 0)
    assert gru.loss == (2.0, 1.0, 0.5, 0.25)
    assert (rnn.solved, gru.solved) == (None, 30), "a touch of the bar is not enough"
    late = learner("RNN", "rnn", steps=(0, 10), loss=(1.0, 1.0))
    assert trace_of(PAIR, [late, ahead]).steps == (0, 10)


def test_solved_is_when_half_of_the_networks_have():
    bar = [[0.5, 0.5, 0.5], [0.01, 0.5, 0.5], [0.01, 0.01, 0.5]]
    three = learner(metric=bar, loss=bar)
    assert (three.first_solved, three.mostly_solved) == (10, 20)
    two = learner(metric=np.array(bar)[:, :2], loss=np.array(bar)[:, :2])
    assert two.mostly_solved == 10
    assert learner(metric=[[0.01, 0.5, 0.5]] * 3, loss=bar).mostly_solved == np.inf


def test_an_answer_is_a_number_or_the_chances_of_the_classes():
    assert said(PAIR, np.array([[1.23456789]])) == 1.23457
    outputs = np.array([[1.0, 2.0, 0.0, -1.0]])
    classes = TrainConfig(task="first_symbol", length=10)
    np.testing.assert_allclose(said(classes, outputs), softmax(outputs)[0], atol=1e-4)
    assert len(said(TrainConfig(task="copying", length=10), np.zeros((3, 4)))) == 3
    assert said(PAIR, np.array([[np.nan]])) is None


def test_a_trace_comes_back_from_json_and_differs_where_one_number_does():
    trace = trace_of(PAIR, [learner("RNN", "rnn"), learner()])
    record = json.loads(json.dumps(trace.as_json(), allow_nan=False))
    again = Trace.from_json(record)
    assert again == trace
    assert trace.first_difference(again) is None
    shorter = trace_of(PAIR, [learner("RNN", "rnn", steps=(0, 10), loss=(2.0, 1.0)), learner()])
    assert trace.first_difference(shorter) is None, "so far they agree"
    record["learners"][1]["loss"][1] += 1e-5
    assert trace.first_difference(Trace.from_json(record)) == 10


def test_thinning_keeps_every_so_many_reports_and_the_last():
    full = trace_of(
        PAIR, [learner("RNN", "rnn", steps=range(0, 60, 10), loss=range(6), metric=range(6)) for _ in range(2)]
    )
    thin = full.thinned(2)
    assert thin.steps == (0, 20, 40, 50)
    for one, other in zip(thin.learners, full.learners, strict=True):
        assert one.loss == (0, 2, 4, 5)
        assert one.codes().tolist() == other.codes()[[0, 2, 4, 5]].tolist()
    assert full.thinned(1) == full
