"""The most that an input can count, from runs and from numbers written by hand."""

import numpy as np
import pytest

from gruviz.comparison.writing import Heard, Writing, measure_writing
from gruviz.figures.comparison.writing import loudest_inputs, writing_chart
from tests.figures.checks import check_chart, numbers


def heard(kept, measured, part=0.25):
    values = np.array(measured, dtype=float)
    return Heard(np.array(kept), np.full(len(values), 0.5), values, np.full(len(values), part))


def by_hand(rest, root):
    return Writing(np.array([1.0, 2.0]), heard([0.5, 0.6], rest), heard([0.7, 0.8], root, 0.5))


def test_lines_are_formulas_and_marks_are_runs():
    drawn = {trace.name: trace for trace in check_chart(writing_chart(by_hand([0.25, 0.1], [0.5, 0.4]))).figure.data}
    assert numbers(drawn["written with 1 − a"].y).tolist() == [0.5, 0.5]
    assert numbers(drawn["written with 1 − a: run"].y).tolist() == [0.25, 0.1]
    assert numbers(drawn["written with √(1 − a²): run"].y).tolist() == [0.5, 0.4]


def test_words_and_table_follow_the_runs():
    chart = writing_chart(by_hand([0.25, 0.1], [0.5, 0.4]))
    assert chart.title == "1 step back an input can count 2 times as much where √(1 − a²) writes it"
    assert "counts 0.25 where 1 − a writes it (minGRU) and 0.5 where √(1 − a²) does (RG-LRU)" in chart.summary
    assert "would be 1.73 times as large" in chart.summary
    assert "this input is 25% in the first run and 50% in the second" in chart.summary
    assert list(zip(*chart.table.values(), strict=True))[3] == ("√(1 − a²)", 2, 0.8, 0.5, 0.4, 0.5)


def test_over_a_hundred_steps():
    chart = check_chart(writing_chart(measure_writing(100)))
    assert chart.title == "49 steps back an input can count 11.6 times as much where √(1 − a²) writes it"
    assert "with the same a all of the state would be 9.95 times as large" in chart.summary


@pytest.mark.parametrize("steps", [2, 3, 500])
def test_the_shortest_and_the_longest(steps):
    check_chart(writing_chart(measure_writing(steps)))


def test_the_figure_on_its_own():
    assert "11.6 times" in loudest_inputs(measure_writing(100), theme="dark").layout.title.text
