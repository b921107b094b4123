"""What stands above each place of the lesson: the way as a strip, its length, and the teacher's things."""

from typing import Any

import streamlit as st

from gruviz.lesson import LessonStep
from gruviz.ui.controls.panel import Panel
from gruviz.ui.walkthrough.lesson import load_course, load_lesson
from gruviz.ui.walkthrough.moves import go
from gruviz.ui.walkthrough.part import part
from gruviz.ui.walkthrough.teacher import teacher_box
from gruviz.ui.walkthrough.way import EXERCISES, Way, name_of, title_of
from gruviz.wording import steps

STRIP, ROW = 50, 38
"""Pixels of the strip, and of a row of the list of steps."""


def top(panel: Panel, step: LessonStep | None) -> None:
    """The course's question as the page's heading, and the row above its content."""
    way = Way.of(panel.values)
    with st.container(key="walkthrough_name"):
        st.title(load_course().title, anchor=False)
    with st.container(horizontal=True, gap="small", key="walkthrough_top"):
        _strip(panel, way)
        if "route" not in panel.hidden:
            with st.popover(_length(way), key="walkthrough_route_box"):
                _route(panel, way)
        if "notes" not in panel.hidden:
            with st.popover("Teach", key="walkthrough_teach"):
                teacher_box(panel, step)


def _strip(panel: Panel, way: Way) -> None:
    at = EXERCISES if panel.values["view"] == EXERCISES else panel.values["step"]
    known = way.all_places
    places = known if at in (*known, EXERCISES) else [*known, at]
    stops = [_stop(panel, way, place) for place in places]
    stops.append(
        {
            "key": EXERCISES,
            "name": "Exercises",
            "title": "Exercises",
            "kind": "stop",
            "done": False,
            "query": {"view": EXERCISES},
        }
    )
    data = {"label": "The way through the lesson", "stops": stops, "at": at}
    part("strip", data, key="walkthrough_strip", height=STRIP, on_choice=lambda place: _take(panel, place, places))


def _stop(panel: Panel, way: Way, place: str) -> dict[str, Any]:
    return {
        "key": place,
        "name": name_of(place),
        "title": title_of(place),
        "kind": "stop" if place in way.places else "deeper",
        "done": place in panel.values["done"],
        "query": {"step": place, "view": None},
    }


def _take(panel: Panel, place: object, places: list[str]) -> None:
    if place == EXERCISES or place in places:
        go(panel, str(place))


def _length(way: Way) -> str:
    return f"{steps(len(way.steps))} · {way.duration} min"


def _route(panel: Panel, way: Way) -> None:
    """The length of the lesson, and a lesson of one's own."""
    if not way.chosen:
        panel.draw("route")
    st.caption(
        f"{steps(len(way.steps))}, about {way.duration} minutes in a class that votes and talks. The address keeps "
        "your choice: copy it for your class."
    )
    lesson = load_lesson()
    order = [*way.steps, *(key for key in lesson if key not in way.steps)] if way.chosen else list(lesson)
    items = [
        {"key": key, "title": lesson[key].title, "minutes": lesson[key].minutes, "isIn": key in way.steps}
        for key in order
    ]

    def choose(keys: object) -> None:
        if isinstance(keys, list):
            panel.set("steps", [key for key in keys if key in lesson])

    st.markdown("**Choose and order the steps**")
    data = {"items": items, "around": way.around}
    part("composer", data, key="walkthrough_composer", height=ROW * len(items) + 90, on_choice=choose)
    if way.chosen:
        clear: dict[str, Any] = {"on_click": panel.set, "args": ("steps", [])}
        st.button("Back to a lesson of 20, 45 or 90 minutes", key="walkthrough_no_steps", type="tertiary", **clear)
