"""Pictures above the text of a step: of what a network is, before anything is measured."""

from collections.abc import Callable, Mapping

from gruviz.lesson import LessonStep
from gruviz.ui.controls.panel import Panel

Picture = Callable[[Panel, LessonStep], None]
"""Draws itself into the container that is open."""

PICTURES: Mapping[str, Picture] = {}
"""By the name that a step's header gives."""


def draw_picture(panel: Panel, step: LessonStep) -> None:
    """Draw the picture of a step, if it has one."""
    if step.picture in PICTURES:
        PICTURES[step.picture](panel, step)
