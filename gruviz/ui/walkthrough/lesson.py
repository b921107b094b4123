"""The lesson's steps and exercises, read from the texts that teachers write."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar

from gruviz.lesson import LessonStep, check_prose, demonstrate, parse_step
from gruviz.lesson.course import Course, parse_course
from gruviz.lesson.demonstrations import Measure
from gruviz.lesson.highway import MEASURED
from gruviz.lesson.quiz import QuizItem, parse_quiz_item
from gruviz.lesson.steps import TRAINED
from gruviz.paths import ASSETS
from gruviz.ui.assets import asset
from gruviz.ui.controls import laboratory
from gruviz.ui.controls.address import read_query
from gruviz.ui.controls.table import Table
from gruviz.ui.exercises.places import load_exercises as load_exercises
from gruviz.ui.train import controls as train
from gruviz.validation import InvalidValue, check_choice

RESERVED = ("view", "seed")
"""Names of the laboratory's settings that no step may offer: here they choose the view and the whole lesson's seed."""

SMALLEST: Mapping[str, Any] = {"seq_len": 3, "hidden_size": 2, "seeds": 1}

Item = TypeVar("Item", LessonStep, QuizItem)


@cache
def load_lesson() -> Mapping[str, LessonStep]:
    """The steps in the order of their files, by key."""
    return _by_key([read_step(name) for name in _files("lesson")])


def read_step(file: str) -> LessonStep:
    """One step; raises InvalidValue if its settings, controls or measured numbers are none."""
    text = asset(f"text/lesson/{file}")
    step = parse_step(file, text)
    table = table_of(step)
    _check(step.key, "settings", table, step.settings)
    for name in step.controls:
        check_choice(f"{step.key}: controls", name, [name for name in table.by_name if name not in RESERVED])
    check_prose(file, text, _names(step))
    return step


def _names(step: LessonStep) -> Mapping[str, Measure]:
    """What is measured in a step's figure, from its smallest run."""
    if step.figure == TRAINED:
        return MEASURED
    values, _ = read_query(table_of(step).controls, step.settings)
    return demonstrate(step.figure, replace(laboratory.experiment_from(values), **SMALLEST)).measures


@cache
def load_course() -> Course:
    """What holds the steps together; raises InvalidValue if the recap's settings are none."""
    course = parse_course("course.md", asset("text/course.md"))
    _check("course", "settings", laboratory.TABLE, course.settings)
    return course


@cache
def load_quiz() -> Mapping[str, QuizItem]:
    """The questions before and after the lesson in the order of their files, by key."""
    return _by_key([parse_quiz_item(name, asset(f"text/quiz/{name}")) for name in _files("quiz")])


def table_of(step: LessonStep) -> Table:
    """The page whose settings a step has: the laboratory, or the training page where its figure is a training."""
    return train.TABLE if step.figure == TRAINED else laboratory.TABLE


def _files(folder: str) -> list[str]:
    return sorted(file.name for file in (ASSETS / "text" / folder).glob("*.md"))


def _check(key: str, field: str, table: Table, query: Mapping[str, str]) -> None:
    problems = read_query(table.controls, query)[1]
    if problems:
        raise InvalidValue(f"{key}: {field}", "&".join(query), problems[0])


def _by_key(items: Sequence[Item]) -> dict[str, Item]:
    by_key = {item.key: item for item in items}
    if len(by_key) < len(items):
        raise InvalidValue("file", "two of one name", "each name once, whatever its number")
    return by_key
