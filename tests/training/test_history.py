"""Events sorted into one history per learner, and what a history can be asked."""

from dataclasses import replace

import numpy as np
import pytest

from gruviz.training.history import TrainingEvent, histories, learner_label
from gruviz.training.settings import Learner, TrainConfig

CONFIG = TrainConfig(learners=(Learner("rnn"), Learner("gru"), Learner("lstm", chrono=True)), length=50)


def event(learner, step, solved=(False, False), **more):
    """An event whose numbers name its learner and step."""
    number = 100.0 * learner + step
    values = {
        name: np.array([number, number + 0.5])
        for name in ("loss", "metric", "gradient_norm", "clipped_norm", "profile", "ratio")
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
    assert [(one.label, one.cell) for one in (rnn, lstm)] == [("RNN (default)", "rnn"), ("LSTM (chrono)", "lstm")]
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


def test_a_seed_is_solved_when_it_first_was_even_if_it_falls_back():
    told = [event(1, 0), event(1, 10, (True, False)), event(1, 20), event(1, 27, (True, False))]
    [one] = histories(CONFIG, told)
    np.testing.assert_array_equal(one.solved_steps, [10, np.nan])
    assert one.first_solved == 10
    [both] = histories(CONFIG, [*told, event(1, 30, (False, True))])
    np.testing.assert_array_equal(both.solved_steps, [10, 30])
    assert both.first_solved == 10


def test_solved_before_the_first_update_and_never():
    [at_once] = histories(CONFIG, [event(1, 0, (True, True))])
    np.testing.assert_array_equal(at_once.solved_steps, [0, 0])
    assert at_once.first_solved == 0
    [never] = histories(CONFIG, [event(1, 0), event(1, 10)])
    assert np.isnan(never.solved_steps).all()
    assert never.first_solved == np.inf


@pytest.mark.parametrize(("updates", "row"), [(-5, 0), (0, 0), (9, 0), (10, 1), (11, 1), (26, 1), (27, 2), (999, 2)])
def test_row_at_is_the_last_event_not_later(updates, row):
    [one] = histories(CONFIG, [event(1, 0), event(1, 10), event(1, 27)])
    assert one.row_at(updates) == row


@pytest.mark.parametrize(
    ("learner", "label"),
    [
        (Learner("rnn"), "RNN (default)"),
        (Learner("rnn", scheme="orthogonal"), "RNN (orthogonal)"),
        (Learner("gru", chrono=True), "GRU (chrono)"),
        (Learner("gru", update_bias=-4.0, gain=2.0), "GRU (gain 2, b_z = −4)"),
        (Learner("lstm", forget_bias=1.0), "LSTM (b_f = 1)"),
        (Learner("gru", learning_rate=0.003), "GRU (default), rate 0.003"),
    ],
)
def test_a_learner_is_named_by_its_cell_start_and_unusual_rate(learner, label):
    assert learner_label(learner, 50) == label
