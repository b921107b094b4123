"""What the page shows: the experiment of its controls or, where they make none, the last one that was."""

from dataclasses import dataclass

import streamlit as st

from gruviz.experiments.settings import Experiment
from gruviz.ui.controls.inputs import length_note
from gruviz.ui.controls.laboratory import experiment_from
from gruviz.ui.controls.own_numbers import INVITATION, NUMBERS_BEFORE, OwnNumbers
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.controls.upload import report_gone
from gruviz.ui.gradient_flow.experiments import look_line
from gruviz.ui.markdown import literal
from gruviz.validation import GruvizError

PICTURE_BEFORE = "What you see is the picture before."


@dataclass(frozen=True)
class Shown:
    """An experiment to draw.

    Args:
        experiment: None where there has been none yet.
        problem: Why the controls make no experiment now, in a sentence.
        waits: Whether the person's own numbers are still to be given, which is no fault.
        note: On how the run compares with what was asked for.
        before: What is seen in place of what does not go.
    """

    experiment: Experiment | None
    problem: str = ""
    waits: bool = False
    note: str = ""
    before: str = PICTURE_BEFORE

    @property
    def settled(self) -> Experiment:
        """The experiment, where there is one."""
        assert self.experiment is not None
        return self.experiment

    def say(self, panel: Panel) -> None:
        """Say what is wrong or wanted; the page ends here if it has nothing to draw."""
        before = f" {self.before}" if self.experiment is not None else ""
        if self.problem:
            st.error(literal(self.problem + before))
        elif self.waits and not report_gone(panel, "file"):
            st.info(INVITATION + before)
        elif self.note:
            st.caption(self.note)
        if self.experiment is None:
            st.stop()


def shown(panel: Panel, numbers: OwnNumbers) -> Shown:
    """The experiment of the controls, kept for the case that the next ones make none."""
    key = panel.key("last_experiment")
    last: Experiment | None = st.session_state.get(key)
    if numbers.text is None and (numbers.problem or numbers.waits):
        return Shown(last, numbers.problem, numbers.waits)
    try:
        experiment = experiment_from(panel.values, uploaded=numbers.text)
    except GruvizError as error:
        return Shown(last, in_words(error, panel.controls))
    st.session_state[key] = experiment
    return Shown(experiment, numbers.problem, note=length_note(panel.values, experiment), before=NUMBERS_BEFORE)


def look_row(panel: Panel, now: Shown) -> None:
    """One line above the picture: what is wrong, or where to look; beside it what the view alone can be set to."""
    with st.container(horizontal=True, vertical_alignment="center", key=panel.key("look")):
        with st.container(key=panel.key("look_words")):
            now.say(panel)
            if not now.problem and not now.waits:
                st.markdown(literal(look_line(panel, now.settled)))
        with st.container(key=panel.key("look_axis"), width="content"):
            panel.draw("axis")
