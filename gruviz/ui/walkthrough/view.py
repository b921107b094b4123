"""A step on the page: its figure, what is asked of it, and the way on."""

from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gruviz.figures.lesson.votes import Votes
from gruviz.jobs.job import JobView
from gruviz.lesson import Demonstration, LessonStep, filled
from gruviz.lesson.steps import TRAINED
from gruviz.training.history import TrainingEvent
from gruviz.training.settings import TrainConfig
from gruviz.ui.charts.card import numbers_expander
from gruviz.ui.charts.component import Veil, component, plot
from gruviz.ui.charts.files import file_name
from gruviz.ui.classroom.leading import led_by
from gruviz.ui.classroom.lesson import step_key, step_topic
from gruviz.ui.classroom.teacher import class_bar, class_way, shows_votes, votes_on
from gruviz.ui.classroom.topic import Topic
from gruviz.ui.controls.panel import Panel
from gruviz.ui.markdown import literal, unbroken
from gruviz.ui.navigation import PAGES
from gruviz.ui.prose import explained
from gruviz.ui.runs.progress import progress
from gruviz.ui.walkthrough.controls import IN_THE_LAB, guess_at, keep_guess, lab_link, other_links, told
from gruviz.ui.walkthrough.figure import asked_in, demonstration_at, growing, rendering_at, towards, training_run
from gruviz.ui.walkthrough.lesson import load_course
from gruviz.ui.walkthrough.moves import go, predict_again, reveal
from gruviz.ui.walkthrough.outcomes import lesson_outcomes
from gruviz.ui.walkthrough.pictures import draw_picture
from gruviz.ui.walkthrough.question import answer_cards, explanation, graded, question_words, verdict
from gruviz.ui.walkthrough.way import Way

TRAINS_FOR = 6.0
"""Seconds in which a training that has been predicted is seen once more."""
SKIP = "Reveal the run without a prediction."


def step_view(panel: Panel, step: LessonStep) -> None:
    """One step: its figure, and beside it words, answers and the way on."""
    revealed = step.key in panel.values["done"]
    if panel.class_code:
        _class_bar(panel, step, revealed=revealed)
    with st.container(key="walkthrough_stage"):
        words, figure, answer = (st.container(key=f"walkthrough_{name}") for name in ("words", "figure", "answer"))
    with words:
        _heading(panel, step)  # before the run is computed: all has its place at once
        seen = revealed or shows_votes(panel, step_key(step))
        reading = _picture(panel, step, revealed=seen)
    with figure:
        _controls(panel, step)
    demonstration = demonstration_at(step, panel.values)
    shown = demonstration if revealed else None
    topic = step_topic(step, demonstration)
    votes, led = votes_on(panel, topic, revealed=shown is not None), led_by(panel) is not None
    with words:
        if reading is not None:
            reading.markdown(explained(filled(step.text, demonstration.measures) if demonstration else step.text))
        question_words(step, demonstration)
    with figure:
        if demonstration:
            _figure(panel, step, demonstration, revealed=revealed, votes=votes, led=led)
        else:
            _training(panel, step, led=led)
    with answer:
        if shown and not (panel.presents and step.question.choices):  # on a projector the cards say it
            verdict(panel, step, shown)
        answer_cards(panel, step, shown, votes=votes, led=led)
        if shown:
            explanation(panel, step, shown)
        _way_on(panel, step, topic, ready=demonstration is not None, revealed=revealed)
        if not panel.presents:
            _links(panel, step)
            st.caption(f"Goal: {load_course().goals[step.goal]}")
        _guide(panel, step, shown)


def _class_bar(panel: Panel, step: LessonStep, *, revealed: bool) -> None:
    """The class above the step, drawn before it, so that it moves nothing; of who goes alone, a prediction counts."""
    demonstration = demonstration_at(step, panel.values)
    guess = told(step, panel.values) if revealed and demonstration else None
    with st.container(key="walkthrough_class"):
        class_bar(panel, step_topic(step, demonstration), guess=guess, answers=partial(lesson_outcomes, panel))


def _heading(panel: Panel, step: LessonStep) -> None:
    st.caption(f"{Way.of(panel.values).number(step.key)} · {step.minutes} minutes")
    st.header(step.title, anchor=False)


def _picture(panel: Panel, step: LessonStep, *, revealed: bool) -> DeltaGenerator | None:
    """The step's picture, and the place below it for its text; a class has seen both once it sees votes or run."""
    if panel.presents and revealed:
        return None
    place = st.container(key="walkthrough_text")
    with place:
        draw_picture(panel, step)
    return place


def _controls(panel: Panel, step: LessonStep) -> None:
    if step.controls:
        for column, name in zip(st.columns(len(step.controls), gap="medium"), step.controls, strict=True):
            with column:
                panel.draw(name)


