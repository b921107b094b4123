"""Verdicts, from evidence written by hand that makes each of them hold, hold partly and fail."""

import numpy as np
import pytest

from gruviz.comparison.claims import (
    FAILS,
    HOLDS,
    OPEN,
    PARTLY,
    as_good,
    carry_and_write,
    faster_training,
    fewer_parameters,
    less_computation,
    long_memory,
    simpler,
)
from gruviz.comparison.costs import Costs, Structure
from gruviz.comparison.memory import Carry, Memory
from gruviz.comparison.published import PUBLISHED, PublishedResult
from gruviz.comparison.speed import Round, SpeedConfig
from gruviz.comparison.spread import Spread
from gruviz.validation import InvalidValue
from tests.boards import board


def costs(cell, parameters, multiply_adds=1, kept=1, hidden_size=64):
    return Costs(cell, hidden_size, parameters, multiply_adds, kept)


@pytest.mark.parametrize(("gru", "word"), [(750, HOLDS), (1000, FAILS), (1250, FAILS)])
def test_fewer_parameters(gru, word):
    verdict = fewer_parameters(costs("gru", gru), costs("lstm", 1000), costs("gru", 1001, hidden_size=74))
    assert verdict.word == word
    assert f"a GRU has {gru:,} parameters, an LSTM 1,000 ({gru / 10:g}" in verdict.because
    assert verdict.because.endswith("a GRU of 74")


@pytest.mark.parametrize(
    ("products", "kept", "word"), [(75, 86, HOLDS), (75, 100, PARTLY), (100, 86, PARTLY), (100, 101, FAILS)]
)
def test_less_computation(products, kept, word):
    verdict = less_computation(costs("gru", 1, products, kept), costs("lstm", 1, 100, 100))
    assert verdict.word == word
    assert f"{products} multiply-accumulates, one of an LSTM 100 ({products}%)" in verdict.because
    assert f"are {kept} numbers and 100 ({kept}%)" in verdict.because


BOTH = SpeedConfig(cells=("gru", "lstm"), hidden_sizes=(16, 64))


def measured(size, *ratios, ours=1.5, backward=True):
    """Rounds in which the LSTM takes so many times as long as the GRU, in PyTorch and in our engine."""
    return [Round(size, backward, (1.0, 2.0, 2.0 * ratio, 3.0, 3.0 * ours)) for ratio in ratios]


@pytest.mark.parametrize(
    ("rounds", "word", "words"),
    [
        (measured(16, 1.2, 1.3, 1.2) + measured(64, 1.4, 1.4, 1.4), HOLDS, "takes 1.2 (H = 16) to 1.4 (H = 64) times"),
        (measured(16, 0.3, 0.3, 0.3) + measured(64, 0.6, 0.6, 0.6), FAILS, "takes 0.3 (H = 16) to 0.6 (H = 64) times"),
        (measured(16, 0.3, 0.3, 0.3) + measured(64, 1.4, 1.4, 1.4), PARTLY, "takes 0.3 (H = 16) to 1.4 (H = 64) times"),
        (measured(16, 0.95, 1.0, 1.02, 1.05), FAILS, "on both sides of 1 there is no difference to be seen"),
        (measured(16, 0.2, 0.5, 0.9), FAILS, "something else was using the machine"),
    ],
)
def test_faster_training(rounds, word, words):
    verdict = faster_training(BOTH, rounds)
    assert verdict.word == word
    assert words in verdict.because
    assert "in our engine, where both are written alike, 1.5" in verdict.because


def test_speed_that_was_not_measured_is_left_open():
    assert faster_training(BOTH, []).word == OPEN
    assert faster_training(BOTH, measured(16, 2.0, backward=False)).word == OPEN


def test_our_engine_is_told_of_where_it_ran_both():
    config = SpeedConfig(cells=("gru",))
    verdict = faster_training(config, [Round(16, True, (1.0, 2.0, 3.0, 4.0))])
    assert verdict.word == HOLDS
    assert "engine" not in verdict.because


