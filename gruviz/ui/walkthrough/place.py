"""The place of the lesson where one is: a step, or what stands around the steps."""

from collections.abc import Callable, Mapping
from functools import partial

from gruviz.lesson import LessonStep
from gruviz.ui.classroom.teacher import class_bar
from gruviz.ui.controls.panel import Panel
from gruviz.ui.walkthrough.class_quiz import quiz_asked
from gruviz.ui.walkthrough.opening import opening_view
from gruviz.ui.walkthrough.outcomes import lesson_outcomes
from gruviz.ui.walkthrough.quiz import quiz_after_view, quiz_before_view
from gruviz.ui.walkthrough.recap import after_view, recap_view
from gruviz.ui.walkthrough.view import step_view

PLACES: Mapping[str, Callable[[Panel], None]] = {
    "opening": opening_view,
    "quiz_before": quiz_before_view,
    "recap": recap_view,
    "quiz_after": quiz_after_view,
    "after": after_view,
}
"""By their key in the address."""


def place_view(panel: Panel, step: LessonStep | None) -> None:
    """Draw the place: the step, if it is one."""
    if step is None:
        class_bar(panel, quiz_asked(panel), answers=partial(lesson_outcomes, panel))
        PLACES[panel.values["step"]](panel)
    else:
        step_view(panel, step)
