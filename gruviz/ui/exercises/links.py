"""Ways to and from exercises, within the session."""

import streamlit as st

from gruviz.lesson.exercises import Exercise
from gruviz.ui.exercises.memory import solved_exercises
from gruviz.ui.exercises.places import load_exercises
from gruviz.ui.navigation import PAGES


def start_link(exercise: Exercise, label: str) -> None:
    """A link to where an exercise is done, with its start."""
    query = {**exercise.start, "exercise": exercise.key}
    st.page_link(PAGES[exercise.page][0], label=label, query_params=query)


def list_link() -> None:
    """The way back to all exercises."""
    query = {"view": "exercises"} | ({"solved": ",".join(solved)} if (solved := solved_exercises()) else {})
    st.page_link(PAGES["walkthrough"][0], label="All exercises", query_params=query)


def following(exercise: Exercise | None) -> Exercise | None:
    """The next exercise that is not solved: after this one, or at all."""
    exercises, solved = list(load_exercises().values()), solved_exercises()
    later = exercises if exercise is None else exercises[exercises.index(exercise) + 1 :]
    return next((one for one in later if one.key not in solved), None)
