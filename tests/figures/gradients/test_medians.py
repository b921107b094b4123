"""Medians of what is a number, against NumPy's own."""

import numpy as np

from gruviz.figures.gradients.medians import median_of_numbers, medians_of_numbers


def test_what_is_no_number_is_left_out():
    rows = np.array([[[1.0, 2.0], [4.0, np.nan]], [[3.0, np.inf], [-np.inf, 5.0]], [[np.nan] * 2] * 2])
    np.testing.assert_array_equal(medians_of_numbers(rows), [2, 4, np.nan])
    assert median_of_numbers(rows[0]) == 2
    assert np.isnan(median_of_numbers(rows[2]))
    np.testing.assert_array_equal(medians_of_numbers(rows[:2, :, :1]), np.median(rows[:2, :, 0], axis=1))
