"""Pieces of a sequence, and what stands in where there is none."""

import numpy as np

from gruviz.diagnosis.feeds import random_feed, windows


def test_windows_cover_a_sequence_and_are_never_twice_the_same():
    assert windows(np.arange(5), 10, 4).shape == (5, 1)
    assert windows(np.arange(5), 4, 16).T.tolist() == [[0, 1, 2, 3], [1, 2, 3, 4]]
    assert windows(np.arange(100), 10, 4)[0].tolist() == [0, 30, 60, 90]


def test_random_ids_are_rows_of_the_embedding_and_noise_has_none():
    embedding = np.arange(6.0).reshape(3, 2)
    read = random_feed(embedding, 2, 50, 4, seed=1)
    assert read.inputs.shape == (50, 4, 2)
    assert {tuple(row) for row in read.inputs.reshape(-1, 2)} == {tuple(row) for row in embedding}
    assert "embedding of 3 rows" in read.words
    noise = random_feed(None, 2, 5000, 1, seed=1)
    assert abs(noise.inputs.std() - 1) < 0.05
    assert noise.words == "It reads 1 sequence of 5,000 steps of noise, 2 numbers at every step."
