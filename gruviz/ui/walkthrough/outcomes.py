"""The right answers to all that the lesson asks a class, for results of questions that were never revealed to it."""

from collections.abc import Iterable

from gruviz.classroom.question import ClassOutcome
from gruviz.ui.classroom.lesson import step_key, step_topic
from gruviz.ui.controls.panel import Panel
from gruviz.ui.walkthrough.class_quiz import SIDES, quiz_topic
from gruviz.ui.walkthrough.figure import demonstration_at
from gruviz.ui.walkthrough.lesson import load_lesson, load_quiz


def lesson_outcomes(panel: Panel, keys: Iterable[str]) -> dict[str, ClassOutcome]:
    """The answers to questions with these keys, from the page's seed and the steps' own settings.

    A question of another page, and one whose training this server has not run, is left out.
    """
    wanted, seed = set(keys), panel.values["seed"]
    steps = [step for step in load_lesson().values() if step_key(step) in wanted]
    asked = [step_topic(step, demonstration_at(step, {"seed": seed})) for step in steps]
    asked += [quiz_topic(item, side) for item in load_quiz().values() for side in SIDES.values()]
    return {topic.question.key: topic.outcome() for topic in asked if topic and topic.outcome}
