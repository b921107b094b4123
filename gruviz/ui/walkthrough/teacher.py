"""The teacher's side of the walkthrough: notes, links for a class, handout and answer key."""

import streamlit as st

from gruviz.lesson import HandoutStep, LessonStep, answer_key, handout
from gruviz.lesson.grading import answer_words
from gruviz.ui.charts.component import component
from gruviz.ui.classroom.menu import open_class
from gruviz.ui.controls.address import HIDE
from gruviz.ui.controls.kinds import Values
from gruviz.ui.controls.panel import Panel
from gruviz.ui.markdown import literal
from gruviz.ui.walkthrough.figure import demonstration_at
from gruviz.ui.walkthrough.lesson import load_exercises, load_lesson

FOR_TEACHERS = ("notes", "seed", "present")
"""Controls that a class link hides."""
OWN = ("done", "said", "solved", "before", "after")
"""What a person has done, and no link for others carries."""


def teacher_box(panel: Panel, step: LessonStep | None) -> None:
    """Everything a class is not meant to see; not on a projector."""
    panel.draw("notes")
    panel.draw("seed")
    st.markdown("**The class**")
    open_class(panel)
    st.markdown("**Links**")
    st.caption("Students see the same charts, without the teacher's tools.")
    fixed = {
        "seed": str(panel.values["seed"]),
        "notes": None,
        "present": None,
        "class": None,
        HIDE: ",".join(FOR_TEACHERS),
    }
    changed = step.controls if step else ()
    whole = fixed | dict.fromkeys((*OWN, "step", "view", *changed))
    _copy("whole", "Copy class link, whole lesson", whole)
    _copy("here", "Copy class link, this step", fixed | dict.fromkeys(OWN))
    st.markdown("**On paper**")
    _files(panel.values)


def _copy(name: str, label: str, query: dict[str, str | None]) -> None:
    component("copy_link", key=f"walkthrough_copy_{name}", data={"label": label, "query": query})


def _files(values: Values) -> None:
    seed = values["seed"]
    st.download_button(
        "Handout",
        lambda: handout(leaves(seed), seed=seed),
        "gruviz_handout.html",
        "text/html",
        key="walkthrough_handout",
        on_click="ignore",
    )
    st.download_button(
        "Answer key",
        lambda: answer_key(leaves(seed), load_exercises().values(), seed=seed),
        "gruviz_answer_key.html",
        "text/html",
        key="walkthrough_answer_key",
        on_click="ignore",
    )
    st.caption("Both use this seed and the standard settings, and have step 11 once this server has trained it.")


def leaves(seed: int) -> list[HandoutStep]:
    """Every step with its run under the step's own settings."""
    return [HandoutStep(step, demonstration_at(step, {"seed": seed})) for step in load_lesson().values()]


def notes_box(panel: Panel, step: LessonStep | None) -> None:
    """Notes on a step, with the answer as this run gives it; not on a projector."""
    if step is None or not panel.values["notes"] or panel.presents:
        return
    with st.container(border=True, key="walkthrough_notes_box"):
        st.header("Teacher's notes", anchor=False)
        demonstration = demonstration_at(step, panel.values)
        if demonstration is not None:
            st.markdown(f"**Answer.** {literal(answer_words(step.question, demonstration.measures))}")
        st.markdown(step.notes)
