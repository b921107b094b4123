"""How long an answer survives blank rows, on accuracies written by hand."""

import numpy as np
import pytest

from gruviz import figures
from gruviz.figures.applications.blank_rows import blank_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart


def test_the_accuracies_are_drawn_as_percentages_above_the_level_of_chance():
    chart = check_chart(blank_chart({"A": ("gru", np.array([0.9, 0.2]))}, (0, 10)))
    assert list(chart.figure.data[0].y) == [90, 20]
    assert chart.table == {"blank rows": [0, 10], "A": [0.9, 0.2]}
    [level] = chart.figure.layout.shapes
    assert (level.y0, level.y1) == (10, 10)
    assert chart.title == "After 10 blank rows A still names most: 20%"
    assert "A: 90% after 0, 20% after 10 blank rows, half lost by 10" in chart.summary


@pytest.mark.parametrize(
    ("last", "title"),
    [
        ({"RNN": 0.11, "GRU": 0.12}, "After 9 blank rows no network does better than guess: 12%"),
        ({"RNN": 0.5, "GRU": 0.6}, "After 9 blank rows GRU still names most: 60%"),
        ({"RNN": 0.5, "GRU": 0.6, "LSTM": 0.595}, "After 9 blank rows GRU and LSTM still name most: 60%"),
    ],
)
def test_ties_and_guesses_are_called_that(last, title):
    accuracies = {name: ("gru", np.array([0.9, value])) for name, value in last.items()}
    assert check_chart(blank_chart(accuracies, (0, 9))).title == title


def test_from_a_notebook():
    figure = figures.accuracy_after_blank_rows({"A": ("gru", np.array([0.9, 0.2]))}, (0, 10))
    assert figure.layout.meta["summary"].endswith(".")
    assert figure.data


def test_nothing_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^accuracies = "):
        blank_chart({}, ())
