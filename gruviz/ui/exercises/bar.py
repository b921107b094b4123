"""The bar of an open exercise: what to reach, what is reached by the run on the screen, hints, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gruviz.lesson.exercises import EXPLANATION, Exercise, GoalState, goal_states, is_solved
from gruviz.lesson.proof import Waits
from gruviz.lesson.work import TEXT
from gruviz.ui.controls.panel import NO_EXERCISE, Panel
from gruviz.ui.exercises.memory import note_explanation, note_solved, solved_exercises, work_done, work_memory
from gruviz.ui.exercises.places import load_exercises, makes_a_run, measured_now, settings_of
from gruviz.ui.markdown import literal, unbroken
from gruviz.ui.navigation import PAGES
from gruviz.ui.prose import explained
from gruviz.validation import GruvizError
from gruviz.wording import listed

FOLDED = "exercise_folded"
"""Session key: whether the bar is one line."""
NO_RUN = "These settings make no run, so nothing is measured."


@dataclass(frozen=True)
class Bar:
    """The bar of one exercise on a page, drawn but for what only the run can say.

    Args:
        panel: Of the page.
        exercise: Which is open.
        place: Where the goals and all that follows from them go.
        note: Where it is said if there is no run; a page may end there, and then nothing can be drawn any more.
    """

    panel: Panel
    exercise: Exercise
    place: DeltaGenerator
    note: DeltaGenerator

    def fill(self) -> None:
        """Say what the run on the screen has reached."""
        states, note = self._states()
        self.note.empty()
        with self.place:
            self._goals(states, note)
            solved = bool(states) and is_solved(states)
            if solved and self._is_explained:
                self._solved()
            elif solved:
                st.markdown("All goals are met. One thing is left: " + self.exercise.explain)
            if solved and self.exercise.explain and not self.panel.presents:
                self._explanation()
        self._keep(solved)

    def _states(self) -> tuple[list[GoalState], str]:
        try:
            return goal_states(self.exercise, measured_now(self.exercise, self.panel.values)), ""
        except Waits as waits:
            return [], str(waits)
        except GruvizError:
            return [], NO_RUN

    def _goals(self, states: Sequence[GoalState], note: str) -> None:
        with st.container(key=f"exercise_goals_{len(self.exercise.goals)}", gap="small"):
            for i, goal in enumerate(self.exercise.goals):
                mark, said = (
                    ("✓", states[i].said) if states and states[i].met else ("○", states[i].said if states else "")
                )
                number = f": **{literal(unbroken(said))}**" if said else ""
                st.markdown(f"{mark} {goal.words}{number}", help=None)
            if note:
                st.caption(note)

    @property
    def _is_explained(self) -> bool:
        """Whether an explanation is there, or none is asked for."""
        given = work_done().explanations.get(self.exercise.key)
        return not self.exercise.explain or (given is not None and len(given.text.strip()) >= EXPLANATION)

    def _solved(self) -> None:
        exercises = list(load_exercises().values())
        later = exercises[exercises.index(self.exercise) + 1 :]
        following = next((one for one in later if one.key not in solved_exercises()), None)
        with st.container(key="exercise_solved", gap="small"):
            st.markdown(f"**Solved.** {explained(self.exercise.lesson)}")
            if following and not self.panel.presents:
                start_link(following, f"Next: {following.title} →")

    def _explanation(self) -> None:
        key, exercise = self.panel.key(f"explanation_{self.exercise.key}"), self.exercise
        given = work_done().explanations.get(exercise.key)
        if key not in st.session_state:
            st.session_state[key] = given.text if given else ""
        st.text_area(
            "Your explanation",
            key=key,
            max_chars=TEXT,
            height=80,
            help="It is kept in this browser and in what you hand in. Nobody grades it here.",
            on_change=lambda: note_explanation(exercise.key, st.session_state[key]),
        )
        if self._is_explained:
            with st.popover("Compare with a model answer", type="tertiary"):
                st.markdown(explained(exercise.model))

    def _keep(self, solved: bool) -> None:
        key = self.exercise.key
        if solved and self._is_explained and key not in work_done().solved:
            note_solved(key, settings_of(self.exercise, self.panel.values))
        said = f"{self.exercise.title}: solved." if solved and self._is_explained else ""
        work_memory(self.panel, said)


def exercise_bar(panel: Panel) -> Bar | None:
    """Draw the bar of the exercise that is open, if there is one; it is filled once the page has its run."""
    exercise = panel.exercise
    if exercise is None:
        return None
    folded = bool(st.session_state.get(FOLDED, False)) and not panel.presents
    with st.container(key="exercise_bar_folded" if folded else "exercise_bar", gap="small"):
        _head(panel, exercise, folded=folded)
        if not panel.is_exercised:
            with st.container(horizontal=True, gap="small"):
                start_link(exercise, f"Go on in {PAGES[exercise.page][1]} →")
            return None
        place = st.container(key=f"exercise_reached_{len(exercise.goals)}", gap="small")
        note = place.empty()
        if not makes_a_run(exercise, panel.values):
            note.caption(NO_RUN)
        if not folded and not panel.presents:
            _help(panel, exercise)
    return Bar(panel, exercise, place, note)


def start_link(exercise: Exercise, label: str) -> None:
    """A link to where an exercise is done, with its start."""
    query = {**exercise.start, "exercise": exercise.key}
    st.page_link(PAGES[exercise.page][0], label=label, query_params=query)


def list_link() -> None:
    """The way back to all exercises."""
    query = {"view": "exercises"} | ({"solved": ",".join(solved)} if (solved := solved_exercises()) else {})
    st.page_link(PAGES["walkthrough"][0], label="All exercises", query_params=query)


def _head(panel: Panel, exercise: Exercise, *, folded: bool) -> None:
    number = list(load_exercises()).index(exercise.key) + 1
    with st.container(horizontal=True, key="exercise_head", gap="small", vertical_alignment="center"):
        text = "" if folded else f" {explained(exercise.text)}"
        stop = "" if exercise.title[-1] in "?!" else "."
        st.markdown(f"**Exercise {number}: {exercise.title}{stop}**{text}")
        if not panel.presents:
            label = "Show all" if folded else "Fold"
            st.button(label, key="exercise_fold", type="tertiary", on_click=_fold, args=(not folded,))


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


def _fixed(panel: Panel, exercise: Exercise) -> str:
    rows = [(panel.controls[name], value) for name, value in panel.locked.items()]
    kept = [f"**{literal(row.label)}** at {literal(row.said(value))}" for row, value in rows if row.when(panel.values)]
    why = f" {exercise.why}" if exercise.why else ""
    return f"This exercise keeps {listed(kept)}.{why}" if kept else exercise.why


def _fold(folded: bool) -> None:
    st.session_state[FOLDED] = folded
