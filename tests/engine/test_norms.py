"""Sizes of gradients against plain sums."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gruviz.engine.norms import euclidean, outer_squares, scaled, silent


@given(st.integers(1, 4), st.integers(1, 5), st.integers(1, 3), st.integers(1, 6), st.integers(0, 99))
def test_the_gram_trick_is_the_norm_of_the_summed_outer_products(T, B, E, H, seed):
    rng = np.random.default_rng(seed)
    left, right = rng.standard_normal((T, E, B, H)), rng.standard_normal((T, E, B, H + 1))
    matrices = np.einsum("tebi,tebj->teij", left, right)
    np.testing.assert_allclose(outer_squares(left, right), np.square(matrices).sum((-1, -2)), rtol=1e-9, atol=1e-12)


def test_sequences_that_cancel_leave_nothing_below_zero():
    left = np.random.default_rng(0).standard_normal((50, 1, 2, 7))
    left[:, :, 1] = -left[:, :, 0]
    right = np.ones((50, 1, 2, 3))
    squares = outer_squares(left, right)
    assert (squares >= 0).all()
    assert squares.max() < 1e-12


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("size", [1.0, 1e-20, 1e-30, 1e20, 1e160])
def test_a_norm_underflows_and_overflows_where_its_squares_do(dtype, size):
    with silent():
        vectors = np.array([[3.0, -4.0], [0.0, 0.0]]).astype(dtype) * np.dtype(dtype).type(size)
        true = torch.tensor(vectors).square().sum(-1).sqrt()
    np.testing.assert_allclose(euclidean(vectors), true, rtol=1e-6)


def test_scaled_vectors_keep_their_direction_whatever_their_size():
    vectors = np.array([[3.0, -4.0], [3e-300, -4e-300], [0.0, 0.0]])
    np.testing.assert_allclose(scaled(vectors), [[0.75, -1], [0.75, -1], [np.nan, np.nan]])
