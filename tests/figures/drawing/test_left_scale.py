"""The scale of what is left: its ends follow the lines in coarse steps, its ticks are for people."""

import numpy as np
import pytest

from gruviz.figures.drawing.left_scale import left_scale

NOTHING = np.array([])


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([1, 0.5], ["1%", "10%", "100%"]),
        ([1, 1e-7], ["10⁻⁸", "10⁻⁷", "10⁻⁶", "10⁻⁵", "0.01%", "0.1%", "1%", "10%", "100%"]),
        ([1, 1e-13], ["10⁻¹⁶", "10⁻¹⁴", "10⁻¹²", "10⁻¹⁰", "10⁻⁸", "10⁻⁶", "0.01%", "1%", "100%"]),
        ([1, 5e3], ["1%", "10%", "100%", "× 10", "× 100", "× 1,000", "× 10,000"]),
        ([1, 1e-30, 1e10], ["10⁻³²", "10⁻²⁴", "10⁻¹⁶", "10⁻⁸", "100%", "× 10⁸", "× 10¹⁶"]),
    ],
)
def test_a_log_axis_fits_the_values_and_labels_powers_of_ten(values, ticks):
    axis = left_scale(np.array(values), NOTHING).axis()
    assert axis["ticktext"] == ticks
    low, high = axis["range"]
    assert low <= np.log10(min(values)) < np.log10(max(values)) < high
    assert len(axis["tickvals"]) == len(ticks)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([1, 0.5], ["0%", "25%", "50%", "75%", "100%"]),
        ([1, 1.04], ["0%", "25%", "50%", "75%", "100%"]),
        ([1, 3.3], ["0%", "× 1.25", "× 2.5", "× 3.75", "× 5"]),
        ([1, 1.2e8], ["0%", "× 50 million", "× 100 million", "× 150 million", "× 200 million"]),
    ],
)
def test_a_linear_axis_is_labelled_in_quarters_of_a_round_number(values, ticks):
    scale = left_scale(np.array(values), NOTHING, kind="linear")
    assert scale.axis()["ticktext"] == ticks
    assert scale.axis()["type"] == "linear"
    assert scale.low == 0
    assert scale.high >= max(values)


def test_a_value_lies_where_the_axis_counts_it_or_at_its_edge():
    log, linear = (left_scale(np.array([1, 1e-3]), NOTHING, kind=kind) for kind in ("log", "linear"))
    assert log.place(0.01) == pytest.approx(-2)
    assert (log.place(0), log.place(np.inf)) == pytest.approx((log.low, log.high))
    assert (linear.place(0.25), linear.place(-1), linear.place(np.nan)) == (0.25, 0, linear.high)


def test_what_has_no_place_leaves_a_gap():
    values = np.array([0, 0.5, np.inf, -1, np.nan])
    log, linear = (left_scale(np.array([1.0]), NOTHING, kind=kind) for kind in ("log", "linear"))
    np.testing.assert_array_equal(log.drawn(values), [np.nan, 0.5, np.nan, np.nan, np.nan])
    np.testing.assert_array_equal(linear.drawn(values), [0, 0.5, np.nan, -1, np.nan])


def test_references_stretch_it_down_as_far_as_the_lines_reach_up():
    assert left_scale(np.array([1, 1e3]), np.array([1e-30])).low == -4
    assert left_scale(np.array([1, 0.5]), np.array([1e-30])).low == -2
    assert left_scale(np.array([1, 1e-20]), np.array([1e-30])).low == -24


def test_the_largest_values_stop_at_the_last_ceiling():
    assert left_scale(np.array([1, 1e300]), NOTHING).high == 32
    assert left_scale(np.array([1, 1e300]), NOTHING, kind="linear").ends[1] == pytest.approx(1.05e32)
