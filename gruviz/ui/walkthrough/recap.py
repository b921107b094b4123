"""How the lesson ends: the question of its beginning once more, what was predicted then, and what came after."""

import streamlit as st

from gruviz.experiments.settings import Experiment
from gruviz.figures.lesson.frame import framed
from gruviz.lesson import Demonstration, LessonStep, demonstrate, filled
from gruviz.ui.caching import shared
from gruviz.ui.charts.component import plot
from gruviz.ui.charts.views import Rendering
from gruviz.ui.controls import laboratory
from gruviz.ui.controls.address import read_query
from gruviz.ui.controls.panel import Panel
from gruviz.ui.markdown import literal, unbroken
from gruviz.ui.prose import explained, linked
from gruviz.ui.walkthrough.controls import AFTERWARDS, BEFORE, guess_at
from gruviz.ui.walkthrough.figure import demonstration_at
from gruviz.ui.walkthrough.lesson import load_course
from gruviz.ui.walkthrough.moves import go
from gruviz.ui.walkthrough.question import graded
from gruviz.ui.walkthrough.view import back_button
from gruviz.ui.walkthrough.way import Way, title_of

HEIGHT = 460
"""Pixels of the recap's chart."""


def recap_view(panel: Panel) -> None:
    """The first question's numbers beside what has been found since, and one's own predictions."""
    course = load_course()
    settings, _ = read_query(laboratory.TABLE.controls, course.settings)
    demonstration = _recapped(course.figure, laboratory.experiment_from(settings | {"seed": panel.values["seed"]}))
    with st.container(key="walkthrough_stage"):
        words, figure, answer = (st.container(key=f"walkthrough_{name}") for name in ("words", "figure", "answer"))
    with words:
        st.header(title_of("recap"), anchor=False)
        with st.container(key="walkthrough_text"):
            st.markdown(explained(filled(course.recap, demonstration.measures)))
    with figure:
        _figure(demonstration)
    with answer:
        _predictions(panel)
        way_on(panel, "recap")


@shared(32)
def _recapped(figure: str, experiment: Experiment) -> Demonstration:
    return demonstrate(figure, experiment)


def _figure(demonstration: Demonstration) -> None:
    chart = framed(demonstration.chart)
    plot(
        Rendering.of(chart).json,
        key="walkthrough_plot",
        alt=f"{chart.title}. {chart.summary}",
        height=HEIGHT,
        title=unbroken(chart.title),
    )


def _predictions(panel: Panel) -> None:
    """What was predicted at each step, and what was measured."""
    steps = [step for step in Way.of(panel.values).steps.values() if step.key in panel.values["done"]]
    lines = [line for step in steps if (line := _prediction(panel, step))]
    if lines:
        st.markdown("**What you predicted**\n" + "\n".join(lines))


def _prediction(panel: Panel, step: LessonStep) -> str:
    demonstration = demonstration_at(step, panel.values)
    if demonstration is None or guess_at(step, panel.values) is None:
        return ""
    result = graded(panel, step, demonstration)
    return f"- {step.title} **{result.mark.capitalize()}.** {unbroken(literal(result.words))}"


def after_view(panel: Panel) -> None:
    """How the idea went on."""
    with st.container(key="walkthrough_reading"):
        st.header(title_of("after"), anchor=False)
        st.markdown(linked(load_course().after))
        way_on(panel, "after")


def way_on(panel: Panel, place: str) -> None:
    """The filled button that leads on from a place beside the steps, and the way back."""
    after = Way.of(panel.values).after(place)
    label = f"Next: {title_of(after)}" if after in BEFORE | AFTERWARDS else "Next" if after else "To the exercises"
    with st.container(horizontal=True, key="walkthrough_way", gap="small"):
        if after or not panel.presents:
            st.button(label, key="walkthrough_next", type="primary", on_click=go, args=(panel, after))
        back_button(panel, place)
