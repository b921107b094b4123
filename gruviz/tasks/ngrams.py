"""Counting which symbols follow which: the rule that a language model has to beat."""

import numpy as np
from numpy.typing import NDArray

from gruviz.arrays import Array

Codes = NDArray[np.int64]


def ngram_chances(training: Codes, codes: Codes, order: int, size: int) -> Array:
    """The chance of every symbol but the first n−1: p_n = (c + k p_{n−1}) / (C + k).

    c counts the n symbols, C their first n−1, and k how many different ones have followed those; p_0 is even.

    Args:
        training: Where is counted, (M,).
        codes: What is asked for, (N,).
        order: n.
        size: How many symbols there are; all are below.

    Returns:
        (N - n + 1,).

    Reference:
        Witten & Bell 1991, IEEE Transactions on Information Theory 37(4).
    """
    chances: Array = np.full(len(codes) - order + 1, 1 / size)
    for n in range(1, order + 1):
        asked = _grams(codes[order - n :], n, size)
        grams, counts = np.unique(_grams(training, n, size), return_counts=True)
        contexts, place = np.unique(grams // size, return_inverse=True)
        before = asked // size
        total = _found(contexts, np.bincount(place, counts).astype(np.int64), before)
        kinds = _found(contexts, np.bincount(place), before)
        count = _found(grams, counts, asked)
        chances = np.where(total > 0, (count + kinds * chances) / np.maximum(total + kinds, 1), chances)
    return chances


def ngram_counts(training: Codes, order: int, size: int) -> tuple[Codes, Codes]:
    """Every n symbols in a row that there are, (G, n), and how often."""
    grams, counts = np.unique(_grams(training, order, size), return_counts=True)
    powers = size ** np.arange(order - 1, -1, -1)
    return grams[:, None] // powers % size, counts


def _grams(codes: Codes, n: int, size: int) -> Codes:
    """Every n symbols in a row as one number."""
    number = np.zeros(len(codes) - n + 1, np.int64)
    for i in range(n):
        number = number * size + codes[i : len(codes) - n + 1 + i]
    return number


def _found(keys: Codes, values: Codes, asked: Codes) -> Codes:
    """The values of some keys, which are sorted; 0 for a key that is not there."""
    places = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    return np.where(keys[places] == asked, values[places], 0)
