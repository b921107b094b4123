"""The lesson's charts veiled, and with a prediction on them."""

import numpy as np
import pytest

from gruviz.experiments.settings import Experiment
from gruviz.figures.lesson.prediction import veiled, with_prediction
from gruviz.lesson import DEMONSTRATIONS, demonstrate

CHARTS = {name: demonstrate(name, Experiment(seq_len=12, seeds=3, update_bias=-2.0)).chart for name in DEMONSTRATIONS}
every_chart = pytest.mark.parametrize("name", CHARTS)


@every_chart
def test_a_veiled_chart_tells_nothing(name):
    chart = veiled(CHARTS[name])
    assert [list(trace.x) for trace in chart.figure.data] == [[None]]
    assert all(axis.showticklabels is False for axis in chart.figure.select_yaxes())
    assert CHARTS[name].title not in chart.title + chart.summary
    assert CHARTS[name].summary not in chart.summary
    assert "empty until the run is revealed" in chart.summary
    assert len(f"{chart.title}. {chart.summary}") > 80
    placed = veiled(CHARTS["decay"], place=("y", -20, 2))
    assert list(placed.figure.layout.yaxis.range) == [-20, 2]
    assert placed.figure.layout.yaxis.showticklabels


@pytest.mark.parametrize(
    ("name", "axis", "value"), [("decay", "y", 1e-30), ("decay", "y", 0.5), ("weights", "x", 60.0), ("echo", "y", 1e4)]
)
def test_a_prediction_is_on_the_chart_wherever_it_lies(name, axis, value):
    chart = with_prediction(CHARTS[name], axis, value)
    [shape] = chart.figure.layout.shapes
    assert shape[f"{axis}0"] == shape[f"{axis}1"] == value
    drawn = chart.figure.layout[f"{axis}axis"]
    place = np.log10(value) if drawn.type == "log" else value
    assert min(drawn.range) < place < max(drawn.range)
    before = CHARTS[name].figure.layout[f"{axis}axis"].range
    assert (drawn.range[0] < drawn.range[1]) == (before[0] < before[1])
    assert "A line marks the prediction" in chart.summary
    assert not CHARTS[name].figure.layout.shapes, "the shared chart is left alone"