@pytest.mark.parametrize(
    ("gru", "lstm", "word"),
    [((2, 3, 4, 1), (3, 4, 6, 2), HOLDS), ((2, 3, 4, 2), (3, 4, 6, 2), PARTLY), ((3, 4, 6, 2), (3, 4, 6, 2), FAILS)],
)
def test_simpler(gru, lstm, word):
    verdict = simpler(Structure("gru", *gru), Structure("lstm", *lstm))
    assert verdict.word == word
    assert verdict.because.startswith(
        f"a GRU has {gru[0]} instead of {lstm[0]} gates, {gru[2]} instead of {lstm[2]} eq"
    )


BOARD = board(("gru", "adding", 5), ("gru", "copying", 2), ("lstm", "adding", 3), ("lstm", "copying", 5))


def published(*gru):
    return [
        PublishedResult(f"task {i}", "loss", True, {"lstm": 1.0, "gru": score}, "a paper")
        for i, score in enumerate(gru)
    ]


@pytest.mark.parametrize(
    ("results", "word", "because"),
    [
        (published(0.5, 1.001), HOLDS, "better on 1, worse on 0 and within 1% on 1"),
        (published(0.5, 2), PARTLY, "better on 1, worse on 1 and within 1% on 0; the largest loss is 100%, on task 1"),
        (published(1.3, 1.2), FAILS, "better on 0, worse on 2 and within 1% on 0; the largest loss is 30%, on task 0"),
    ],
)
def test_as_good(results, word, because):
    verdict = as_good(results, BOARD)
    assert verdict.word == word
    ours = "in our own trainings, each from its best start, the GRU solved 1 of 2 synthetic tasks and the LSTM 2"
    assert verdict.because == f"of 2 published benchmarks the GRU is {because}; {ours}"


def test_the_published_benchmarks_are_even():
    verdict = as_good(PUBLISHED, BOARD)
    assert verdict.word == PARTLY
    assert "better on 4, worse on 4" in verdict.because
    assert "the largest loss is 17%, on Penn Treebank, words" in verdict.because


def memory(cell, half_life, *, is_default=True):
    start = "default" if is_default else "chrono"
    same = Spread(half_life, half_life, half_life)
    return Memory(cell, f"{cell.upper()} ({start})", is_default, 100, same, same, 4)


@pytest.mark.parametrize(
    ("fresh", "best", "word"),
    [((1, 3), (4, 50), HOLDS), ((1, 1.5), (4, 50), PARTLY), ((1, 3), (60, 50), PARTLY), ((3, 1), (4, 5), FAILS)],
)
def test_long_memory(fresh, best, word):
    cells = ("rnn", "gru")
    found = [memory(cell, half_life) for cell, half_life in zip(cells, fresh, strict=True)]
    found += [memory(cell, half_life, is_default=False) for cell, half_life in zip(cells, best, strict=True)]
    verdict = long_memory(found)
    assert verdict.word == word
    assert f"and {fresh[1]} step{'' if fresh[1] == 1 else 's'} for the GRU (default)" in verdict.because
    assert verdict.because.endswith(f"and {best[1]} steps for the GRU (chrono)")


def carried(near, far):
    """Three biases over four lags; at lag 1 and at lag 2."""
    return Carry(np.array([-4.0, 0.0, 2.0]), np.array([[1, a, b, 1] for a, b in zip(near, far, strict=True)]), 4)


def test_carry_and_write():
    verdict = carry_and_write(carried((0.1, 1.0, 0.2), (0.5, 0.05, 0.01)))
    assert verdict.word == HOLDS
    assert "1 step back counts most with b_z = 0, one 2 steps back with −4" in verdict.because
    assert "set for the far one, 10% of the near one is left, set for the near one, 10% of the far" in verdict.because
    assert carry_and_write(carried((1.0, 0.1, 0.1), (1.0, 0.1, 0.1))).word == FAILS
    with pytest.raises(InvalidValue, match="^seq_len = 3 is not possible: at least 4 steps"):
        carry_and_write(Carry(np.array([0.0]), np.ones((1, 3)), 4))
