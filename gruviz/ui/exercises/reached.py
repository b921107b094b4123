"""What the run on the screen has reached of an open exercise: goals that tick themselves, and what follows."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gruviz.lesson.exercises import EXPLANATION, Exercise, GoalState, goal_states, is_solved
from gruviz.lesson.proof import Waits
from gruviz.lesson.work import TEXT
from gruviz.ui.controls.panel import Panel
from gruviz.ui.exercises.links import following, start_link
from gruviz.ui.exercises.memory import note_explanation, note_solved, work_done, work_memory
from gruviz.ui.exercises.places import measured_now, settings_of
from gruviz.ui.markdown import literal, unbroken
from gruviz.ui.prose import explained
from gruviz.validation import GruvizError

NO_RUN = "These settings make no run, so nothing is measured."


@dataclass(frozen=True)
class Reached:
    """The part of the bar that only the run can fill.

    Args:
        panel: Of the page.
        exercise: Which is open.
        place: Where goals go and all that follows from them.
        note: Where it is said if there is no run; a page may end there, and then nothing can be drawn any more.
        brief: Whether there is room for the numbers only.
    """

    panel: Panel
    exercise: Exercise
    place: DeltaGenerator
    note: DeltaGenerator
    brief: bool = False

    def fill(self) -> None:
        """Say what is reached, and keep it once that is everything."""
        states, waits = self._states()
        met = bool(states) and is_solved(states)
        solved = met and self._is_explained
        if solved and self.exercise.key not in work_done().solved:
            note_solved(self.exercise.key, settings_of(self.exercise, self.panel.values))
        self.note.empty()
        with self.place:
            if self.brief:
                self._numbers(states, waits, solved=solved)
            else:
                goals_list(self.exercise, states, waits)
                self._afterwards(met=met, solved=solved)
        work_memory(self.panel, f"{self.exercise.title}: solved." if solved else "")

    def _states(self) -> tuple[list[GoalState], str]:
        try:
            return goal_states(self.exercise, measured_now(self.exercise, self.panel.values)), ""
        except Waits as waits:
            return [], str(waits)
        except GruvizError:
            return [], NO_RUN

    def _numbers(self, states: Sequence[GoalState], waits: str, *, solved: bool) -> None:
        numbers = " · ".join(f"{_mark(state)} {literal(unbroken(state.said))}" for state in states)
        st.markdown(f"{'**Solved.** ' if solved else ''}{numbers or waits}")

    def _afterwards(self, *, met: bool, solved: bool) -> None:
        exercise, asks = self.exercise, bool(self.exercise.explain) and not self.panel.presents
        if not met:
            return
        with st.container(key="exercise_solved", gap="small"):
            if solved:
                st.markdown(f"**Solved.** {explained(exercise.lesson)}")
                with st.container(horizontal=True, key="exercise_after", gap="small", vertical_alignment="center"):
                    if asks:
                        self._comparison()
                    if (further := following(exercise)) and not self.panel.presents:
                        start_link(further, f"Next: {further.title} →")
            else:
                st.markdown(f"All goals are met. One thing is left: {exercise.explain}")
                if asks:
                    self._explanation()

    @property
    def _is_explained(self) -> bool:
        """Whether an explanation is there, or none is asked for."""
        given = work_done().explanations.get(self.exercise.key)
        return not self.exercise.explain or (given is not None and len(given.text.strip()) >= EXPLANATION)

    def _comparison(self) -> None:
        with st.popover("Your explanation, and another one", type="tertiary"):
            self._explanation()
            st.markdown(f"**One could say:** {explained(self.exercise.model)}")

    def _explanation(self) -> None:
        key, exercise = self.panel.key(f"explanation_{self.exercise.key}"), self.exercise
        if key not in st.session_state:
            given = work_done().explanations.get(exercise.key)
            st.session_state[key] = given.text if given else ""
        st.text_area(
            "Your explanation",
            key=key,
            max_chars=TEXT,
            height=80,
            help="A sentence or two. It is kept in this browser and in what you hand in; nobody grades it here.",
            on_change=lambda: note_explanation(exercise.key, st.session_state[key]),
        )


def goals_list(exercise: Exercise, states: Sequence[GoalState] = (), waits: str = "") -> None:
    """Each goal with what is measured, or without it and why."""
    with st.container(key="exercise_goals", gap=None):
        for state in states or [GoalState(goal, met=False, said="") for goal in exercise.goals]:
            number = f": **{literal(unbroken(state.said))}**" if state.said else ""
            st.markdown(f"{_mark(state)} {state.goal.words}{number}")
        if waits:
            st.caption(waits)


def _mark(state: GoalState) -> str:
    return "✓" if state.met else "○"
