"""Whether the gradient before training tells."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from gruviz.figures.maps.success import (
    concordance,
    measure_success,
    spread_apart,
    success_against_gradient,
    success_chart,
)
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart, curves, numbers
from tests.figures.maps.sweeps import counts, fields, labelled, some, sweep_of, training_of, trainings

LEARNED = [[3, 3, 3, 3], [1, 2, 3, 2], [0, 0, np.nan, 1]]
LEFT = [[-0.1, 0.0, 0.1, 0.2], [-4.0, -1.0, 0.5, 2.5], [-np.inf, -12.0, -0.5, np.inf]]


def chart_of(learned, left):
    return success_chart(measure_success(labelled(training_of(counts(learned))), labelled(sweep_of(left))))


def test_a_gradient_that_tells_everything_nothing_or_the_opposite():
    left = np.array([-3.0, -2.0, -1.0, 0.0])
    assert concordance(left, np.array([0.0, 1.0, 2.0, 3.0])) == 1
    assert concordance(left, np.array([3.0, 2.0, 1.0, 0.0])) == 0
    assert concordance(np.full(4, -1.0), np.array([0.0, 1.0, 2.0, 3.0])) == 0.5
    assert np.isnan(concordance(left, np.full(4, 2.0)))


def test_growing_is_as_far_from_whole_as_shrinking():
    assert concordance(np.array([3.0, -3.0, 0.0]), np.array([0.0, 0.0, 3.0])) == 1
    assert concordance(np.array([-np.inf, np.inf, 9.0]), np.array([0.0, 0.0, 3.0])) == 1


@given(left=arrays(float, 8, elements=some), learned=arrays(float, 8, elements=st.integers(0, 3)))
def test_concordance_counts_pairs(left, learned):
    pairs = []
    for i in range(8):
        for j in range(8):
            if learned[i] > learned[j] and not np.isnan(left[[i, j]]).any():
                one, other = abs(left[i]), abs(left[j])
                pairs.append(1.0 if one < other else 0.5 if one == other else 0.0)
    if pairs:
        assert concordance(left, learned) == pytest.approx(np.mean(pairs))
    else:
        assert np.isnan(concordance(left, learned))


def test_marks_stand_where_they_belong_and_infinite_ones_at_the_ends():
    chart = check_chart(chart_of(LEARNED, LEFT))
    faint = curves(chart.figure)["less than 1% left"]
    assert numbers(faint.x).tolist() == [-4.0, -15.0, -12.0]
    np.testing.assert_allclose(numbers(faint.y), [1 / 3, 0.0, 0.0], atol=0.1)
    assert list(faint.marker.symbol) == ["triangle-down", "x", "triangle-down"]
    assert sum(len(trace.x) for trace in curves(chart.figure).values()) == 11
    assert chart.title == "With less than 1% left before training, most networks learn at 0 of 3 settings (first)"
    assert "So far 11 of 12 settings are trained." in chart.summary


def test_without_a_faint_setting_or_a_difference_it_says_so():
    chart = check_chart(chart_of(np.full((3, 4), 3), np.zeros((3, 4))))
    assert chart.title == "At no setting was the gradient before training as small as 1%"
    assert "there is no pair to compare" in chart.summary
    assert check_chart(chart_of(np.full((3, 4), np.nan), LEFT)).title == "first: no setting is trained yet"


def test_marks_at_one_place_are_spread_around_it_and_others_stay():
    x, y = np.array([[0.1, 0.2, 0.3, -3.0]]), np.array([[1.0, 1.0, 1.0, 1.0]])
    moved = spread_apart(x, y)
    assert moved[0, 3] == 1
    assert len(set(moved[0, :3])) == 3
    assert moved[0, :3].mean() == pytest.approx(1)
    assert np.abs(spread_apart(np.zeros((9, 9)), np.ones((9, 9))) - 1).max() == pytest.approx(0.09)


def test_each_training_needs_its_gradient():
    with pytest.raises(InvalidValue, match="a gradient map for each of first"):
        success_against_gradient(labelled(training_of(counts(LEARNED))), {})


@given(sweep=trainings, left=fields)
def test_the_words_follow_the_numbers(sweep, left):
    chart = success_chart(measure_success(labelled(sweep), labelled(sweep_of(left))))
    faint = [result for (column, row), result in sweep.results.items() if left[row, column] < -2]
    most = sum(result.solved[-1].sum() >= 2 for result in faint)
    assert (f"at {most} of {len(faint)} setting" in chart.title) == bool(faint)
    drawn = sum(len(trace.x) for trace in chart.figure.data)
    assert drawn == sum(not np.isnan(left[row, column]) for column, row in sweep.results)
