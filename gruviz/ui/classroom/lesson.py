"""The questions of the lesson, as a class is asked them."""

from gruviz.lesson import Demonstration, LessonStep
from gruviz.ui.classroom.topic import Topic


def step_topic(step: LessonStep, demonstration: Demonstration | None) -> Topic | None:
    """What a step asks; None where its run, whose numbers the question names, is not there yet."""
    return None
