"""Candidates for the next character, on probabilities written by hand."""

import pytest

from gruviz import figures
from gruviz.figures.applications.next_character import Chances, chances_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart


def test_candidates_of_all_models_stand_on_one_scale():
    chances = {"RNN": Chances("rnn", {"a": 0.6, "b": 0.2}), "GRU": Chances("gru", {"b": 0.7, "c": 0.1})}
    chart = check_chart(chances_chart(chances))
    assert chart.table == {"candidate": ["b", "a", "c"], "RNN": [0.2, 0.6, None], "GRU": [0.7, None, 0.1]}
    assert chart.title == "Likeliest next: RNN a (60%), GRU b (70%)"
    agreeing = chances_chart({"RNN": chances["RNN"], "GRU": Chances("gru", {"a": 0.9})})
    assert agreeing.summary.startswith("All models agree")


def test_nothing_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^chances = "):
        figures.next_chances({})
