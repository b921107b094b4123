"""The picture of the curse of memory, from numbers written by hand."""

import numpy as np
import pytest

from gruviz.comparison.sensitivity import PARAMETERS, Sensitivity
from gruviz.figures.comparison.sensitivity import NAMES, parameter_sensitivity, sensitivity_chart
from tests.figures.checks import check_chart, numbers


def found(**measured):
    values = {name: np.array(measured.get(name, [0.5, 0.5])) for name in PARAMETERS}
    return Sensitivity(np.array([2.0, 64.0]), values, {name: one * 1.5 for name, one in values.items()}, 7)


def test_lines_are_formulas_and_marks_are_runs():
    assert list(NAMES) == list(PARAMETERS)
    drawn = {trace.name: trace for trace in check_chart(sensitivity_chart(found(size=[1.5, 45.0]))).figure.data}
    assert numbers(drawn["size of λ: run"].y).tolist() == [1.5, 45]
    assert numbers(drawn["size of λ"].y).tolist() == [2.25, 67.5]
    assert numbers(drawn["Λ (RG-LRU): run"].x).tolist() == [2, 64]


def test_words_and_table_follow_the_runs():
    chart = sensitivity_chart(found(size=[1.5, 45.0], bias=[0.5, 0.7]))
    assert chart.title == (
        "A memory 32 times as long makes a change of |λ| move the state 30 times as much, "
        "one of a gate's bias 1.4 times"
    )
    assert "From a unit that remembers 2 steps to one that remembers 64 steps" in chart.summary
    assert "size of λ from 1.5 to 45; angle of λ, θ (LRU) from 0.5 to 0.5" in chart.summary
    assert "runs on 7 sequences" in chart.summary
    assert list(chart.table["|λ|"]) == [0.5, 1 - 1 / 64]
    assert list(chart.table["size of λ: run"]) == [1.5, 45]


@pytest.mark.parametrize("measured", [[0.0, 1e-300], [1e300, np.inf], [np.nan, 1.0]])
def test_what_is_no_number_leaves_a_gap(measured):
    with np.errstate(all="ignore"):
        check_chart(sensitivity_chart(found(nu=measured)))


def test_the_figure_on_its_own():
    assert "32 times as long" in parameter_sensitivity(found(), theme="dark").layout.title.text
