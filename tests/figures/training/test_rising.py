"""Scores while networks learn, from histories written by hand."""

import numpy as np
import pytest

from gruviz.figures.training.rising import rising_chart
from gruviz.tasks import METRICS
from gruviz.validation import InvalidValue
from tests.figures.checks import numbers
from tests.figures.learners import GONE, LEARNING, STUCK

ERROR = METRICS["mean squared error"]


def test_every_network_is_drawn_beside_the_best_rule():
    chart = rising_chart([LEARNING, STUCK], ERROR, ("linear", 0.05), 400)
    traces = {trace.name: trace for trace in chart.figure.data}
    for history in (LEARNING, STUCK):
        np.testing.assert_allclose(numbers(traces[history.label].y), np.median(history.metric, axis=1))
        assert f"{history.label} {ERROR.words(float(np.median(history.metric[-1])))}" in chart.title
    assert list(traces["best rule"].y) == [0.05, 0.05]
    assert list(traces["best rule"].x) == [0, 400]
    assert chart.title.startswith(f"After {LEARNING.steps[-1]} updates: ")
    assert chart.title.endswith("the best rule 0.05")
    assert "The rule: linear." in chart.summary


def test_a_network_that_has_diverged_has_no_number():
    chart = rising_chart([GONE], ERROR, ("linear", 0.05), 20)
    assert f"{GONE.label} no number" in chart.title


def test_no_history_is_refused():
    with pytest.raises(InvalidValue, match="^histories = 'none' is not possible"):
        rising_chart([], ERROR, ("linear", 0.05), 20)
