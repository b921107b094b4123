"""What measurements say, from times written by hand."""

import pytest

from gruviz.comparison.speed import Contestant, Round, SpeedConfig, lstm_over_gru, range_words, ratio_within, timings
from gruviz.comparison.spread import Spread
from gruviz.engine.cells import CELLS
from gruviz.validation import GruvizError

CONFIG = SpeedConfig(cells=("gru",), hidden_sizes=(8, 4), rounds=3)
ROUNDS = [
    Round(8, True, (1.0, 2.0, 3.0, 4.0)),
    Round(8, True, (10.0, 20.0, 10.0, 60.0)),
    Round(8, True, (2.0, 1.0, 4.0, 1.0)),
    Round(8, False, (1.0, 1.0, 1.0, 2.0)),
    Round(4, True, (1.0, 4.0, 1.0, 2.0)),
]
"""nn.RNN, nn.GRU, nn.LSTM and our GRU; the second round was disturbed, for all alike."""


def test_everyone_of_pytorch_runs_beside_the_chosen_cells():
    config = SpeedConfig(cells=tuple(CELLS))
    labels = [one.label for one in config.contestants]
    assert labels[:3] == ["nn.RNN", "nn.GRU", "nn.LSTM"]
    assert labels[3:] == [f"GRUViz {cell.title}" for cell in CELLS.values()]
    assert CONFIG.total_rounds == 2 * 2 * 3


def test_a_ratio_is_taken_within_a_round():
    training = ROUNDS[:3]
    lstm, gru = Contestant("lstm", True), Contestant("gru", True)
    assert ratio_within(CONFIG, training, lstm, gru) == Spread.of([1.5, 0.5, 4.0])
    assert ratio_within(CONFIG, training, gru, gru) == (1, 1, 1)


def test_timings_are_by_size_and_pass():
    found = timings(CONFIG, ROUNDS)
    by_place = {(one.contestant.label, one.hidden_size, one.backward): one for one in found}
    assert len(by_place) == len(found) == 3 * 4
    ours = by_place["GRUViz GRU", 8, True]
    assert (ours.seconds.median, ours.ratio, ours.rounds) == (4.0, Spread.of([2.0, 3.0, 1.0]), 3)
    assert by_place["GRUViz GRU", 4, True].ratio == (0.5, 0.5, 0.5)
    assert by_place["nn.LSTM", 8, False].ratio.median == 1
    assert not timings(CONFIG, [])


def test_the_lstm_over_the_gru_is_of_training_alone():
    assert lstm_over_gru(CONFIG, ROUNDS, is_module=True) == {4: (0.25,) * 3, 8: Spread.of([1.5, 0.5, 4.0])}
    ours = SpeedConfig(cells=("lstm", "gru"))
    assert lstm_over_gru(ours, [Round(16, True, (1, 1, 1, 6.0, 4.0))], is_module=False) == {16: (1.5, 1.5, 1.5)}


def test_a_range_is_told_from_its_ends():
    spreads = {16: Spread(0.2, 0.31, 0.4), 32: Spread(0.1, 0.2, 0.3), 64: Spread(1.0, 1.12, 1.2)}
    assert range_words(spreads) == "0.2 (H = 32) to 1.1 (H = 64)"
    assert range_words({16: spreads[16]}) == "0.31 (H = 16)"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"cells": ("gru", "transformer")}, "cell = 'transformer' is not possible: choose one of rnn"),
        ({"cells": ("gru", "gru")}, r"cells = \('gru', 'gru'\) is not possible: each once"),
        ({"hidden_sizes": ()}, "hidden_sizes = '0 of them' is not possible: from 1 to 8"),
        ({"hidden_sizes": (8, 8)}, r"hidden_sizes = \(8, 8\) is not possible: each once"),
        ({"hidden_sizes": (0,)}, "hidden_sizes = 0 is not possible: a whole number from 1 to 512"),
        ({"seq_len": 501}, "seq_len = 501"),
        ({"batch_size": 0}, "batch_size = 0"),
        ({"rounds": 0}, "rounds = 0"),
    ],
)
def test_what_cannot_be_measured_is_refused_by_name(settings, message):
    with pytest.raises(GruvizError, match=f"^{message}"):
        SpeedConfig(**settings)
