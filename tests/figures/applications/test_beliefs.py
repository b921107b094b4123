"""What networks believe after each step, on probabilities written by hand."""

import numpy as np
import pytest

from gruviz import figures
from gruviz.figures.applications.beliefs import belief_chart, follow_beliefs
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart


def test_a_belief_leads_since_the_step_after_another_led():
    values = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.3, 0.7], [0.1, 0.9]])
    followed = follow_beliefs({"A": values, "B": values[:, ::-1]})
    assert [(run.answer, run.since) for run in followed.values()] == [(1, 4), (0, 4)]
    chart = check_chart(belief_chart(followed, ("no", "yes"), truth=1))
    assert chart.title == "A names “yes” in the end; B says “no”"
    assert chart.table["p(yes)"][:5] == values[:, 1].tolist()


def test_from_a_notebook():
    figure = figures.beliefs_over_time({"A": np.array([[0.9, 0.1], [0.2, 0.8]])}, ("no", "yes"))
    assert figure.layout.meta["summary"].endswith(".")
    assert figure.data


def test_nothing_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^probabilities = "):
        belief_chart({}, ())
