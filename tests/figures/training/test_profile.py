"""The profile of every learner, from histories written by hand."""

import numpy as np
import pytest

from gruviz.figures.drawing.axes import BACK_AXIS
from gruviz.figures.drawing.palette import CELL_COLORS
from gruviz.figures.training.profile import profile_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import curves, numbers
from tests.figures.learners import GONE, LEARNING, SAME_CELL, STUCK, check_training, learner


def profile(*histories, at=20):
    return check_training(profile_chart(list(histories), at), BACK_AXIS)


def test_no_history_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^histories = 'empty' is not possible"):
        profile_chart([], 20)


@pytest.mark.parametrize(("at", "row"), [(0, 0), (9, 0), (10, 1), (19, 1), (20, 2), (500, 2)])
def test_the_profile_is_that_of_the_last_event_by_then(at, row):
    one = learner(ratio=[[0.1, 0.2, 1], [0.3, 0.4, 1], [0.5, 0.6, 1]])
    chart = profile(one, at=at)
    [curve] = chart.figure.data
    assert numbers(curve.y).tolist() == one.ratio[row].tolist()
    assert list(curve.x) == [2, 1, 0]
    assert chart.title == f"After {at} updates"
    assert f"GRU {one.ratio[row, 0]:.0%}." in chart.summary
    assert chart.table["GRU: gradient norm"] == one.profile[row].tolist()


def test_time_runs_to_the_loss_at_the_right():
    left, right = profile(LEARNING).figure.layout.xaxis.range
    assert left > 4 > 0 > right


def test_colour_tells_the_cell_and_dashes_the_second_of_the_same():
    drawn = curves(profile(LEARNING, SAME_CELL, STUCK).figure)
    assert [curve.line.dash for curve in drawn.values()] == ["solid", "dash", "solid"]
    assert drawn["GRU"].line.color == drawn["GRU (chrono)"].line.color == CELL_COLORS["gru"]


def test_the_profile_of_what_died_or_diverged_leaves_gaps():
    drawn = curves(profile(STUCK, GONE).figure)
    np.testing.assert_array_equal(numbers(drawn["RNN"].y), [*[np.nan] * 4, 1])
    np.testing.assert_array_equal(numbers(drawn["LSTM"].y), [np.nan, np.nan, 1e-40, np.nan, 1])
    chart = profile(GONE)
    assert chart.table["LSTM: ratio"][3] == np.inf
    assert "LSTM no number." in chart.summary
