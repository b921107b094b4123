"""The figure of the trainability map: the start that is marked, and its numbers from the maps' records."""

import numpy as np
import pytest

from gruviz import Experiment
from gruviz.lesson import demonstrate
from gruviz.lesson.trainability import nearest
from gruviz.maps.presets import FINISHED
from gruviz.maps.shipped import finished_map
from gruviz.ui.walkthrough.controls import experiment_of
from gruviz.ui.walkthrough.figure import rendering_at
from gruviz.ui.walkthrough.lesson import load_lesson
from tests.figures.checks import check_chart

PLANS = {task: FINISHED[f"gru_{task}"].training for task in ("first_symbol", "adding")}
STEP = load_lesson()["map"]


@pytest.mark.parametrize(
    ("gain", "bias", "start"),
    [(0.0, 4.0, (0.5, 2.0)), (1.2, -2.25, (1.4, -2.0)), (1.15, -7.75, (1.0, -8.0)), (4.0, -0.25, (4.0, 0.0))],
)
def test_the_nearest_start_is_nearest_as_the_axes_are_drawn(gain, bias, start):
    found = nearest(PLANS["adding"], gain, bias)
    assert (found.gain, found.bias) == start


@pytest.mark.parametrize("square", [(0, 10), (6, 10), (3, 0)])
def test_the_numbers_are_those_of_the_networks_that_were_trained(square):
    column, row = square
    gain, bias = PLANS["adding"].x.values[column], PLANS["adding"].y.values[row]
    shown = demonstrate("map", Experiment(cells=("gru",), reference=False, gain=gain, update_bias=bias)).measures
    for task, plan in PLANS.items():
        solved = finished_map(plan).results[square].solved
        assert shown[f"learned_{task}"].text == f"{solved[-1].sum()} of {len(solved[-1])}"
        before = finished_map(FINISHED[f"gru_{task}"].fine("gradient"))
        at = before.plan.x.values.index(gain), before.plan.y.values.index(bias)
        assert np.log10(shown[f"left_{task}"].value) == pytest.approx(np.median(before.results[at]))


def test_where_nothing_comes_back_one_task_is_learned_and_the_other_is_not():
    shown = demonstrate("map", experiment_of(STEP, {}))
    assert shown.measures["left_adding"].value < 1e-20
    assert [shown.measures[f"learned_{task}"].value for task in PLANS] == [0, 5]
    chart = check_chart(shown.chart)
    rings = [trace for trace in chart.figure.data if trace.name == "gain 0.5 and bias 2"]
    assert [(ring.x[0], ring.y[0]) for ring in rings] == [(0.5, 2)] * 2
    assert chart.title.startswith("Networks that learn from gain 0.5 and bias 2: 0 of 5 (")


def test_before_the_reveal_the_axes_have_their_labels_and_nothing_else_is_told():
    blank = rendering_at(STEP, demonstrate("map", experiment_of(STEP, {})), guess=None, revealed=False)
    assert '"showticklabels":true' in blank.json.replace(" ", "")
    assert '"showticklabels":false' not in blank.json.replace(" ", "")
    assert "of 5" not in blank.json
