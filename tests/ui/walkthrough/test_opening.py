"""The sentence of the opening: its numbers are those of the networks that it names."""

import math

import numpy as np
import pytest

from gruviz.experiments.run import run_experiment
from gruviz.ui.controls.address import read_query
from gruviz.ui.controls.laboratory import TABLE, experiment_from
from gruviz.ui.walkthrough.lesson import load_course
from gruviz.ui.walkthrough.opening import scene


def test_the_way_back_is_as_thick_as_what_is_left():
    course, drawn = load_course(), scene(3)
    settings, _ = read_query(TABLE.controls, course.settings)
    experiment = experiment_from(settings | {"seed": 3, "seq_len": course.sentence.gap})
    runs = {run.label: run for run in run_experiment(experiment) if not run.is_reference}
    assert [lane["label"] for lane in drawn["lanes"]] == list(runs)
    for lane, run in zip(drawn["lanes"], runs.values(), strict=True):
        norms = run.flow.norms["state"]
        left = np.median(norms[1:] / norms[-1], axis=(1, 2))
        np.testing.assert_allclose(lane["left"], left, rtol=1e-9)
        product = math.prod(map(float, lane["factors"][course.sentence.noun :]))
        assert product == pytest.approx(left[course.sentence.noun], rel=0.1)
        assert lane["words"][course.sentence.noun] in lane["finding"]
