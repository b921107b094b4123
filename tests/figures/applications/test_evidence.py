"""Which steps an answer depends on, on gradients written by hand."""

import numpy as np
import pytest

from gruviz import figures
from gruviz.figures.applications.evidence import Evidence, evidence_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart


def test_evidence_names_the_strongest_step_and_survives_nothing():
    runs = {"A": Evidence("gru", np.array([0.0, 3.0, 1.0, 0.0])), "B": Evidence("rnn", np.zeros(4))}
    assert check_chart(evidence_chart(runs, answer="7")).title == "The answer “7” hangs most on step 2 for A"


def test_every_network_has_its_own_step_whoever_has_the_larger_gradient():
    runs = {
        "RNN": Evidence("rnn", np.array([0.0, 0.0, 1.0, 90.0])),
        "GRU": Evidence("gru", np.array([0.0, 2.0, 1.0, 0.0])),
        "LSTM": Evidence("lstm", np.array([0.0, 2e-9, 1e-9, 0.0])),
    }
    chart = check_chart(evidence_chart(runs, answer="7"))
    assert chart.title == "The answer “7” hangs most on step 2 for GRU and LSTM and the last step for RNN"
    assert "no explanation" in chart.summary


def test_from_a_notebook():
    figure = figures.evidence_by_step({"A": ("gru", np.array([1.0, 2.0]))}, answer="yes")
    assert figure.layout.meta["summary"].endswith(".")
    assert figure.data


def test_nothing_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^norms = "):
        evidence_chart({}, answer="")
