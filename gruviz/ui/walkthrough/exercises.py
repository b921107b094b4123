"""The exercises on the page, from easy to hard: each leads to where it is done, and comes back solved."""

import streamlit as st

from gruviz.lesson import Exercise
from gruviz.lesson.exercises import LEVELS
from gruviz.ui.controls.panel import Panel
from gruviz.ui.exercises.links import following, start_link
from gruviz.ui.exercises.memory import solved_exercises, work_done
from gruviz.ui.markdown import literal
from gruviz.ui.navigation import PAGES
from gruviz.ui.prose import explained
from gruviz.ui.walkthrough.handed_in import handed_in
from gruviz.ui.walkthrough.handing_in import handing_in
from gruviz.ui.walkthrough.lesson import load_course, load_exercises


def exercises_view(panel: Panel) -> None:
    """All exercises, one box each; below them the way to hand in what was done, and for teachers what came in."""
    handed = panel.values["handed"]
    if (handed or panel.values["notes"]) and not panel.presents:
        handed_in(handed)
    exercises, solved = load_exercises(), solved_exercises()
    st.markdown(
        "Each exercise opens the page where it is done. A bar there says what to reach and what you have reached, with "
        "hints if you want them. What you have solved is kept in this browser and in the address of this page. "
        f"**{len(solved)} of {len(exercises)} solved.**"
    )
    for level, heading in LEVELS.items():
        st.header(heading, anchor=False)
        numbered = [(n, exercise) for n, exercise in enumerate(exercises.values(), 1) if exercise.level == level]
        for row in range(0, len(numbered), 2):
            for column, (number, exercise) in zip(st.columns(2, gap="small"), numbered[row : row + 2], strict=False):
                with column.container(border=True, key=f"exercise_{exercise.key}", height="stretch", gap="small"):
                    _exercise(panel, number, exercise, solved=exercise.key in solved)
    if not panel.presents:
        handing_in(panel)


def _exercise(panel: Panel, number: int, exercise: Exercise, *, solved: bool) -> None:
    st.subheader(f"{number}. {exercise.title}{' · solved ✓' if solved else ''}", anchor=False)
    st.markdown(explained(exercise.text))
    also = " · with an explanation in your own words" if exercise.explain else ""
    st.caption(f"{PAGES[exercise.page][1]}{also} · Goal: {load_course().goals[exercise.goal]}")
    first = following(None) == exercise  # the one button that is filled
    with st.container(key=f"exercise_{'first' if first else 'start'}_{exercise.key}"):
        start_link(exercise, "Do it again →" if solved else "Start →")
    if solved:
        st.markdown(explained(exercise.lesson))
        _explanation(exercise)
    if panel.values["notes"]:
        solution = "&".join(f"{name}={value}" for name, value in exercise.solution.items())
        st.markdown(f"Teacher: one solution is `{solution}`.")


def _explanation(exercise: Exercise) -> None:
    """What the student has written, beside how one could explain it."""
    given = work_done().explanations.get(exercise.key)
    if given is None:
        return
    st.markdown(f"**You wrote:** {literal(given.text)}")
    st.markdown(f"**One could say:** {explained(exercise.model)}")
