"""How long controllers balance, on attempts written by hand."""

import numpy as np
import pytest

from gruviz import figures
from gruviz.figures.applications.balancing import balanced_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart


def test_every_attempt_is_a_mark_and_the_median_a_bar():
    attempts = {"A": ("gru", np.array([500, 100])), "B": ("rnn", np.array([7, 9]))}
    chart = check_chart(balanced_chart(attempts, 500))
    assert chart.title == "A lasts longest: 300 of 500 steps on average"
    assert [list(trace.x) for trace in chart.figure.data] == [[500, 100], [300], [7, 9], [8]]
    assert chart.table == {
        "controller": ["A", "A", "B", "B"],
        "start": [1, 2, 1, 2],
        "steps balanced": [500, 100, 7, 9],
    }
    assert "A: mean 300 steps, median 300, 1 of 2 attempts upright to the end" in chart.summary


def test_from_a_notebook():
    figure = figures.balanced_steps({"A": ("gru", np.array([5, 7]))}, 10)
    assert figure.layout.meta["summary"].endswith(".")
    assert figure.data


def test_nothing_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^attempts = "):
        balanced_chart({}, 10)
