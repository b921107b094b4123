"""Verdicts, from evidence written by hand that makes each of them hold, hold partly and fail."""

import numpy as np
import pytest

from gruviz.comparison.claims import (
    AGAIN,
    FAILS,
    HOLDS,
    OPEN,
    PARTLY,
    UNDECIDED,
    as_good,
    carry_and_write,
    faster_training,
    fewer_parameters,
    gates_are_past,
    less_computation,
    long_memory,
    simpler,
)
from gruviz.comparison.costs import Costs, Structure
from gruviz.comparison.memory import Carry, Memory
from gruviz.comparison.published import GATED, PUBLISHED, WITH, WITHOUT, PublishedResult
from gruviz.comparison.selection import Selection
from gruviz.comparison.speed import Round, SpeedConfig
from gruviz.comparison.spread import Spread
from gruviz.validation import InvalidValue
from gruviz.wording import steps
from tests.boards import board


def costs(cell, parameters, multiply_adds=1, kept=1, hidden_size=64):
    return Costs(cell, hidden_size, parameters, multiply_adds, kept)


@pytest.mark.parametrize(("gru", "word"), [(750, HOLDS), (1000, FAILS), (1250, FAILS)])
def test_fewer_parameters(gru, word):
    verdict = fewer_parameters(costs("gru", gru), costs("lstm", 1000), costs("gru", 1001, hidden_size=74))
    assert verdict.word == word
    assert f"With 64 hidden units a GRU has {gru:,} parameters, {gru / 10:g}" in verdict.because
    assert "of an LSTM's 1,000" in verdict.because
    assert verdict.more.endswith("would make a GRU of 74 units.")


def test_one_unit_is_one():
    verdict = fewer_parameters(costs("gru", 9, hidden_size=1), costs("lstm", 12, hidden_size=1), costs("gru", 9))
    assert verdict.because.startswith("With 1 hidden unit a GRU has 9")


@pytest.mark.parametrize(
    ("products", "kept", "word"), [(75, 86, HOLDS), (75, 100, PARTLY), (100, 86, PARTLY), (100, 101, FAILS)]
)
def test_less_computation(products, kept, word):
    verdict = less_computation(costs("gru", 1, products, kept), costs("lstm", 1, 100, 100))
    assert verdict.word == word
    assert verdict.because == f"Each step costs a GRU {products} multiplications, {products}% of an LSTM's 100."
    assert f"it stores {kept} numbers a step, {kept}% of the LSTM's 100." in verdict.more


BOTH = SpeedConfig(cells=("gru", "lstm"), hidden_sizes=(16, 64))


def measured(size, *ratios, ours=1.5, backward=True):
    """Rounds in which the LSTM takes so many times as long as the GRU, in PyTorch and in our engine."""
    return [Round(size, backward, (1.0, 2.0, 2.0 * ratio, 3.0, 3.0 * ours)) for ratio in ratios]


SCATTER, WIDE = "the measurements scatter more than the two differ.", "They scatter widely"


@pytest.mark.parametrize(
    ("rounds", "word", "words"),
    [
        (measured(16, 1.2, 1.3, 1.2) + measured(64, 1.4, 1.4, 1.4), HOLDS, "needs 1.2 (H = 16) to 1.4 (H = 64) times"),
        (measured(16, 0.3, 0.3, 0.3) + measured(64, 0.6, 0.6, 0.6), FAILS, "needs 0.3 (H = 16) to 0.6 (H = 64) times"),
        (measured(16, 0.3, 0.3, 0.3) + measured(64, 1.4, 1.4, 1.4), PARTLY, "needs 0.3 (H = 16) to 1.4 (H = 64) times"),
        (measured(16, 0.95, 1.0, 1.02, 1.05), AGAIN, f"At H = 16 {SCATTER}"),
        (measured(16, 1.0, 1.0, 1.0), AGAIN, f"At H = 16 {SCATTER}"),
        (measured(16, 0.2, 0.5, 0.9), AGAIN, f"At H = 16 {SCATTER} {WIDE}"),
        (measured(16, 0.05, 0.06, 0.08), FAILS, WIDE),
        (measured(16, 0.3, 0.3, 0.3) + measured(64, 0.9, 1.0, 1.2), AGAIN, f"At H = 64 {SCATTER}"),
        (measured(8, 2, 2) + measured(16, 0.3, 0.3) + measured(64, 0.9, 1.2), PARTLY, f"At H = 64 {SCATTER}"),
    ],
)
def test_faster_training(rounds, word, words):
    verdict = faster_training(BOTH, rounds)
    assert verdict.word == word
    said = f"{verdict.because} {verdict.more}"
    assert words in said
    assert (SCATTER in said) == (SCATTER in words)
    assert "In our engine, where both are written alike, it needs 1.5" in verdict.more


