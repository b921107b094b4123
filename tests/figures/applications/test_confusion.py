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


def test_from_a_notebook():
    figure = figures.confusion_matrices({"A": np.array([[3, 1], [0, 2]])}, ("no", "yes"))
    assert figure.layout.meta["summary"].endswith(".")
    assert figure.data


def test_nothing_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^counts = "):
        confusion_chart({}, ())
