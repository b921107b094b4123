"""Which learners train as one, and how a training is dealt out to processes."""

import pytest

from gruviz.engine.cells import CELLS
from gruviz.training.batches import batches, longest, shares
from gruviz.training.settings import Learner, TrainConfig

RNN, GRU, LSTM = (Learner(cell) for cell in ("rnn", "gru", "lstm"))


def config_of(*learners, **settings):
    return TrainConfig(learners=learners, **{"seeds": 3} | settings)


def test_learners_run_by_themselves_where_a_batch_would_round_otherwise():
    learners = tuple(Learner("gru", gain=gain) for gain in (0.5, 1.0, 2.0))
    assert batches(config_of(*learners, seeds=1, batch_size=32)) == [[0], [1], [2]]
    assert batches(config_of(*learners, seeds=2, batch_size=8)) == [[0], [1], [2]]
    assert batches(config_of(*learners, seeds=6, batch_size=32)) == [[0, 1], [2]]


def test_the_longest_batch_has_a_process_of_its_own():
    assert shares(config_of(RNN, GRU, LSTM), 2) == [[[2]], [[1], [0]]]
    assert shares(config_of(LSTM, RNN, GRU), 2) == [[[0]], [[2], [1]]]


@pytest.mark.parametrize("most", [1, 2, 3, 8])
def test_every_batch_is_in_one_share_whole(most):
    config = config_of(*map(Learner, list(CELLS)[:6]), Learner("gru", gain=2.0), Learner("gru", learning_rate=0.1))
    dealt = shares(config, most)
    assert len(dealt) == min(most, len(batches(config)))
    assert all(dealt)
    assert sorted(batch for share in dealt for batch in share) == sorted(batches(config))


def test_what_is_one_batch_is_one_share():
    assert shares(config_of(GRU, Learner("gru", gain=2.0)), 2) == [[[0, 1]]]


def test_the_largest_share_says_how_long_all_of_it_takes_side_by_side():
    config = config_of(RNN, GRU, LSTM)
    assert longest(config, 1) == 1.0
    assert longest(config, 2) == longest(config, 3) == pytest.approx(6 / 11)  # 6 equations of the LSTM, of 1 + 4 + 6
    assert longest(config_of(GRU, Learner("gru", gain=2.0)), 2) == 1.0
