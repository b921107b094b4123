"""The gradient of an answer at every input, on norms written by hand."""

import numpy as np
import pytest

from gruviz import figures
from gruviz.figures.applications.reach import Reach, ReachWords, reach_chart, span
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart

WORDS = ReachWords("the guess “e”", "characters")


def test_reach_counts_what_holds_nine_tenths():
    assert span(np.array([0.0, 1.0, 4.0, 5.0])) == 2
    assert span(np.array([5.0, 0.0, 0.0, 5.0])) == 4
    assert span(np.zeros(3)) == 0
    reaches = {"RNN": Reach("rnn", np.array([0.0, 1.0, 9.0])), "GRU": Reach("gru", np.array([2e-20, 5.0, 5.0]))}
    chart = check_chart(reach_chart(reaches, ["a", "<", "c"], WORDS))
    assert chart.title == "How many characters back the guess “e” looks: RNN 1, GRU 2"
    assert list(chart.figure.layout.yaxis.range) == [-11, 1]
    assert np.isnan(chart.figure.data[0].y[0])
    assert np.isnan(chart.figure.data[1].y[0])
    assert chart.table["GRU"] == [2e-20, 5.0, 5.0]
    assert chart.table["characters"] == ["a", "<", "c"]


def test_reach_of_nothing_is_drawn_as_nothing():
    chart = check_chart(reach_chart({"RNN": Reach("rnn", np.zeros(2))}, ["a", "b"], WORDS))
    assert np.isnan(chart.figure.data[0].y).all()
    assert chart.title.endswith("RNN 0")


def test_nothing_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^reaches = "):
        figures.answer_reach({}, [], WORDS)
