"""The bar of an open exercise: what to reach, hints, what is fixed, and the way back; what is reached is filled in."""

import streamlit as st

from gruviz.lesson.exercises import Exercise
from gruviz.ui.controls.panel import NO_EXERCISE, Panel
from gruviz.ui.exercises.links import list_link, start_link
from gruviz.ui.exercises.places import load_exercises, makes_a_run
from gruviz.ui.exercises.reached import NO_RUN, Reached, goals_list
from gruviz.ui.markdown import literal
from gruviz.ui.navigation import PAGES
from gruviz.ui.prose import explained
from gruviz.wording import listed

FOLDED = "exercise_folded"
"""Session key: whether the bar shows title and numbers only."""


def exercise_bar(panel: Panel) -> Reached | None:
    """Draw the bar of the exercise that is open, if there is one.

    Returns:
        What is to be filled in once the page has its run; None where there is nothing.
    """
    exercise = panel.exercise
    if exercise is None:
        return None
    folded = bool(st.session_state.get(FOLDED, False)) and not panel.presents
    with st.container(key="exercise_bar_folded" if folded else "exercise_bar", gap="small"):
        _head(panel, exercise, folded=folded)
        if not panel.is_exercised:
            start_link(exercise, f"Go on in {PAGES[exercise.page][1]} →")
            return None
        place = st.container(key=f"exercise_reached_{1 if folded else len(exercise.goals)}", gap="small")
        note = place.empty()
        if not makes_a_run(exercise, panel.values):
            with note.container():
                goals_list(exercise, waits=NO_RUN)
        if not folded and not panel.presents:
            _help(panel, exercise)
    return Reached(panel, exercise, place, note, brief=folded)


def _head(panel: Panel, exercise: Exercise, *, folded: bool) -> None:
    number = list(load_exercises()).index(exercise.key) + 1
    with st.container(horizontal=True, key="exercise_head", gap="small", vertical_alignment="center"):
        text = "" if folded else f" {explained(exercise.text)}"
        stop = "" if exercise.title[-1] in "?!" else "."
        st.markdown(f"**Exercise {number}: {exercise.title}{stop}**{text}")
        if folded:
            st.button("Show all", key="exercise_unfold", type="tertiary", on_click=_fold, args=(False,))


def _help(panel: Panel, exercise: Exercise) -> None:
    """What is seldom needed, one press away each."""
    with st.container(horizontal=True, key="exercise_help", gap="small", vertical_alignment="center"):
        with st.popover("Hint", type="tertiary"):
            st.markdown(explained(exercise.hint))
        with st.popover("Nearly the way", type="tertiary"):
            st.markdown(explained(exercise.more))
        if panel.locked:
            with st.popover("What is fixed", type="tertiary"):
                st.markdown(_fixed(panel, exercise))
        list_link()
        st.button(
            "Leave the exercise",
            key="exercise_leave",
            type="tertiary",
            help="The settings stay, and all of them can be moved again.",
            on_click=panel.set,
            args=("exercise", NO_EXERCISE),
        )
        st.button("Fold", key="exercise_fold", type="tertiary", on_click=_fold, args=(True,))


def _fixed(panel: Panel, exercise: Exercise) -> str:
    rows = [(panel.controls[name], value) for name, value in panel.locked.items()]
    kept = [f"**{literal(row.label)}** at {literal(row.said(value))}" for row, value in rows if row.when(panel.values)]
    return f"This exercise keeps {listed(kept)}. {exercise.why}" if kept else exercise.why


def _fold(folded: bool) -> None:
    st.session_state[FOLDED] = folded
