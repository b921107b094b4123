"""What a presenter has beside the picture: keys, the list of steps, and a second window with notes and clock."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from gruviz.lesson import LessonStep
from gruviz.lesson.grading import answer_words
from gruviz.lesson.paper import as_html, inline
from gruviz.ui.charts.component import component
from gruviz.ui.controls.panel import Panel
from gruviz.ui.walkthrough.controls import guess_at
from gruviz.ui.walkthrough.figure import demonstration_at

KEY = "walkthrough_presenter"


def presenter(panel: Panel, steps: Sequence[LessonStep], at: LessonStep, *, counts: str = "") -> None:
    """Mount it, in presenter mode only.

    Args:
        panel: The page's.
        steps: Of the route, in its order.
        at: The present step.
        counts: How many of the class have answered, if there is a class.
    """
    if not panel.presents:
        return

    def jump() -> None:
        panel.set("step", st.session_state[KEY].jump)

    component("presenter", key=KEY, data=_told(panel, steps, at, counts), on_jump_change=jump)


def _told(panel: Panel, steps: Sequence[LessonStep], at: LessonStep, counts: str) -> dict[str, Any]:
    done = panel.values["done"]
    listed = [{"key": s.key, "title": s.title, "minutes": s.minutes, "shown": s.key in done} for s in steps]
    return {
        "steps": listed,
        "at": at.key,
        "revealed": at.key in done,
        "unpredicted": guess_at(at, panel.values) is None and not counts,
        "counts": counts,
        **({"answer": "", "notes": ""} if "notes" in panel.hidden else _for_teachers(panel, at)),
    }


def _for_teachers(panel: Panel, step: LessonStep) -> dict[str, str]:
    """The answer as this run gives it, and the notes; a link for a class has neither."""
    demonstration = demonstration_at(step, panel.values)
    answer = inline(answer_words(step.question, demonstration.measures)) if demonstration else ""
    return {"answer": answer, "notes": as_html(step.notes)}
