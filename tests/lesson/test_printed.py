"""The axis of a prediction on paper."""

import re
from dataclasses import replace

import pytest

from gruviz.lesson.printed import answers
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
