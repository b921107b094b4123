"""Published figures, entered a second time here: a slip in one list shows against the other."""

from dataclasses import replace

import numpy as np
import pytest

from gruviz.comparison.published import ABOUT_EQUAL, PUBLISHED, PublishedResult, Tally, learned
from gruviz.engine.cells import CELLS

LSTM_GRU_RNN = """
    Sequential MNIST            87.2     96.2     21.5
    Permuted MNIST              85.7     87.3     25.3
    Adding, T = 600             .164     5.3e-5   .177
    Copying, T = 1000           .0204    .0197    .0202
    JSB Chorales                8.45     8.43     8.91
    Nottingham                  3.29     3.46     4.05
    Penn Treebank, words        78.93    92.48    114.5
    Penn Treebank, characters   1.36     1.37     1.48
    text8, characters           1.50     1.53     1.69
    Machine translation         22.22    21.78    15.38
"""
HIGHER_IS_BETTER = {"Sequential MNIST", "Permuted MNIST", "Machine translation"}


def test_the_scores_are_the_papers():
    rows = [line.rsplit(maxsplit=3) for line in LSTM_GRU_RNN.strip().splitlines()]
    assert [result.benchmark for result in PUBLISHED] == [row[0].strip() for row in rows]
    for result, (_, *scores) in zip(PUBLISHED, rows, strict=True):
        assert [result.scores[cell] for cell in ("lstm", "gru", "rnn")] == [float(score) for score in scores]
        assert result.lower_is_better == (result.benchmark not in HIGHER_IS_BETTER)
        assert result.scores.keys() <= CELLS.keys()
        assert "arXiv:" in result.citation
        assert result.metric.strip()
    assert PUBLISHED[-1].deviations == {"lstm": 0.08, "gru": 0.05, "rnn": 0.28}
    assert {result.citation.split()[0] for result in PUBLISHED} == {"Bai,", "Britz"}


def result(lstm, gru, *, lower_is_better):
    return PublishedResult("a task", "a metric", lower_is_better, {"lstm": lstm, "gru": gru}, "a paper")


@pytest.mark.parametrize(
    ("lstm", "gru", "lower_is_better", "lead"),
    [(80, 88, False, 0.1), (80, 72, False, -0.1), (2.0, 1.5, True, 0.25), (2.0, 3.0, True, -0.5), (5, 5, True, 0)],
)
def test_above_0_is_better_whatever_the_metric(lstm, gru, lower_is_better, lead):
    assert result(lstm, gru, lower_is_better=lower_is_better).lead("gru") == pytest.approx(lead)


def test_a_cell_does_not_lead_itself():
    assert all(result.lead("lstm") == 0 for result in PUBLISHED)
    assert PUBLISHED[0].lead("lstm", over="gru") < 0 < PUBLISHED[0].lead("gru")


def test_a_tally_counts_small_differences_as_none():
    edge = 100 * ABOUT_EQUAL
    scores = (100 + 2 * edge, 100 + edge / 2, 100 - edge / 2, 100 - 2 * edge, 100 - 3 * edge)
    results = [result(100, score, lower_is_better=False) for score in scores]
    assert Tally.of(results, "gru") == (1, 2, 2)
    assert Tally.of(results, "rnn") == (0, 0, 0)


def test_a_guess_without_memory_says_what_was_learned():
    rng = np.random.default_rng(0)
    numbers = rng.random((200_000, 2)).sum(1)
    guesses = {"Adding, T = 600": np.mean((numbers - 1) ** 2), "Copying, T = 1000": 10 / 1020 * -np.log(1 / 8)}
    learned_by = {"Adding, T = 600": {"gru"}, "Copying, T = 1000": set()}
    for one in PUBLISHED:
        if one.benchmark in guesses:
            assert one.without_memory == pytest.approx(guesses[one.benchmark], rel=0.01)
        else:
            assert one.without_memory is None
        found = {cell for cell in one.scores if one.has_learned(cell)}
        assert found == learned_by.get(one.benchmark, {"lstm", "gru", "rnn"})
    assert not PUBLISHED[0].has_learned("mgu"), "it has no score"


def test_what_nobody_learned_counts_for_nobody():
    guess = PublishedResult("a task", "loss", True, {"lstm": 1.0, "gru": 0.96}, "a paper", without_memory=1.0)
    better = replace(guess, scores={"lstm": 1.0, "gru": 0.9})
    assert Tally.of([guess], "gru") == (0, 0, 0)
    assert not learned(guess, ("gru", "lstm"))
    assert Tally.of([better], "gru") == (1, 0, 0)
    assert Tally.of(PUBLISHED, "gru") == (3, 2, 4)
    higher = PublishedResult("a task", "accuracy", False, {"lstm": 25.5, "gru": 25.0}, "a paper", without_memory=25.0)
    assert not learned(higher, ("gru", "lstm"))
    assert learned(replace(higher, scores={"gru": 27.0}), ("gru",))
