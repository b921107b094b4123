"""The lesson's charts veiled, and with a prediction on them."""

import numpy as np
import pytest

from gruviz.experiments.settings import Experiment
from gruviz.figures.lesson.frame import Asked, framed
from gruviz.figures.lesson.prediction import veiled, with_prediction, with_ranges
from gruviz.lesson import DEMONSTRATIONS, demonstrate

EXPERIMENT = Experiment(cells=("rnn", "gru", "lstm"), seq_len=12, seeds=3, update_bias=-2.0)
CHARTS = {name: framed(demonstrate(name, EXPERIMENT).chart) for name in DEMONSTRATIONS}
every_chart = pytest.mark.parametrize("name", CHARTS)


@every_chart
def test_a_veiled_chart_tells_nothing(name):
    chart = veiled(CHARTS[name])
    assert all(list(trace.x) == list(trace.y) == [None] for trace in chart.figure.data)
    panels = [axis.plotly_name.replace("axis", "") for axis in chart.figure.select_yaxes()]
    assert [trace.yaxis for trace in chart.figure.data] == panels, "no panel is left out"
    assert all(axis.showticklabels is False for axis in chart.figure.select_yaxes())
    assert all(axis.showticklabels is False for axis in chart.figure.select_xaxes() if axis.type == "log")
    assert CHARTS[name].title not in chart.title + chart.summary
    assert CHARTS[name].summary not in chart.summary
    assert "empty until the run is revealed" in chart.summary
    assert len(f"{chart.title}. {chart.summary}") > 80


@every_chart
def test_nothing_jumps_when_the_run_is_revealed(name):
    before, after = veiled(CHARTS[name]).figure.layout, CHARTS[name].figure.layout
    for axis in ("xaxis", "yaxis"):
        assert before[axis].range is not None
        assert before[axis].range == after[axis].range
        assert before[axis].type == after[axis].type


def test_the_axis_of_the_question_has_its_labels():
    chart = framed(demonstrate("decay", Experiment(seq_len=12, seeds=3)).chart, Asked("y", 1e-20, 1.0, even=False))
    assert veiled(chart, asked="y").figure.layout.yaxis.showticklabels
    assert not veiled(chart).figure.layout.yaxis.showticklabels


@pytest.mark.parametrize(("value", "side"), [(1e-20, "bottom"), (1e-7, "bottom"), (1.0, "top")])
def test_no_edge_cuts_the_label_of_a_prediction(value, side):
    asked = Asked("y", 1e-20, 1.0, even=False)
    plain = framed(demonstrate("decay", Experiment(seq_len=12, seeds=3)).chart, asked)
    chart = with_prediction(plain, "y", value, "so much")
    [shape] = chart.figure.layout.shapes
    assert shape.y0 == shape.y1 == value
    low, high = chart.figure.layout.yaxis.range
    assert low < np.log10(value) < high
    assert list(chart.figure.layout.yaxis.range) == list(plain.figure.layout.yaxis.range), "the axis stays"
    assert (shape.label.text, shape.label.yanchor) == ("your prediction: so much", side)
    assert chart.summary.endswith("A line marks the prediction so much.")
    assert not plain.figure.layout.shapes, "the shared chart is left alone"


@pytest.mark.parametrize(("value", "anchor"), [(1.0, "right"), (12.0, "left")])
def test_a_label_beside_an_upright_line_stays_within(value, anchor):
    """The axis runs from the first step to the last: few steps before the loss lie on the right."""
    [shape] = with_prediction(CHARTS["weights"], "x", value, "so many").figure.layout.shapes
    assert shape.x0 == shape.x1 == value
    assert shape.label.xanchor == anchor


@pytest.mark.parametrize(("axis", "ends", "chosen"), [("y", [0.1, 10.0], 2), ("x", [4.0, 8.0], None)])
def test_ranges_fill_their_axis_and_the_chosen_one_is_darker(axis, ends, chosen):
    asked = Asked(axis, ends[0] / 10, ends[-1] * 10, even=False) if axis == "y" else None
    plain = framed(demonstrate("decay", Experiment(seq_len=12, seeds=3)).chart, asked)
    chart = with_ranges(plain, axis, ends, chosen)
    own = chart.figure.layout[f"{axis}axis"]
    low, high = sorted(10.0**end if own.type == "log" else end for end in own.range)
    edges = [(shape[f"{axis}0"], shape[f"{axis}1"]) for shape in chart.figure.layout.shapes]
    assert np.allclose(edges, [(low, ends[0]), (ends[0], ends[1]), (ends[1], high)])
    fills = [shape.fillcolor for shape in chart.figure.layout.shapes]
    assert len(set(fills)) == (1 if chosen is None else 2)
    if chosen is not None:
        assert fills.count(fills[chosen]) == 1
        assert chart.summary.endswith("The answer C is marked.")
    letters = [note for note in chart.figure.layout.annotations if note.text in ("<b>A</b>", "<b>B</b>", "<b>C</b>")]
    places = [10.0 ** note[axis] if own.type == "log" else note[axis] for note in letters]
    assert all(start < place < end for place, (start, end) in zip(places, edges, strict=True))
    assert not plain.figure.layout.shapes, "the shared chart is left alone"


def test_words_stand_in_an_empty_chart_alone():
    assert veiled(CHARTS["decay"]).figure.layout.annotations
    assert not veiled(CHARTS["decay"], note=False).figure.layout.annotations
