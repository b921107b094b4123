"""Events sorted into one history per learner, and what a history can be asked."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.training.history import TrainingEvent, histories, learner_label
from gruviz.training.settings import Learner, TrainConfig

CONFIG = TrainConfig(learners=(Learner("rnn"), Learner("gru"), Learner("lstm", chrono=True)), length=50)


def event(learner, step, solved=(False, False), **more):
    """An event whose numbers name its learner and step."""
    number = 100.0 * learner + step
    values = {
        name: np.array([number, number + 0.5])
        for name in ("loss", "metric", "gradient_norm", "clipped_norm", "profile", "ratio", "answers")
    }
    gates = {} if learner == 0 else {"z": np.full(3, number)}
    plain = TrainingEvent(
        learner=learner,
        step=step,
        solved=np.array(solved),
        diverged=np.array([False, step > 20]),
        gates=gates,
        **values,
    )
    return replace(plain, **more)


def test_events_are_sorted_by_learner_and_keep_their_order():
    told = [event(2, 0), event(0, 0), event(2, 10), event(0, 10), event(2, 30)]
    rnn, lstm = histories(CONFIG, told)
    assert [(one.label, one.cell) for one in (rnn, lstm)] == [("RNN", "rnn"), ("LSTM (chrono)", "lstm")]
    assert rnn.steps.tolist() == [0, 10]
    assert lstm.steps.tolist() == [0, 10, 30]
    for name in ("loss", "metric", "gradient_norm", "clipped_norm", "profile", "ratio"):
        np.testing.assert_array_equal(getattr(lstm, name), [[200, 200.5], [210, 210.5], [230, 230.5]], err_msg=name)
    assert lstm.diverged.tolist() == [[False, False], [False, False], [False, True]]
    np.testing.assert_array_equal(lstm.gates["z"], [[200] * 3, [210] * 3, [230] * 3])
    assert rnn.gates == {}


def test_nothing_told_is_no_history():
    assert histories(CONFIG, []) == []


def test_the_weights_are_those_of_the_last_event():
    readout = (np.ones((2, 1, 4)), np.zeros((2, 1)))
    [one] = histories(CONFIG, [event(1, 0), event(1, 10, readout=readout)])
    assert one.readout is readout
    [one] = histories(CONFIG, [event(1, 0)])
    assert one.readout is None
    assert one.weights is None


def test_a_seed_has_solved_its_task_from_where_on_it_stays_beyond_the_bar():
    told = [event(1, 0), event(1, 10, (True, False)), event(1, 20), event(1, 27, (True, False))]
    [passing] = histories(CONFIG, told[:3])
    assert np.isnan(passing.solved_steps).all(), "a passing visit"
    assert passing.seeds_solved == 0
    assert passing.first_solved == np.inf
    [one] = histories(CONFIG, told)
    np.testing.assert_array_equal(one.solved_steps, [27, np.nan])
    assert (one.first_solved, one.seeds_solved) == (27, 1)
    [stays] = histories(CONFIG, [*told, event(1, 30, (True, True))])
    np.testing.assert_array_equal(stays.solved_steps, [27, 30])
    assert (stays.first_solved, stays.seeds_solved) == (27, 2)


def test_solved_before_the_first_update_and_never():
    [at_once] = histories(CONFIG, [event(1, 0, (True, True))])
    np.testing.assert_array_equal(at_once.solved_steps, [0, 0])
    assert at_once.first_solved == 0
    [always] = histories(CONFIG, [event(1, 0, (True, False)), event(1, 10, (True, True))])
    np.testing.assert_array_equal(always.solved_steps, [0, 10])
    [never] = histories(CONFIG, [event(1, 0), event(1, 10)])
    assert np.isnan(never.solved_steps).all()
    assert never.first_solved == np.inf


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=8))
def test_solved_is_one_thing_however_it_came_and_went(course):
    [one] = histories(CONFIG, [event(1, 10 * i, solved) for i, solved in enumerate(course)])
    for seed in range(2):
        since = np.nan
        for i, solved in enumerate(course):
            since = np.nan if not solved[seed] else 10 * i if np.isnan(since) else since
        np.testing.assert_equal(one.solved_steps[seed], since)
    assert one.seeds_solved == np.isfinite(one.solved_steps).sum() == sum(course[-1])


@pytest.mark.parametrize(("updates", "row"), [(-5, 0), (0, 0), (9, 0), (10, 1), (11, 1), (26, 1), (27, 2), (999, 2)])
def test_row_at_is_the_last_event_not_later(updates, row):
    [one] = histories(CONFIG, [event(1, 0), event(1, 10), event(1, 27)])
    assert one.row_at(updates) == row


@pytest.mark.parametrize(
    ("learner", "label"),
    [
        (Learner("rnn"), "RNN"),
        (Learner("rnn", scheme="orthogonal"), "RNN (orthogonal)"),
        (Learner("gru", chrono=True), "GRU (chrono)"),
        (Learner("gru", update_bias=-4.0, gain=2.0), "GRU set to hold (gain 2, gate bias −4)"),
        (Learner("lstm", forget_bias=1.0), "LSTM (forget bias 1)"),
        (Learner("gru", learning_rate=0.003), "GRU, rate 0.003"),
    ],
)
def test_a_learner_is_named_by_its_cell_start_and_unusual_rate(learner, label):
    assert learner_label(learner, 50) == label
