"""Which class was taken for which, on counts written by hand."""

import numpy as np
import pytest

from gruviz import figures
from gruviz.figures.applications.confusion import confusion_chart, shares_of_truth
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart


def test_confusions_are_shares_of_the_truth():
    counts = np.array([[3, 1], [0, 0]])
    np.testing.assert_array_equal(shares_of_truth(counts), [[0.75, 0.25], [np.nan, np.nan]])
    chart = check_chart(confusion_chart({"A": counts}, ("a", "b")))
    assert "75%" in chart.title
    shaded, words = chart.figure.data
    assert list(words.text) == ["3", "1"]
    assert words.textfont.color == ("#000000", "#ffffff"), "each to be read on its own colour"
    assert shaded.texttemplate is None


def counts_of(right, wrong):
    return np.array([[right, wrong], [0, 0]])


@pytest.mark.parametrize(
    ("right", "title"),
    [
        ({"RNN": 540, "GRU": 595, "LSTM": 594}, "GRU and LSTM make about equally many mistakes, and the fewest: 99%"),
        ({"RNN": 540, "GRU": 595, "LSTM": 560}, "GRU makes the fewest mistakes: 99%"),
        ({"RNN": 590, "GRU": 595, "LSTM": 594}, "All make about equally many mistakes: 99%"),
        ({"GRU": 300}, "GRU: 50%"),
    ],
)
def test_a_clip_or_two_of_six_hundred_are_a_tie(right, title):
    chart = check_chart(confusion_chart({name: counts_of(n, 600 - n) for name, n in right.items()}, ("a", "b")))
    assert chart.title.startswith(title)


def test_what_happened_once_is_not_one_times():
    counts = {"A": np.array([[3, 1], [0, 2]]), "B": np.array([[3, 2], [0, 2]]), "C": np.array([[3, 7], [0, 2]])}
    summary = confusion_chart(counts, ("no", "yes")).summary
    for times in ("(once)", "(twice)", "(7 times)"):
        assert f"no taken for yes {times}" in summary


def test_long_names_of_classes_take_two_lines_below_the_matrix():
    layout = confusion_chart({"A": np.eye(2, dtype=int)}, ("external rotation", "row")).figure.layout
    assert list(layout.xaxis.ticktext) == ["external<br>rotation", "row"]
    assert list(layout.yaxis.ticktext) == ["external rotation", "row"]


def test_from_a_notebook():
    figure = figures.confusion_matrices({"A": np.array([[3, 1], [0, 2]])}, ("no", "yes"))
    assert figure.layout.meta["summary"].endswith(".")
    assert figure.data


def test_nothing_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^counts = "):
        confusion_chart({}, ())
