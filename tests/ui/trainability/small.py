"""Small maps, written by hand: which square learns when, and what was left before, follow from its column and row."""

from dataclasses import replace

import numpy as np

from gruviz.jobs.pace import Progress
from gruviz.maps.axis import Axis
from gruviz.maps.plan import Plan
from gruviz.maps.sweep import Found
from gruviz.maps.trainability_map import Map, Training
from gruviz.training.settings import Learner, TrainConfig
from gruviz.ui.trainability.shown import TaskMap
from gruviz.validation import GruvizError

SEEDS = 5
LOOKS = (0, 10, 20, 30)
PLAN = Plan(
    TrainConfig("first_symbol", (Learner("gru", scheme="orthogonal"),), seeds=SEEDS, steps=30),
    Axis("gain", (0.5, 1.0, 2.0)),
    Axis("update_bias", (-4.0, 0.0)),
    "success",
)


def trained(plan=PLAN, squares=None):
    """Column k is learned by k + 2 networks after 10(k + 1) updates; in the upper row of the last, one has diverged."""
    every = [(column, row) for column in range(len(plan.x.values)) for row in range(len(plan.y.values))]
    return Map(plan, {square: _training(plan, *square) for square in squares or every})


def _training(plan, column, row):
    solved = np.zeros((len(LOOKS), SEEDS), dtype=bool)
    solved[column + 1 :, : column + 2] = True
    diverged = np.zeros_like(solved)
    diverged[2:, -1] = column == len(plan.x.values) - 1 and row == len(plan.y.values) - 1
    return Training(np.array(LOOKS), solved, diverged)


def left(plan=PLAN, decades=(-12.0, -1.0, 3.0)):
    """What was left before: a power of ten for each column; at the squares and half way between them."""
    x = Axis(plan.x.setting, tuple(sorted({*plan.x.values, 0.7, 1.4})))
    own = dict(zip(plan.x.values, decades, strict=True))
    results = {
        (column, row): np.full(SEEDS, own.get(value, 0.0))
        for column, value in enumerate(x.values)
        for row in range(len(plan.y.values))
    }
    return Map(replace(plan, x=x, measure="gradient"), results)


def task_map(**changes):
    """The map of one task, complete."""
    usual = {"wanted": PLAN, "training": trained(), "source": "shipped", "fields": {50: left()}}
    return TaskMap(**usual | changes)


def fill_quickly(plan):
    """What a run of the server does, with these numbers in place of a training."""
    for done, (square, result) in enumerate(trained(plan).results.items(), start=1):
        yield Found(square, result)
        yield Progress(done / (len(plan.x.values) * len(plan.y.values)))


def fail_to_measure(plan):
    """A measurement that goes wrong."""
    yield Progress(0.0)
    raise GruvizError("plan", plan.measure, "", "The scheduler is away.")
