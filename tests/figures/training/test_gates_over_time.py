"""The mean gates over a sequence while the learner learns, from histories written by hand."""

import numpy as np
import pytest

from gruviz.figures.drawing.palette import GATE_COLORS
from gruviz.figures.training.gates_over_time import gates_chart, mean_gates
from gruviz.validation import InvalidValue
from tests.figures.checks import axes, curves, numbers
from tests.figures.learners import GONE, LEARNING, SAME_CELL, STUCK, check_training, learner


def chart_of(*histories, at=None):
    return check_training(gates_chart(list(histories), at=at), "step t")


@pytest.mark.parametrize("histories", [[], [STUCK]], ids=["empty", "no gates"])
def test_no_gates_is_refused_by_name(histories):
    with pytest.raises(InvalidValue, match="^histories = 'none with gates' is not possible"):
        mean_gates(histories)


@pytest.mark.parametrize(("at", "row"), [(None, 2), (0, 0), (15, 1), (20, 2), (99, 2)])
def test_each_gate_is_drawn_before_training_dashed_and_then_solid(at, row):
    chart = chart_of(LEARNING, at=at)
    pairs = zip(chart.figure.data[::2], chart.figure.data[1::2], strict=True)
    for name, (before, after) in zip(("r", "z"), pairs, strict=True):
        assert before.name == after.name == name
        assert numbers(before.y).tolist() == LEARNING.gates[name][0].tolist()
        assert numbers(after.y).tolist() == LEARNING.gates[name][row].tolist()
        assert numbers(after.x).tolist() == [1, 2, 3, 4]
        assert before.line.dash == "dash"
        assert after.line.dash == "solid"
        assert before.line.color == after.line.color == GATE_COLORS[name]
        assert chart.table[f"GRU: {name}"] == LEARNING.gates[name][row].tolist()


def test_every_gate_has_its_name_once_and_no_candidate_does():
    figure = chart_of(LEARNING, SAME_CELL, GONE, STUCK).figure
    assert [t.name for t in figure.data if t.showlegend is not False] == ["r", "z", "i", "f", "o"]
    assert set(curves(figure)) == {"r", "z", "i", "f", "o"}
    assert [text.text for text in figure.layout.annotations[:3]] == [
        f"<b>{one.label}</b>" for one in (LEARNING, SAME_CELL, GONE)
    ]


def test_every_gate_is_named_at_its_last_step_in_its_panel():
    labels = chart_of(LEARNING, SAME_CELL).figure.layout.annotations[2:]
    assert [label.text for label in labels[:2]] == ["r<br><b>0.20</b>", "z<br><b>0.40</b>"]
    assert [label.yref for label in labels] == ["y", "y", "y2", "y2"]
    assert {label.x for label in labels} == {4}


def test_the_axes_are_those_of_a_gate():
    y = axes(chart_of(LEARNING, GONE).figure, "y")
    assert {tuple(axis["range"]) for axis in y.values()} == {(0, 1)}
    assert {axis["title"]["text"] for axis in y.values()} == {"mean gate"}


def test_the_summary_says_the_means():
    summary = chart_of(LEARNING).summary
    assert "GRU: mean r from 0.10 to 0.20, z from 0.20 to 0.40." in summary
    assert "mean r from 0.10 to 0.15" in chart_of(LEARNING, at=10).summary


def test_one_event_and_different_numbers_of_events():
    one = learner(steps=(0,), loss=[1.0])
    assert "mean r from 0.10 to 0.10" in chart_of(one).summary
    chart = chart_of(LEARNING, learner("LSTM", "lstm", steps=(0, 7), loss=[1, 1]), at=10)
    assert numbers(chart.figure.data[-1].y).tolist() == [0.8] * 4, "its last event"


def test_gates_that_are_no_numbers_leave_a_gap():
    broken = learner()
    broken.gates["z"][-1] = np.nan
    chart = chart_of(broken)
    assert np.isnan(numbers(chart.figure.data[-1].y)).all()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figure_on_its_own_is_valid(theme):
    assert mean_gates([LEARNING, STUCK], theme=theme).layout.title.text == "What the gates have learned to do"
