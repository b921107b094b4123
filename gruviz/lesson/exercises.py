"""Exercises: a goal that is checked against a person's own experiment, training or close-up."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from gruviz.engine.cells import CELLS
from gruviz.lesson.measures import Measure
from gruviz.lesson.sheet import Sheet
from gruviz.lesson.steps import GOALS, key_of
from gruviz.paths import ASSETS
from gruviz.validation import InvalidValue
from gruviz.wording import counted, power, share, steps

LEVELS = {"easy": "To begin with", "medium": "With some thought", "hard": "For the quick"}
"""Headings under which exercises stand, from easy to hard."""
PLACES = {"gradient_flow": "gradient_flow", "train": "train", "inside_the_cell": "inside"}
"""Pages on which an exercise can be done, each with the name of its table of controls."""
EXPLANATION = 20
"""Characters from which a text counts as an explanation."""

_GOAL = re.compile(r"([a-z_]+) at (least|most) (-?\d+(?:\.\d+)?(?:e-?\d+)?)")


def _networks(count: float) -> str:
    return counted(round(count), "network")


_LIMITS: Mapping[str, Callable[[float], str]] = {
    **dict.fromkeys(("kept", "heard"), share),
    **dict.fromkeys(("horizon", "halving", "every", "own", "set"), steps),
    "solved": _networks,
}
"""How a limit is said, by the first word of what is measured; others are plain numbers."""


class Goal(NamedTuple):
    """A condition on a measured number."""

    measure: str
    at_least: bool
    limit: float
    words: str

    @property
    def wanted(self) -> str:
        """The condition in a few words: "at most 5 steps"."""
        say = _LIMITS.get(self.measure.partition("_")[0], power)
        return f"at {'least' if self.at_least else 'most'} {say(self.limit)}"

    def is_met(self, value: float) -> bool:
        """Whether a number meets it; nan never does."""
        return value >= self.limit if self.at_least else value <= self.limit


class GoalState(NamedTuple):
    """A goal with what was measured."""

    goal: Goal
    met: bool
    said: str
    """What was measured, and what is wanted: "14 steps, at most 5 steps wanted"; or what is missing."""


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Args:
        key: From the file's name.
        title: Heading.
        goal: Which of the lesson's `GOALS` it serves.
        level: A key of `LEVELS`.
        page: Where it is done, one of `PLACES`.
        start: Settings of that page to begin with, as in a link.
        fixed: Names of settings that have to stay as the start has them.
        why: Why they have to, in a sentence; may be empty.
        text: Markdown: what to reach, in a sentence or two.
        goals: All of them have to be met.
        hint: Markdown: a direction.
        more: Markdown: nearly the way.
        solution: Settings that meet the goals, for the answer key.
        lesson: What one has learned, shown once the goals are met.
        explain: Markdown: what is to be explained once the goals are met; empty where nothing is.
        model: Markdown: how one could explain it.
    """

    key: str
    title: str
    goal: str
    level: str
    page: str
    start: Mapping[str, str]
    fixed: tuple[str, ...]
    why: str
    text: str
    goals: tuple[Goal, ...]
    hint: str
    more: str
    solution: Mapping[str, str]
    lesson: str
    explain: str = ""
    model: str = ""


def parse_exercise(file: str, text: str) -> Exercise:
    """Read one file of assets/text/exercises; raises InvalidValue naming file, line and what is allowed."""
    sheet = Sheet(
        file,
        text,
        fields=("title", "goal", "level", "page", "start", "fixed", "why", "solution"),
        sections=("text", "goals", "hint", "more", "lesson", "explain", "model"),
    )
    explain = sheet.section("explain", "").text
    return Exercise(
        key=key_of(file),
        title=sheet.field("title").text,
        goal=sheet.choice("goal", GOALS),
        level=sheet.choice("level", LEVELS),
        page=sheet.choice("page", PLACES),
        start=sheet.query("start"),
        fixed=sheet.listed("fixed"),
        why=sheet.field("why", "").text,
        text=sheet.section("text").text,
        goals=_goals(sheet),
        hint=sheet.section("hint").text,
        more=sheet.section("more").text,
        solution=sheet.query("solution"),
        lesson=sheet.section("lesson").text,
        explain=explain,
        model=sheet.section("model").text if explain else "",
    )


@cache
def shipped_exercises() -> Mapping[str, Exercise]:
    """The exercises in the order of their files, by key; raises InvalidValue at the first mistake."""
    files = sorted((ASSETS / "text" / "exercises").glob("*.md"))
    exercises = [parse_exercise(file.name, file.read_text(encoding="utf-8")) for file in files]
    by_key = {exercise.key: exercise for exercise in exercises}
    if len(by_key) < len(exercises):
        raise InvalidValue("file", "two of one name", "each name once, whatever its number")
    return by_key


def _goals(sheet: Sheet) -> tuple[Goal, ...]:
    goals = []
    for condition, entry in sheet.items("goals").items():
        match = _GOAL.fullmatch(condition)
        if match is None:
            sheet.wrong(entry.line, "goals", condition, "such as horizon_gru at most 5")
        goals.append(Goal(match[1], match[2] == "least", float(match[3]), entry.text))
    if not goals:
        sheet.wrong(1, "goals", "missing", 'a section "<!-- goals -->" with lines "- horizon_gru at most 5: …"')
    return tuple(goals)


def goal_states(exercise: Exercise, measures: Mapping[str, Measure]) -> list[GoalState]:
    """Each goal of an exercise held against what was measured."""
    return [_state(goal, measures) for goal in exercise.goals]


def is_solved(states: list[GoalState]) -> bool:
    """Whether every goal is met."""
    return all(state.met for state in states)


def _state(goal: Goal, measures: Mapping[str, Measure]) -> GoalState:
    if goal.measure not in measures:
        return GoalState(goal, met=False, said=_missing(goal.measure, measures))
    measure = measures[goal.measure]
    met = goal.is_met(measure.value)
    said = measure.text if measure.value == measure.value else "nothing to measure here"
    return GoalState(goal, met, said if met else f"{said}, {goal.wanted} wanted")


def _missing(name: str, measures: Mapping[str, Measure]) -> str:
    """What to switch on for a run that a goal speaks of."""
    cell = name.partition("_")[2]
    usual = cell.removesuffix("_default")
    if cell != usual and name.removesuffix("_default") in measures:
        return f"not in the picture: switch on “Compare with PyTorch's start” for the {CELLS[usual].title}"
    return f"not in the picture: choose {CELLS[usual].title} among the cells" if usual in CELLS else "not measured here"
