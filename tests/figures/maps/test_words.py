"""Settings, amounts and conditions in words."""

import numpy as np
import pytest

from gruviz.experiments.settings import Experiment
from gruviz.figures.maps.words import (
    conditions,
    extent_words,
    grid_words,
    left_words,
    place_words,
    region_words,
    so_far,
    task_title,
    value_words,
)
from gruviz.maps.axis import Axis
from gruviz.maps.plan import Plan
from tests.figures.maps.sweeps import plan_of


@pytest.mark.parametrize(
    ("decades", "words"),
    [
        (-np.inf, "nothing"),
        (np.inf, "more than any number"),
        (np.nan, "not yet measured"),
        (0.0, "100%"),
        (-1.0, "10%"),
        (-9.0, "1 in 1 billion"),
        (3.0, "1,000 times"),
        (-320.0, "1 in 10³²⁰"),
        (400.0, "10⁴⁰⁰ times"),
    ],
)
def test_what_is_left(decades, words):
    assert left_words(decades) == words


def test_values_have_three_digits_and_a_true_minus():
    assert [value_words(value) for value in (-8.0, 0.5, 2.8284, 100.0, 1400.0)] == ["−8", "0.5", "2.83", "100", "1,400"]


def test_places_and_regions():
    plan = plan_of()
    assert place_words(plan, (2, 0)) == "gain 2, gate bias −8"
    where = np.zeros((3, 4), dtype=bool)
    where[0, 1] = where[0, 3] = True
    assert region_words(plan, where) == "gain 1 to 4, gate bias −8"
    assert extent_words(plan.y) == "gate bias −8 to 2"
    assert grid_words(plan) == "GRU, gain 0.5 to 4, gate bias −8 to 2"


def test_conditions_name_all_that_is_not_varied():
    plan = plan_of("success")
    assert conditions(plan, 1) == "20 steps, learning rate 0.01, 1 update and 3 networks for each setting"
    assert conditions(plan) == "20 steps and 3 networks for each setting"
    varied = plan_of("success", x=Axis("learning_rate", (0.01, 0.1)), y=Axis("length", (10, 20)), seeds=1)
    assert conditions(varied, 300) == "300 updates and 1 network for each setting"


def test_the_lab_has_no_task():
    plan = Plan(Experiment(cells=("gru",), seeds=2), Axis("gain", (1, 2)), Axis("length", (10, 20)))
    assert conditions(plan) == "2 networks for each setting"
    assert task_title(plan) == "the laboratory's inputs"
    assert task_title(plan_of()) == "First symbol, then noise"


def test_so_far_is_said_until_all_is_there():
    assert so_far(np.array([[True, False]]), "trained") == " So far 1 of 2 settings is trained."
    assert so_far(np.array([[True, True]]), "trained") == ""
