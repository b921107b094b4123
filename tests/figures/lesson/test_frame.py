"""Explicit ranges around ink and question, on charts written by hand."""

import numpy as np
import pytest

from gruviz.experiments.settings import Experiment
from gruviz.figures.drawing.axes import axis, log_axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.ends import End, end_labels
from gruviz.figures.drawing.exits import LEAVES, back_line
from gruviz.figures.drawing.left_scale import LeftScale
from gruviz.figures.drawing.lines import scatter
from gruviz.figures.lesson.frame import Asked, framed
from gruviz.lesson import demonstrate


def chart(y, up, along=None):
    trace = scatter(list(range(len(y))), y, "a")
    return Chart(build([trace], {"xaxis": along or axis("step"), "yaxis": up}), "A", "B.", {"y": y})


def ranges(framed_chart):
    layout = framed_chart.figure.layout
    return list(layout.xaxis.range), list(layout.yaxis.range)


def test_a_log_axis_is_close_around_its_ink():
    along, up = ranges(framed(chart([1e-5, 0.5, 2e-3], log_axis("r", -16, 1))))
    assert up == [-6, 1]
    assert along[0] < 0
    assert along[1] > 2


def test_the_question_has_its_place():
    asked = Asked("y", 1e-12, 1.0, even=False)
    assert ranges(framed(chart([1e-5, 0.5], log_axis("r", -16, 1)), asked))[1] == [-13, 1]
    assert ranges(framed(chart([1e-30, 0.5], log_axis("r", -32, 1)), asked))[1] == [-31, 1]


def test_what_the_chart_itself_leaves_out_stays_out():
    assert ranges(framed(chart([1e-125, 0.5], log_axis("r", -48, 1))))[1] == [-49, 1]


def test_per_cent_run_evenly_from_nothing_to_all():
    framed_chart = framed(chart([1e-9, 0.39], log_axis("r", -16, 1)), Asked("y", 0.0, 1.0, even=True))
    low, high = ranges(framed_chart)[1]
    assert framed_chart.figure.layout.yaxis.type == "linear"
    assert framed_chart.figure.layout.yaxis.tickformat == ".0%"
    assert -0.1 < low < 0
    assert 1 < high < 1.1
    assert ranges(framed(chart([1.0, 3.0], log_axis("r", -16, 1)), Asked("y", 0.0, 1.0, even=True)))[1][1] > 3


@pytest.mark.parametrize("values", [[], [0.0, 0.0], [np.nan, np.nan], [None]])
def test_an_axis_without_ink_has_a_range_all_the_same(values):
    up = ranges(framed(chart(values, log_axis("r", -16, 1), axis("step", range=[0, 5]))))[1]
    assert up[0] < 0 < up[1]


def test_the_chart_itself_is_left_alone():
    plain = chart([1e-5, 0.5], log_axis("r", -16, 1))
    framed(plain)
    assert list(plain.figure.layout.yaxis.range) == [-16, 1]
    assert plain.figure.layout.xaxis.range is None


def test_the_labels_of_lines_follow_their_axis():
    drawn = demonstrate("decay", Experiment(seq_len=12, seeds=3, update_bias=-2.0)).chart
    per_cent = framed(drawn, Asked("y", 0.0, 1.0, even=True)).figure
    wide = framed(drawn, Asked("y", 1e-30, 1.0, even=False)).figure
    for label, even, deep in zip(*(f.layout.annotations for f in (drawn.figure, per_cent, wide)), strict=True):
        assert even.y == pytest.approx(10**label.y, rel=0.01, abs=0.01)
        assert deep.y == pytest.approx(label.y, abs=0.05)
        assert label.text == even.text == deep.text
    assert per_cent.layout.yaxis.ticktext is None
    assert wide.layout.yaxis.ticktext[0].startswith("10⁻")


@pytest.mark.parametrize(
    ("asked", "place"), [(Asked("y", 1e-12, 1.0, even=False), -11), (Asked("y", 0, 1, even=True), 1e-11)]
)
def test_a_line_that_a_wider_axis_shows_whole_does_not_leave_it_and_is_named_at_its_end(asked, place):
    up = LeftScale("log", -8, 0.3)
    traces = back_line("RNN", np.array([2, 1, 0]), np.array([1e-11, 1e-5, 1.0]), up, {"color": "red"})
    labels = end_labels([End("RNN", "1 in 100 billion", 2, up.place(1e-11), "red")], up.axis())
    drawn = Chart(build(traces, {"yaxis": up.axis(), **labels}), "A", "B.", {})
    assert len(drawn.figure.data) == 2
    wide = framed(drawn, asked).figure
    assert [trace.name for trace in wide.data] == ["RNN"]
    assert wide.layout.annotations[0].y == pytest.approx(place, abs=0.02)


def test_a_line_leaves_a_wider_axis_where_that_ends():
    up = LeftScale("log", -8, 0.3)
    values = np.array([1e-30, 1e-20, 1e-10, 1e-5, 1.0])
    drawn = Chart(
        build(back_line("RNN", np.arange(4, -1, -1), values, up, {"color": "red"}), {"yaxis": up.axis()}), "A", "B.", {}
    )
    wide = framed(drawn, Asked("y", 1e-12, 1.0, even=False)).figure
    [leaves] = [trace for trace in wide.data if trace.name == f"RNN{LEAVES}"]
    assert list(leaves.x) == [3]
    assert leaves.y[0] == pytest.approx(10.0 ** wide.layout.yaxis.range[0])
