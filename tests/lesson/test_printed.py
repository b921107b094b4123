"""The axis of a prediction on paper."""

import re
from dataclasses import replace
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from gruviz.figures.drawing.ends import GAP, ROW, End, end_labels
from gruviz.lesson.printed import answers, keep_labels_apart
from gruviz.lesson.scales import Orders, Percent, Steps
from tests.lesson.runs import RUNS


@pytest.mark.parametrize(
    ("scale", "words"),
    [
        (Percent(0.1), ["0%", "20%", "40%", "60%", "80%", "100%"]),
        (Orders(1, -12, 0), ["10⁻¹² or less", "10⁻¹⁰", "10⁻⁸", "10⁻⁶", "10⁻⁴", "1%", "100% or more"]),
    ],
)
def test_an_axis_has_even_places_with_both_ends(scale, words):
    run = RUNS[0]
    step = replace(run.step, question=replace(run.step.question, scale=scale))
    assert re.findall(r"<span>(.*?)</span>", answers(run._replace(step=step))) == words


def test_an_axis_of_steps_ends_at_the_sequence():
    run = RUNS[0]
    step = replace(run.step, question=replace(run.step.question, scale=Steps(0.3)))
    shown = re.findall(r"<span>(.*?)</span>", answers(run._replace(step=step)))
    assert shown[0] == "1 step"
    assert shown[-1] == "50 steps"
    assert 3 <= len(shown) <= 8


def test_labels_made_for_a_higher_plot_stand_apart_in_a_lower_one():
    ends = [End("one", "1%", 0, y, "#000000") for y in (-1.0, -1.1, -1.2, -4.0)]
    up = {"range": [-4, 0]}
    figure = go.Figure(layout={"yaxis": up, **end_labels(ends, up, plot=400)})
    keep_labels_apart(figure, 180)
    middles = sorted(180 * (0 - note.y) / 4 + note.ay for note in figure.layout.annotations)
    heights = 2 * ROW + GAP
    assert all(lower - upper >= heights - 0.2 for upper, lower in pairwise(middles))
    assert middles[0] >= heights / 2 - 0.2
    assert middles[-1] <= 180 - heights / 2 + 0.2