def test_speed_that_was_not_measured_is_left_open():
    assert faster_training(BOTH, []).word == OPEN
    assert faster_training(BOTH, measured(16, 2.0, backward=False)).word == OPEN


def test_our_engine_is_told_of_where_it_ran_both():
    config = SpeedConfig(cells=("gru",))
    verdict = faster_training(config, [Round(16, True, (1.0, 2.0, 3.0, 4.0))])
    assert verdict.word == HOLDS
    assert "engine" not in verdict.more


@pytest.mark.parametrize(
    ("gru", "lstm", "word"),
    [((2, 3, 4, 1), (3, 4, 6, 2), HOLDS), ((2, 3, 4, 2), (3, 4, 6, 2), PARTLY), ((3, 4, 6, 2), (3, 4, 6, 2), FAILS)],
)
def test_simpler(gru, lstm, word):
    verdict = simpler(Structure("gru", *gru), Structure("lstm", *lstm))
    assert verdict.word == word
    states = "1 state vector" if gru[3] == 1 else "2 state vectors"
    others = f"{lstm[0]}, {lstm[2]} and {lstm[3]}"
    assert verdict.because == f"A GRU has {gru[0]} gates, {gru[2]} equations and {states}, an LSTM {others}."


BOARD = board(("gru", "adding", 5), ("gru", "copying", 2), ("lstm", "adding", 3), ("lstm", "copying", 5))


def published(*gru, guess=None):
    return [
        PublishedResult(f"task {i}", "loss", True, {"lstm": 1.0, "gru": score}, "a paper", without_memory=guess)
        for i, score in enumerate(gru)
    ]


BEHIND, UNLEARNED = "It falls behind most on", "Neither of them learned"


@pytest.mark.parametrize(
    ("results", "word", "because", "more"),
    [
        (published(0.5, 1.001), HOLDS, "2: better on 1, within 1% on 1 and worse on 0.", ""),
        (
            published(0.5, 1.001, 2),
            HOLDS,
            "3: better on 1, within 1% on 1 and worse on 1.",
            f"{BEHIND} task 2 (by 100%). ",
        ),
        (published(0.5, 2), PARTLY, "2: better on 1, within 1% on 0 and worse on 1.", f"{BEHIND} task 1 (by 100%). "),
        (published(1.3, 1.2), FAILS, "2: better on 0, within 1% on 0 and worse on 2.", f"{BEHIND} task 0 (by 30%). "),
        (
            published(1.3) + published(0.97, guess=1.0),
            FAILS,
            "1: better on 0, within 1% on 0 and worse on 1.",
            f"{BEHIND} task 0 (by 30%). {UNLEARNED} task 0. ",
        ),
    ],
)
def test_as_good(results, word, because, more):
    verdict = as_good(results, BOARD)
    assert verdict.word == word
    ours = "In our own trainings, each from its best start, the GRU solved 1 of 2 synthetic tasks and the LSTM 2."
    count, rest = because.split(": ")
    assert verdict.because == f"Of {count} published benchmarks the GRU is {rest}"
    assert verdict.more == f"{more}{ours}"


def test_a_benchmark_that_nobody_learned_is_nobodys():
    verdict = as_good(PUBLISHED, BOARD)
    assert verdict.word == HOLDS
    assert verdict.because == "Of 9 published benchmarks the GRU is better on 3, within 1% on 2 and worse on 4."
    assert f"{BEHIND} Penn Treebank, words (by 17%)." in verdict.more
    assert f"{UNLEARNED} Copying, T = 1000." in verdict.more


def memory(cell, half_life, *, is_default=True, reach=99):
    start = "default" if is_default else "chrono"
    same = Spread(half_life, half_life, half_life)
    label = f"{cell.upper()} ({start})"
    return Memory(cell, label, is_default, not is_default, reach, same, same, Spread(1, 1, 1), 4)