def _figure(
    panel: Panel, step: LessonStep, demonstration: Demonstration, *, revealed: bool, votes: Votes | None, led: bool
) -> None:
    guess, large = guess_at(step, panel.values), panel.presents
    rendering = rendering_at(step, demonstration, guess=guess, revealed=revealed, votes=votes)
    chart = rendering.chart

    def keep(value: object) -> None:
        if isinstance(value, (int, float)):
            keep_guess(panel, step, value)

    plot(
        rendering.json,
        key="walkthrough_plot",
        alt=f"{chart.title}. {chart.summary}",
        height=chart.height,
        title=unbroken(chart.title) if revealed else "",
        summary=unbroken(chart.summary) if revealed and not large else "",
        name="" if large or not revealed else file_name("walkthrough", st.query_params.to_dict()),
        asked=None if revealed or led else asked_in(step, demonstration, guess=guess),
        veil=Veil(step.key, not revealed, towards(step), TRAINS_FOR if step.figure == TRAINED else 1.5),
        on_guess=keep,
    )
    if revealed and not large:
        numbers_expander(chart, key="walkthrough")


def _guide(panel: Panel, step: LessonStep, shown: Demonstration | None) -> None:
    """Tell those who hear the page what is new, and lead the focus there."""
    say = f"{Way.of(panel.values).number(step.key)}. {step.title}."
    if shown:
        result = graded(panel, step, shown)
        say = f"{result.mark.capitalize()}. {result.words} {shown.chart.title}."
    data = {"step": step.key, "revealed": shown is not None, "say": say}
    component("lesson_guide", key="walkthrough_guide", data=data)


def _way_on(panel: Panel, step: LessonStep, topic: Topic | None, *, ready: bool, revealed: bool) -> None:
    """One filled button that leads on, and quiet ones; the keys of a presenter press these."""
    with st.container(horizontal=True, key="walkthrough_way", gap="small"):
        if not ready:
            _start_button(panel, step)
        elif not revealed:
            if not class_way(panel, topic, reveal=partial(reveal, panel, step)):
                _reveal_buttons(panel, step)
        else:
            after = Way.of(panel.values).after(step.key)
            label = "Next" if after else "To the exercises"
            if after or not panel.presents:  # the last key of a lesson shall not show the class another page
                st.button(label, key="walkthrough_next", type="primary", on_click=go, args=(panel, after))
            st.button(
                "Predict again", key="walkthrough_again", type="tertiary", on_click=predict_again, args=(panel, step)
            )
        back_button(panel, step.key)


def back_button(panel: Panel, place: str) -> None:
    """The way back; a quiet button."""
    before = Way.of(panel.values).before(place)
    first = before is None
    st.button("Back", key="walkthrough_back", type="tertiary", disabled=first, on_click=go, args=(panel, before))


def _reveal_buttons(panel: Panel, step: LessonStep) -> None:
    """A class predicts by show of hands: a presenter may reveal at once."""
    missing, large = guess_at(step, panel.values) is None, panel.presents
    blocked = missing and not large
    act: dict[str, Any] = {"on_click": reveal, "args": (panel, step)}
    st.button("Reveal", key="walkthrough_reveal", type="primary", disabled=blocked, **act)
    if not large:
        st.button("Skip", key="walkthrough_skip", type="tertiary", disabled=not missing, help=SKIP, **act)


def _links(panel: Panel, step: LessonStep) -> None:
    page, query = lab_link(step, panel.values)
    with st.container(horizontal=True, gap="medium", key="walkthrough_links"):
        st.page_link(PAGES[page][0], label=step_label(step, page), query_params=query)
        for other, other_query in other_links(step, panel.values):
            st.page_link(PAGES[other][0], label=f"{PAGES[other][1]} →", query_params=other_query)


def step_label(step: LessonStep, page: str) -> str:
    """What the link really opens: not every figure of the lesson is on another page."""
    if page != "gradient_flow":
        return f"Open this in {PAGES[page][1]} →"
    return "Open this in the lab →" if step.figure in IN_THE_LAB else "The gradient of this network in the lab →"


def _start_button(panel: Panel, step: LessonStep) -> None:
    run = training_run(step, panel.values)
    job = run.view()
    running = job is not None and job.active
    run.start_button("Training …" if running else "Start training", disabled=running, type="primary")


def _training(panel: Panel, step: LessonStep, *, led: bool) -> None:
    """A training that has not ended; the page runs again as a whole when it has.

    Whoever has predicted watches it happen, and finds nothing hidden at its end.
    """
    run = training_run(step, panel.values)
    job = run.view()
    if job is None or not job.active:
        message = f" The last run ended early. {job.message}" if job else ""
        st.info(literal("Predict, then press “Start training” and watch it happen; it takes a few seconds." + message))
        return
    watches = not led and guess_at(step, panel.values) is not None
    if watches and step.key not in panel.values["done"]:
        reveal(panel, step)
    run.watch(job, _growing if watches else _progress)


def _growing(job: JobView[TrainConfig, TrainingEvent]) -> None:
    """The figure so far: the gradient reaches back while the error stands still."""
    _progress(job)
    if rendering := growing(job.config, job.events):
        chart = rendering.chart
        plot(rendering.json, key="walkthrough_plot", alt=f"{chart.title}. {chart.summary}", height=chart.height)


def _progress(job: JobView[TrainConfig, TrainingEvent]) -> None:
    progress(job, max((event.step for event in job.events), default=0), job.config.steps, "update")
