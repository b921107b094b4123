"""What a presenter has beside the picture: keys, the list of steps, and a second window with notes and clock."""

from typing import Any

import streamlit as st

from gruviz.lesson import LessonStep, filled
from gruviz.lesson.grading import answer_words
from gruviz.lesson.paper import as_html, inline
from gruviz.ui.charts.component import component
from gruviz.ui.controls.panel import Panel
from gruviz.ui.walkthrough.controls import guess_at
from gruviz.ui.walkthrough.figure import demonstration_at
from gruviz.ui.walkthrough.lesson import load_course
from gruviz.ui.walkthrough.moves import go
from gruviz.ui.walkthrough.way import Way, title_of

KEY = "walkthrough_presenter"
PARTS = {"quiz_before": "quiz", "quiz_after": "quiz"}
"""Places whose part of the course has another name."""


def presenter(panel: Panel, step: LessonStep | None) -> None:
    """Mount it, in presenter mode only.

    Args:
        panel: The page's.
        step: Where the lesson is; None at a place beside the steps.
    """
    if not panel.presents:
        return

    def jump() -> None:
        place = st.session_state[KEY]["jump"]
        if place in _places(panel):
            go(panel, place)

    component("presenter", key=KEY, data=_told(panel, step), on_jump_change=jump)


def _places(panel: Panel) -> list[str]:
    """Of the way, and where the lesson is if that lies beside it."""
    places, at = Way.of(panel.values).places, panel.values["step"]
    return places if at in places else [*places, at]


def _told(panel: Panel, step: LessonStep | None) -> dict[str, Any]:
    done = panel.values["done"]
    way = Way.of(panel.values)
    steps = [
        {"key": key, "title": title_of(key), "minutes": _minutes(way, key), "shown": key in done}
        for key in _places(panel)
    ]
    return {
        "steps": steps,
        "at": panel.values["step"],
        "revealed": panel.values["step"] in done,
        "unpredicted": step is not None and guess_at(step, panel.values) is None,
        **({"answer": "", "notes": ""} if "notes" in panel.hidden else _for_teachers(panel, step)),
    }


def _minutes(way: Way, place: str) -> int:
    if place in way.steps:
        return way.steps[place].minutes
    return load_course().minutes.get(PARTS.get(place, place), {}).get(way.minutes, 0)


def _for_teachers(panel: Panel, step: LessonStep | None) -> dict[str, str]:
    """The answer as this run gives it, notes, and what the class is told; a link for a class has none of it."""
    if step is None:
        course = load_course()
        return {"answer": "", "notes": as_html(course.notes if panel.values["step"] == "opening" else course.closing)}
    demonstration = demonstration_at(step, panel.values)
    if demonstration is None:
        return {"answer": "", "notes": as_html(step.notes)}
    answer = inline(answer_words(step.question, demonstration.measures))
    shows = as_html(filled(step.reveal, demonstration.measures))
    return {"answer": answer, "notes": f"{as_html(step.notes)}<h2>What the run shows</h2>{shows}"}