@pytest.mark.parametrize(
    ("fresh", "best", "word"),
    [
        ((1, 3), (4, 50), HOLDS),
        ((1, 1.5), (4, 50), PARTLY),
        ((1, 3), (60, 50), PARTLY),
        ((3, 1), (4, 5), FAILS),
        ((1, 3), (4, 99), HOLDS),
        ((1, 3), (60, 99), UNDECIDED),
        ((3, 1), (60, 99), UNDECIDED),
        ((1, 3), (99, 99), PARTLY),
        ((3, 1), (99, 99), FAILS),
        ((1, 3), (99, 50), PARTLY),
        ((0, 0), (0, 0), FAILS),
    ],
)
def test_long_memory(fresh, best, word):
    cells = ("rnn", "gru")
    found = [memory(cell, half_life) for cell, half_life in zip(cells, fresh, strict=True)]
    found += [memory(cell, half_life, is_default=False) for cell, half_life in zip(cells, best, strict=True)]
    verdict = long_memory(found)
    assert verdict.word == word
    assert f"is {steps(fresh[0])} in the RNN and {steps(fresh[1])} in the GRU" in verdict.because
    for half_life, cell in zip(best, ("RNN", "GRU"), strict=True):
        more = " or more" if half_life == 99 else ""
        assert f"{steps(half_life)}{more} in the {cell}" in verdict.because.partition("best start")[2]
        assert f"{cell} (chrono)" in verdict.more
    assert ("Only a longer sequence can tell" in verdict.more) == (word == UNDECIDED)
    assert ("Both last as far as was measured" in verdict.more) == (best == (99, 99))


def carried(near, far):
    """Three biases over four lags; at lag 1 and at lag 2."""
    return Carry(np.array([-4.0, 0.0, 2.0]), np.array([[1, a, b, 1] for a, b in zip(near, far, strict=True)]), 4)


def test_carry_and_write():
    verdict = carry_and_write(carried((0.1, 1.0, 0.2), (0.5, 0.05, 0.01)))
    assert verdict.word == HOLDS
    assert "1 step back counts most with a gate bias of 0, one 2 steps back with −4" in verdict.because
    assert "With the bias for the far one, the near one counts 10% of its most" in verdict.more
    assert verdict.more.endswith("with the bias for the near one, the far one counts 10% of its most.")
    assert carry_and_write(carried((1.0, 0.1, 0.1), (1.0, 0.1, 0.1))).word == FAILS
    with pytest.raises(InvalidValue, match="^seq_len = 3 is not possible: at least 4 steps"):
        carry_and_write(Carry(np.array([0.0]), np.ones((1, 3)), 4))


def newer(*spreads):
    """Cells of which an input counts so much less and more than at the median; the last one reads its state."""
    names = ["mingru", "lru", "gru"][-len(spreads) :]
    return [
        Selection(name, Spread(1 - wide, 1.0, 1 + wide), name == "gru", 2)
        for name, wide in zip(names, spreads, strict=True)
    ]


def compared(without, with_gates):
    scores = {WITHOUT: without, WITH: with_gates}
    return [PublishedResult("A task", "loss", True, scores, "Somebody 2024 (A cell), a page")]


@pytest.mark.parametrize(
    ("spreads", "published", "word", "said"),
    [
        ((0.2, 0.0, 0.2), compared(2, 1), FAILS, "Of 3 newer cells run here, 2 let what they read decide"),
        ((0.0, 0.0, 0.2), compared(2, 1), PARTLY, "in minGRU and LRU every input counts the same"),
        ((0.2, 0.2, 0.2), compared(1, 2), PARTLY, "Of 3 newer cells run here, 3 let"),
        ((0.0, 0.0, 0.0), compared(1, 2), HOLDS, "in minGRU, LRU and GRU every input counts the same"),
        ((0.0, 0.0, 0.2), compared(1, 1), PARTLY, "1 let what they read decide"),
    ],
)
def test_gates_are_past(spreads, published, word, said):
    verdict = gates_are_past(newer(*spreads), published, BOARD)
    assert verdict.word == word
    assert said in verdict.because
    assert ("every input counts the same" in verdict.because) == (0.0 in spreads)


def test_what_went_and_what_others_found_is_said():
    more = gates_are_past(newer(0.2, 0.0, 0.2), compared(2, 1), BOARD).more
    assert "1 of these 2 read the input only." in more
    assert "A task, loss: 2 without gates that read the input, 1 with them (Somebody 2024)." in more
    assert "look at the state" not in gates_are_past(newer(0.0, 0.0), compared(2, 1), BOARD).more


def test_our_own_trainings_are_told_where_they_compare():
    both = board(("mingru", "adding", 5), ("mingru", "copying", 4), ("lru", "adding", 1), ("lru", "copying", 5))
    told = "Of 2 synthetic tasks, in our own trainings, each from its best start, minGRU solved 2 and LRU solved 1."
    assert gates_are_past(newer(0.2, 0.0, 0.2), compared(2, 1), both).more.endswith(told)
    assert "trainings" not in gates_are_past(newer(0.2, 0.1, 0.2), compared(2, 1), both).more
    assert "trainings" not in gates_are_past(newer(0.2, 0.0, 0.2), compared(2, 1), BOARD).more


def test_published_comparisons_say_which_is_better():
    assert [one.lead(WITH, over=WITHOUT) > 0 for one in GATED] == [True] * len(GATED)
    assert all("arXiv:" in one.citation for one in GATED)
