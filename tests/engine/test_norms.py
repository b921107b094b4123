"""Sizes of gradients against exact sums."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gruviz.engine.norms import euclidean, outer_norms, scaled, silent


def exact_norm(values):
    """By Fractions, which neither underflow nor overflow."""
    total = sum(Fraction(float(value)) ** 2 for value in values)
    if not total:
        return 0.0
    shift = (total.denominator.bit_length() - total.numerator.bit_length()) // 2
    return math.ldexp(math.sqrt(total * Fraction(4) ** shift), -shift)


@given(st.integers(1, 4), st.integers(1, 5), st.integers(1, 3), st.integers(1, 6), st.integers(0, 99))
def test_the_gram_trick_is_the_norm_of_the_summed_outer_products(T, B, E, H, seed):
    rng = np.random.default_rng(seed)
    left, right = rng.standard_normal((T, E, B, H)), rng.standard_normal((T, E, B, H + 1))
    matrices = np.einsum("tebi,tebj->teij", left, right)
    np.testing.assert_allclose(outer_norms(left, right), np.linalg.norm(matrices, axis=(-2, -1)), rtol=1e-7, atol=1e-9)


def test_sequences_that_cancel_leave_nothing():
    left = np.random.default_rng(0).standard_normal((50, 1, 2, 7))
    left[:, :, 1] = -left[:, :, 0]
    norms = outer_norms(left, np.ones((50, 1, 2, 3)))
    assert (norms >= 0).all()
    assert norms.max() < 1e-6


@pytest.mark.parametrize(
    ("dtype", "sizes"),
    [("float32", [1.0, 1e-23, 1e-30, 3e-38, 1e-44, 1e19, 3e37]), ("float64", [1e-160, 1e-300, 5e-324, 1e160, 1e307])],
)
def test_a_norm_is_right_wherever_its_elements_are_numbers(dtype, sizes):
    """PyTorch's and NumPy's, by plain squares, are 0 from about 1e-23 and infinite from 1e19 in float32."""
    vectors = np.multiply.outer(sizes, [3.0, -4.0, 0.0, 1.5]).astype(dtype)
    least = float(np.finfo(dtype).smallest_subnormal)
    assert euclidean(vectors).dtype == dtype
    np.testing.assert_allclose(euclidean(vectors), [exact_norm(row) for row in vectors], rtol=1e-6, atol=least)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_norm_of_nothing_is_zero_and_of_what_overflowed_infinite(dtype):
    largest = float(np.finfo(dtype).max)
    vectors = np.array([[0, 0], [np.inf, 1], [largest, largest], [np.nan, 1], [-np.inf, np.inf]], dtype)
    np.testing.assert_array_equal(euclidean(vectors), [0, np.inf, np.inf, np.nan, np.inf])


@pytest.mark.parametrize(
    ("dtype", "size"), [("float32", 1e-30), ("float32", 1e30), ("float64", 1e-290), ("float64", 1e290)]
)
def test_the_norm_of_an_outer_product_is_right_where_its_squares_are_not(dtype, size):
    rng = np.random.default_rng(0)
    left, right = rng.standard_normal((4, 2, 3, 5)), rng.standard_normal((4, 1, 3, 2)).astype(dtype)
    left[1] = 0
    left[2, 0] = np.inf
    true = outer_norms(left, right.astype(np.float64)) * size
    with silent():
        ours = outer_norms((left * size).astype(dtype), right)
    assert np.isinf(ours[2, 0])
    assert not ours[1].any()
    np.testing.assert_allclose(ours, true, rtol=1e-5)


def test_scaled_vectors_keep_their_direction_whatever_their_size():
    vectors = np.array([[3.0, -4.0], [3e-300, -4e-300], [0.0, 0.0]])
    np.testing.assert_allclose(scaled(vectors), [[0.75, -1], [0.75, -1], [np.nan, np.nan]])
