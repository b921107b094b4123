"""How often the verb is right, on shares written by hand."""

import numpy as np
import pytest

from gruviz import figures
from gruviz.figures.applications.verb_agreement import Agreeing, holds_until, verb_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart

RULE = "5-gram", np.array([0.9, 0.2, 0.3])
WORDS = (0, 3, 8)


def test_the_shares_are_drawn_as_percentages_above_bars_as_long_as_the_gradient_is_heard():
    half = np.full(3, 0.5)
    networks = {"GRU": Agreeing("gru", np.array([1.0, 0.9, 0.6]), 6.0), "RNN": Agreeing("rnn", half, 12.0)}
    chart = check_chart(verb_chart(networks, WORDS, rule=RULE))
    rule, gru, _, bar, _ = chart.figure.data
    assert list(rule.y) == [90, 20, 30]
    assert list(gru.y) == [100, 90, 60]
    assert list(bar.x) == [0, 6]
    assert chart.figure.layout.xaxis.range[1] > 12
    assert [shape.y0 for shape in chart.figure.layout.shapes] == [50, 100]
    assert chart.table == {
        "words between": [0, 3, 8],
        "5-gram": [0.9, 0.2, 0.3],
        "GRU": [1, 0.9, 0.6],
        "RNN": [0.5] * 3,
    }
    assert chart.title == "GRU still gets the verb right three times in four over 3 words"
    assert "GRU: 100% right with 0 words between, 60% with 8; the gradient of its choice keeps 1%" in chart.summary
    assert "5-gram: 90% right with 0 words between, 30% with 8." in chart.summary


@pytest.mark.parametrize(
    ("right", "title"),
    [
        ([0.5, 0.9, 0.9], "No network gets the verb right three times in four, at any distance"),
        ([0.8, 0.7, 0.9], "A and B still get the verb right three times in four right after its noun"),
        ([0.8, 0.8, 0.8], "A and B still get the verb right three times in four over 8 words"),
    ],
)
def test_the_title_says_how_far_whoever_wins(right, title):
    networks = {label: Agreeing("gru", np.array(right), float("nan")) for label in "AB"}
    assert check_chart(verb_chart(networks, WORDS, rule=RULE)).title == title


def test_it_holds_until_it_fails_for_the_first_time():
    assert holds_until(np.array([0.8, 0.7, 0.9]), WORDS) == 0
    assert holds_until(np.array([0.2, 0.7, 0.9]), WORDS) is None


def test_nothing_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^networks = "):
        figures.verb_agreement({}, (), rule=RULE)
