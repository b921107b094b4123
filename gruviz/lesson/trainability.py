"""The live figure of the trainability map: from which starts networks learn two tasks, and what was left before."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import NamedTuple

import numpy as np

from gruviz.experiments.settings import Experiment
from gruviz.figures.lesson.marked import with_mark
from gruviz.figures.maps.kinds import of_kind
from gruviz.figures.maps.outcomes import Learned, learned_at
from gruviz.figures.maps.training import training_map_chart
from gruviz.figures.maps.words import length_of
from gruviz.lesson.demonstration import Demonstration
from gruviz.lesson.measures import Measure, measure_runs
from gruviz.maps.axis import SETTINGS, Axis
from gruviz.maps.plan import Plan, Square
from gruviz.maps.presets import FINISHED, Finished
from gruviz.maps.shipped import finished_map
from gruviz.tasks import find_task
from gruviz.wording import listed, share, signed

TASKS = ("first_symbol", "adding")
"""Whose maps stand side by side."""


class Start(NamedTuple):
    """The start of a square."""

    square: Square
    gain: float
    bias: float
    """Of the update gate."""

    @property
    def words(self) -> str:
        """Its settings."""
        return f"gain {signed(self.gain, 'g')} and bias {signed(self.bias, 'g')}"


def starts(experiment: Experiment) -> Demonstration:
    """How many networks learned from each start of a map, and a mark on the one that is nearest to the experiment's.

    `map_gain` and `map_bias` are that start, `left_…` is the share of the gradient that comes back to the first step
    before training, on the sequences of a task, `map_length` steps long, and `learned_…` how many of the `networks`
    learned it within `updates_…`. `faint_…` is how many starts of the whole map have less than 1% left, `found_…` from
    how many of these most networks learned. All networks were trained beforehand.
    """
    panels = _panels()
    plan = panels[TASKS[0]].plan
    start = nearest(plan, experiment.gain, experiment.update_bias)
    measures = measure_runs(replace(experiment, chrono=False), [])
    measures |= {
        "map_gain": Measure(start.gain, signed(start.gain, "g"), "x"),
        "map_bias": Measure(start.bias, signed(start.bias, "g"), "y"),
        "map_length": _count(length_of(plan.base)),
        "networks": _count(plan.base.seeds),
    }
    for task, panel in panels.items():
        measures |= {f"{name}_{task}": measure for name, measure in _measures(panel, start.square).items()}
    chart = training_map_chart({find_task(task).title: panel for task, panel in panels.items()})
    marked = with_mark(chart, start.gain, start.bias, start.words, panels=len(panels))
    return Demonstration(replace(marked, title=_finding(panels, start)), measures)


def nearest(plan: Plan, gain: float, bias: float) -> Start:
    """The start of a map that lies nearest to another, each axis taken as it is drawn."""
    column, row = _place(plan.x, gain), _place(plan.y, bias)
    return Start((column, row), plan.x.values[column], plan.y.values[row])


def _place(axis: Axis, value: float) -> int:
    values = np.array(axis.values)
    if SETTINGS[axis.setting].log:
        values, value = np.log(values), float(np.log(max(value, 1e-9)))
    return int(np.argmin(np.abs(values - value)))


@cache
def _panels() -> Mapping[str, Learned]:
    """By task, what became of the networks of its map, and what was left of their gradient before."""
    return {task: _panel(FINISHED[f"gru_{task}"]) for task in TASKS}


def _panel(finished: Finished) -> Learned:
    trained = finished_map(finished.training)
    assert trained is not None, f"{finished.key} is not there"
    return learned_at(trained, finished_map(finished.fine("gradient")))


def _measures(panel: Learned, square: Square) -> dict[str, Measure]:
    column, row = square
    left, learned = 10.0 ** float(panel.left[row, column]), int(panel.learned[row, column])
    faint, *_ = of_kind(panel.left)
    return {
        "left": Measure(left, share(left)),
        "learned": Measure(float(learned), f"{learned} of {panel.networks}"),
        "updates": _count(panel.budget),
        "faint": _count(int(faint.sum())),
        "found": _count(int((faint & panel.most).sum())),
    }


def _count(number: int) -> Measure:
    return Measure(float(number), f"{number}")


def _finding(panels: Mapping[str, Learned], start: Start) -> str:
    column, row = start.square
    told = [
        f"{panel.learned[row, column]:.0f} of {panel.networks} ({find_task(task).title})"
        for task, panel in panels.items()
    ]
    return f"Networks that learn from {start.words}: {listed(told)}"
