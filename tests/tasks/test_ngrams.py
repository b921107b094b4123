"""Counting rows of symbols, by loops; the chances are held against strings in test_language.py."""

from collections import Counter

import numpy as np

from gruviz.tasks.ngrams import ngram_chances, ngram_counts


def test_rows_of_symbols_are_counted():
    codes = np.random.default_rng(1).integers(0, 5, 200)
    rows, counts = ngram_counts(codes, 3, 5)
    wanted = Counter(tuple(codes[i : i + 3].tolist()) for i in range(198))
    assert dict(zip(map(tuple, rows.tolist()), counts.tolist(), strict=True)) == wanted


def test_the_chances_of_all_symbols_sum_to_one():
    codes = np.random.default_rng(1).integers(0, 5, 200)
    for before in ([0, 1], [4, 4]):
        chances = [ngram_chances(codes, np.array([*before, last]), 3, 5)[-1] for last in range(5)]
        assert np.isclose(sum(chances), 1)
