"""A sweep holds the pictures that single runs give, stop by stop."""

import json

import numpy as np
import pytest

from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.figures.gradients.decay import decay_chart, decay_line
from gruviz.sweeps import Sweep, chart_frame, sweep

STOPS = (-4.0, 0.0, 2.5)
SMALL = {"seq_len": 12, "hidden_size": 5, "seeds": 3}


def frames_at(bias):
    runs = run_experiment(Experiment(update_bias=bias, **SMALL))
    chart = decay_chart([decay_line(run.label, run.flow, is_reference=run.is_reference) for run in runs])
    return {"picture": chart_frame(chart)}


@pytest.fixture(scope="module")
def swept():
    return Sweep.from_json(sweep("update_bias", STOPS, frames_at).to_json())


def test_it_says_what_is_swept(swept):
    assert swept.control == "update_bias"
    assert swept.stops == STOPS
    assert len(swept.frames) == len(STOPS)


@pytest.mark.parametrize("i", range(len(STOPS)))
def test_every_frame_holds_the_medians_of_single_runs(swept, i):
    frame = swept.frames[i]["picture"]
    curves = {trace.get("name"): trace["y"] for trace in frame["data"] if trace.get("showlegend") is not False}
    for run in run_experiment(Experiment(update_bias=STOPS[i], **SMALL)):
        np.testing.assert_allclose(curves[run.label], run.flow.ratio().median, rtol=6e-4)
    single = frames_at(STOPS[i])["picture"]
    assert (frame["title"], frame["summary"]) == (single["title"], single["summary"])
    assert frame["alt"] == f"{frame['title']}. {frame['summary']}"
    assert all(trace["uid"] for trace in frame["data"])


def test_of_the_layout_only_that_is_there_which_changes():
    def at(value):
        layout = {"xaxis": {"range": [0, value], "title": "steps"}, "height": 400, "shapes": [{"x": value}]}
        return {"one": {"data": [], "layout": layout}, "other": {"left": value, "layout": {"width": 3}}}

    made = sweep("x", (1, 2), at)
    assert [frame["one"]["layout"] for frame in made.frames] == [
        {"xaxis": {"range": [0, value]}, "shapes": [{"x": value}]} for value in (1, 2)
    ]
    assert [frame["other"] for frame in made.frames] == [{"left": value, "layout": {}} for value in (1, 2)]


def test_a_layout_that_has_something_at_some_stops_only_says_so():
    made = sweep("x", (1, 2), lambda value: {"one": {"layout": {"shapes": [value]} if value > 1 else {}}})
    assert [frame["one"]["layout"] for frame in made.frames] == [{"shapes": None}, {"shapes": [2]}]


def test_it_needs_no_more_than_json():
    text = sweep("x", (0.5,), lambda value: {"one": {"y": np.array([value, np.nan])}}).to_json()
    assert json.loads(text)["stops"] == [0.5]
    assert "NaN" not in text
