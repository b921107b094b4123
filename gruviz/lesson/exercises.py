"""Exercises: a goal that is checked against a person's own experiment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from gruviz.engine.cells import CELLS
from gruviz.experiments.run import run_experiment
from gruviz.experiments.settings import Experiment
from gruviz.lesson.measures import Measure, measure_runs
from gruviz.lesson.sheet import Sheet
from gruviz.lesson.steps import key_of
from gruviz.validation import InvalidValue

_GOAL = re.compile(r"([a-z_]+) at (least|most) (-?\d+(?:\.\d+)?(?:e-?\d+)?)")


class Goal(NamedTuple):
    """A condition on a measured number."""

    measure: str
    at_least: bool
    limit: float
    words: str

    def is_met(self, value: float) -> bool:
        """Whether a number meets it; nan never does."""
        return value >= self.limit if self.at_least else value <= self.limit


class GoalCheck(NamedTuple):
    """A goal with what was measured."""

    goal: Goal
    met: bool
    number: str
    """What was measured, in words."""


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Args:
        key: From the file's name.
        title: Heading.
        start: Settings of the laboratory to begin with, as in a link.
        fixed: Names of settings that have to stay as the start has them.
        text: Markdown.
        goals: All of them have to be met.
        hint: Markdown.
        solution: Settings that meet the goals, for the answer key.
        lesson: What one has learned, shown once the goals are met.
    """

    key: str
    title: str
    start: Mapping[str, str]
    fixed: tuple[str, ...]
    text: str
    goals: tuple[Goal, ...]
    hint: str
    solution: Mapping[str, str]
    lesson: str


def parse_exercise(file: str, text: str) -> Exercise:
    """Read one file of assets/text/exercises; raises InvalidValue naming file, line and what is allowed."""
    sheet = Sheet(
        file,
        text,
        fields=("title", "start", "fixed", "solution"),
        sections=("text", "goals", "hint", "lesson"),
    )
    goals = []
    for condition, entry in sheet.items("goals").items():
        match = _GOAL.fullmatch(condition)
        if match is None:
            sheet.wrong(entry.line, "goals", condition, "such as horizon_gru at most 5")
        goals.append(Goal(match[1], match[2] == "least", float(match[3]), entry.text))
    if not goals:
        sheet.wrong(1, "goals", "missing", 'a section "<!-- goals -->" with lines "- horizon_gru at most 5: …"')
    return Exercise(
        key=key_of(file),
        title=sheet.field("title").text,
        start=sheet.query("start"),
        fixed=sheet.listed("fixed"),
        text=sheet.section("text").text,
        goals=tuple(goals),
        hint=sheet.section("hint").text,
        solution=sheet.query("solution"),
        lesson=sheet.section("lesson").text,
    )


def check_goals(goals: tuple[Goal, ...], experiment: Experiment) -> list[GoalCheck]:
    """Run an experiment and measure each goal.

    Raises:
        InvalidValue: If the experiment lacks a cell that a goal speaks of.
    """
    measures = measure_runs(experiment, run_experiment(experiment))
    return [_check(goal, measures, experiment) for goal in goals]


def _check(goal: Goal, measures: Mapping[str, Measure], experiment: Experiment) -> GoalCheck:
    if goal.measure not in measures:
        cell = goal.measure.partition("_")[2]
        needed = f"this exercise needs {cell} among them"
        raise InvalidValue("cells", ", ".join(experiment.cells), needed, _missing(cell, experiment))
    measure = measures[goal.measure]
    return GoalCheck(goal, goal.is_met(measure.value), measure.text)


def _missing(name: str, experiment: Experiment) -> str:
    """What to switch on in the laboratory for a run that a goal speaks of."""
    cell = name.removesuffix("_default")
    if cell in experiment.cells:
        title = CELLS[cell].title
        return f"Switch on “Compare with PyTorch's start” in the lab: this exercise measures that {title} too."
    return f"Choose {CELLS[cell].title} among the cells in the lab: this exercise measures it."
