"""The teacher's side of the walkthrough: notes, links for a class, and what is printed or taken elsewhere."""

from collections.abc import Callable, Mapping

import streamlit as st

from gruviz.lesson import LessonStep, StepRun, answer_key, handout, results, slides, worksheet
from gruviz.lesson.gift import gift
from gruviz.lesson.grading import answer_words
from gruviz.ui.charts.component import component
from gruviz.ui.classroom.menu import open_class
from gruviz.ui.controls.address import HIDE
from gruviz.ui.controls.class_code import CLASS
from gruviz.ui.controls.kinds import Values
from gruviz.ui.controls.panel import PRESENT, Panel
from gruviz.ui.markdown import literal
from gruviz.ui.share import embed_button
from gruviz.ui.walkthrough.figure import demonstration_at
from gruviz.ui.walkthrough.handed_in import handed_in_link
from gruviz.ui.walkthrough.lesson import load_course, load_exercises, load_quiz
from gruviz.ui.walkthrough.way import Way

FOR_TEACHERS = ("notes", "seed", "present")
"""Controls that a class link hides."""
HERE = ("notes", "present", CLASS.name)
"""What is only for this screen."""
OWN = ("done", "said", "solved", "before", "after", "handed")
"""What a person has done, and no link for others carries."""


def teacher_box(panel: Panel, step: LessonStep | None) -> None:
    """Everything a class is not meant to see; not on a projector."""
    with st.container(horizontal=True, gap="small", key="walkthrough_begin"):
        st.button("Present", key="walkthrough_present_now", on_click=panel.set, args=(PRESENT.name, True))
        if not panel.class_code:
            open_class(panel)
    st.caption("→ and a clicker lead on; N opens a second window with notes and a clock, S the list of steps.")
    panel.draw("notes", "seed")
    _links(panel, step)
    _files(panel.values)
    handed_in_link()


def _links(panel: Panel, step: LessonStep | None) -> None:
    st.markdown("**For the class**")
    fixed = {"seed": str(panel.values["seed"]), HIDE: ",".join(FOR_TEACHERS)} | dict.fromkeys(HERE)
    changed = step.controls if step else ()
    with st.container(horizontal=True, gap="small", key="walkthrough_class_links"):
        _copy("whole", "Copy link to the lesson", fixed | dict.fromkeys((*OWN, "step", "view", *changed)))
        _copy("here", "Copy link to this step", fixed | dict.fromkeys(OWN))
        embed_button("walkthrough_embed", fixed | dict.fromkeys(OWN))
    st.caption("Students see the same charts, without the teacher's tools. Embed puts this step into a course's page.")


def _copy(name: str, label: str, query: dict[str, str | None]) -> None:
    component("copy_link", key=f"walkthrough_copy_{name}", data={"label": label, "query": query})


def _files(values: Values) -> None:
    """Papers of the chosen route, to be printed from the browser, and the quiz for a learning platform."""
    st.markdown("**On paper**")
    with st.container(horizontal=True, gap="small", key="walkthrough_papers"):
        for name, make in papers(values).items():
            _file(name, make, "html")
        _file("Quiz for Moodle", lambda: gift(load_quiz().values()), "gift")
    st.caption(
        "For the chosen steps and this seed. Worksheet and handout hold no answers; results and slides are the runs. "
        "A training is in them once this server has run it. Print the files, or save them as PDF, from the browser."
    )


def papers(values: Values) -> Mapping[str, Callable[[], str]]:
    """What there is to print for the steps of the route, by label."""
    way, course, seed = Way.of(values), load_course(), values["seed"]

    def runs() -> list[StepRun]:
        return [StepRun(step, demonstration_at(step, {"seed": seed})) for step in way.steps.values()]

    return {
        "Worksheet": lambda: worksheet(runs(), course),
        "Handout": lambda: handout(runs(), course, minutes=way.duration),
        "Results": lambda: results(runs(), course, seed=seed),
        "Slides": lambda: slides(runs(), course, seed=seed),
        "Answer key": lambda: answer_key(runs(), course, load_quiz().values(), load_exercises().values(), seed=seed),
    }


def _file(label: str, make: Callable[[], str], ending: str) -> None:
    name = label.lower().replace(" ", "_")
    kind = "text/html" if ending == "html" else "text/plain"
    key = f"walkthrough_{name}"
    st.download_button(label, make, f"gruviz_{name}.{ending}", kind, key=key, on_click="ignore")


def notes_box(panel: Panel, step: LessonStep | None) -> None:
    """What a teacher says and does here, with the answer as this run gives it; not on a projector."""
    course, place = load_course(), panel.values["step"]
    notes = step.notes if step else {"opening": course.notes, "recap": course.closing}.get(place, "")
    if not panel.values["notes"] or panel.presents or not notes:
        return
    with st.container(border=True, key="walkthrough_notes_box"):
        st.header("Teacher's notes", anchor=False)
        demonstration = demonstration_at(step, panel.values) if step else None
        if step and demonstration:
            st.markdown(f"**Answer.** {literal(answer_words(step.question, demonstration.measures))}")
        st.markdown(notes)
