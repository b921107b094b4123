"""Gaps in a series."""

import numpy as np
import pytest

from gruviz.data.filling import filled, known_span, known_values, may_be_filled
from gruviz.data.sentinels import Sentinel
from gruviz.data.tables import read_table
from gruviz.validation import InvalidValue

nan = np.nan


def test_gaps_and_sentinels_are_not_known():
    [_, column] = (table := read_table("t,x\n1,5\n2,NA\n3,-999\n4,6")).columns
    assert np.array_equal(known_values(table, column), [5, nan, -999, 6], equal_nan=True)
    assert np.array_equal(known_values(table, column, [Sentinel(-999, 1)]), [5, nan, nan, 6], equal_nan=True)


@pytest.mark.parametrize(("cell", "what"), [("many", "number"), ("1e101", "finite number"), ("inf", "finite number")])
def test_what_is_neither_number_nor_gap_is_refused(cell, what):
    [_, column] = (table := read_table(f"t,x\n1,5\n2,{cell}\n3,7\n4,6")).columns
    with pytest.raises(InvalidValue, match=f"^Line 3 has no {what} in column x, but “{cell}”"):
        known_values(table, column)


def test_the_ends_are_cut_where_any_column_is_unknown():
    assert known_span(np.array([nan, 1, nan, 2, nan])) == slice(1, 4)
    assert known_span(np.array([[1, nan], [1, 2], [1, 2]])) == slice(1, 3)
    assert known_span(np.array([nan])) == slice(0, 0)


@pytest.mark.parametrize(
    ("gaps", "may"),
    [
        ([50], True),
        (range(0, 100, 10), True),
        (range(0, 100, 9), False),
        (range(40, 45), True),
        (range(40, 46), False),
        ([], True),
    ],
)
def test_a_tenth_may_be_filled_in_short_runs(gaps, may):
    missing = np.zeros(100, bool)
    missing[list(gaps)] = True
    assert may_be_filled(missing) == may


def test_a_straight_line():
    assert filled(np.array([0.0, 1, 4]), np.array([1.0, nan, 9]), np.arange(5.0)).tolist() == [1, 3, 5, 7, 9]
