"""The error above the gradient, from histories written by hand."""

import numpy as np
import plotly.graph_objects as go
import pytest

from gruviz import figures
from gruviz.figures.training.highway import highway_chart
from gruviz.figures.training.plateau import plateau_chart
from gruviz.tasks import TASKS
from gruviz.validation import InvalidValue
from tests.figures.checks import axes
from tests.figures.learners import LEARNING, STUCK, check_training, learner

ADDING = TASKS["adding"]
GRU = learner(metric=[1.2, 0.16, 0.01])


def test_error_and_gradient_share_their_updates():
    chart = check_training(plateau_chart([GRU], ADDING, 50, 20))
    error, level, gradient = chart.figure.data
    assert list(error.y) == [1.2, 0.16, 0.01]
    assert list(error.x) == list(gradient.x) == [0, 10, 20]
    assert level.y[0] == ADDING.baselines(50)["without memory"]
    along = axes(chart.figure, "x")
    assert along["x"]["range"] == along["x2"]["range"]
    assert [note.text for note in chart.figure.layout.annotations] == [
        "<b>Error; dashed: without memory</b>",
        "<b>Gradient of the GRU</b>",
    ]


def test_the_map_is_that_of_the_training_page():
    ours, theirs = plateau_chart([GRU], ADDING, 50, 20), highway_chart([GRU], 20)
    np.testing.assert_array_equal(ours.figure.data[2].z, theirs.figure.data[0].z)
    assert ours.title == theirs.title
    assert ours.table["GRU: error"][0] == 1.2


def test_its_axes_stay_while_a_training_goes_on_and_it_fits_beside_words():
    early = learner(steps=(0,), loss=(2.0,), metric=[1.2], ratio=GRU.ratio[:1])
    before, after = (plateau_chart([one], ADDING, 50, 20) for one in (early, GRU))
    for kind in "xy":
        ranges = [
            {name: axis.get("range") for name, axis in axes(chart.figure, kind).items()} for chart in (before, after)
        ]
        assert ranges[0] == ranges[1]
    assert before.height == after.height <= 560


def test_every_learner_has_its_error_and_its_map():
    chart = check_training(plateau_chart([LEARNING, STUCK], ADDING, 50, 20))
    assert [trace.type for trace in chart.figure.data] == ["scatter"] * 3 + ["heatmap"] * 3 + ["scatter"]
    assert isinstance(figures.error_and_highway([LEARNING], ADDING, 50, 20), go.Figure)


def test_no_history_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^histories = 'empty' is not possible"):
        plateau_chart([], ADDING, 50, 20)
