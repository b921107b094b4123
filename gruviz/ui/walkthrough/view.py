"""The lesson on the page: text, prediction, run, reveal."""

import streamlit as st

from gruviz.jobs.job import JobView
from gruviz.lesson import Demonstration, LessonStep, filled, grade
from gruviz.lesson.grading import Guess, answer_words
from gruviz.lesson.questions import place_words
from gruviz.training.history import TrainingEvent
from gruviz.training.settings import TrainConfig
from gruviz.ui.assets import asset
from gruviz.ui.charts.card import numbers_expander
from gruviz.ui.charts.component import plot
from gruviz.ui.controls.panel import Panel
from gruviz.ui.markdown import literal
from gruviz.ui.navigation import PAGES
from gruviz.ui.runs.progress import progress
from gruviz.ui.walkthrough.controls import lab_link, other_links
from gruviz.ui.walkthrough.figure import drawn_at, shown_at, training_run
from gruviz.ui.walkthrough.lesson import load_lesson

SKIP = "Reveal the run without a prediction."
LEAVE = "Leave presenter mode."


def lesson_view(panel: Panel, step: LessonStep) -> None:
    """One step: words to the left, its one figure to the right, and the way on below the words."""
    large = bool(panel.values["present"])
    if large:
        st.html(f"<style>{asset('present.css')}</style>")
    revealed = step.key in panel.values["done"]
    words, figure = st.columns([5, 6], gap="large")
    with figure:
        _controls(panel, step)
        demonstration = shown_at(step, panel.values)
        if demonstration is None:
            _training(panel, step)
        else:
            _figure(panel, step, demonstration, revealed=revealed, large=large)
    with words, st.container(key="walkthrough_words"):
        _heading(panel, step)
        if not (large and revealed):
            st.markdown(filled(step.text, demonstration.measures) if demonstration else step.text)
        if demonstration and revealed:
            _revealed(panel, step, demonstration)
        else:
            _question(step, demonstration)
        _way_on(panel, step, ready=demonstration is not None, revealed=revealed)
        if not large:
            _links(panel, step)


def _heading(panel: Panel, step: LessonStep) -> None:
    number = list(load_lesson()).index(step.key) + 1
    st.caption(f"Step {number} of {len(load_lesson())} · {step.minutes} minutes · {len(panel.values['done'])} revealed")
    st.header(step.title, anchor=False)


def _controls(panel: Panel, step: LessonStep) -> None:
    if step.controls:
        for column, name in zip(st.columns(len(step.controls), gap="medium"), step.controls, strict=True):
            with column:
                panel.draw(name)


def _figure(panel: Panel, step: LessonStep, demonstration: Demonstration, *, revealed: bool, large: bool) -> None:
    rendering = drawn_at(step, demonstration, guess=guess_at(step), revealed=revealed, large=large)
    chart = rendering.chart
    if revealed:
        st.header(chart.title, anchor=False)
    plot(rendering.json, key="walkthrough_plot", alt=f"{chart.title}. {chart.summary}", height=chart.height)
    if revealed and not large:
        st.markdown(literal(chart.summary))
        numbers_expander(chart, key="walkthrough")


def guess_at(step: LessonStep) -> Guess | None:
    """What this person has predicted at a step; kept in the session only."""
    return st.session_state.setdefault("walkthrough_guesses", {}).get(step.key)


def _question(step: LessonStep, demonstration: Demonstration | None) -> None:
    """Ask; what is entered is kept although its widget goes once the run is revealed."""
    question, key = step.question, f"walkthrough_guess_{step.key}"

    def keep() -> None:
        st.session_state.setdefault("walkthrough_guesses", {})[step.key] = st.session_state[key]

    text = filled(question.text, demonstration.measures) if demonstration else question.text
    st.markdown(f"**Predict.** {text}")
    label, guess = "Your prediction", guess_at(step)
    if question.kind == "number":
        places = [None, *question.places]
        st.session_state[key] = guess
        st.select_slider(label, places, key=key, format_func=_place, on_change=keep)
    else:
        options = list(question.choices)
        st.session_state[key] = guess if guess in options else None
        st.radio(label, options, key=key, format_func=lambda name: question.choices[name], on_change=keep)


def _place(value: float | None) -> str:
    return "not yet" if value is None else place_words(value)


def _revealed(panel: Panel, step: LessonStep, demonstration: Demonstration) -> None:
    guess = guess_at(step)
    text = filled(step.question.text, demonstration.measures)
    st.markdown(f"**Predict.** {text}")
    if guess is None:
        st.info(literal(answer_words(step.question, demonstration.measures)))
    else:
        result = grade(step.question, guess, demonstration.measures)
        box = {"right": st.success, "close": st.info, "wrong": st.warning, "undecided": st.info}[result.mark]
        reason = f"\n\n{filled(result.reason, demonstration.measures)}" if result.reason else ""
        box(f"**{result.mark.capitalize()}.** {literal(result.words)}{reason}")
    st.markdown(filled(step.reveal, demonstration.measures))
    st.markdown(f"**{filled(step.takeaway, demonstration.measures)}**")


def _way_on(panel: Panel, step: LessonStep, *, ready: bool, revealed: bool) -> None:
    """Back and on. In presenter mode ← and → press the first button and the one that leads on, whatever its label."""
    steps = list(load_lesson())
    at, large = steps.index(step.key), bool(panel.values["present"])
    left, right = ("Left", "Right") if large else (None, None)
    with st.container(horizontal=True, key="walkthrough_way", gap="small"):
        before = steps[max(at - 1, 0)]
        st.button("Back", key="walkthrough_back", on_click=go, args=(panel, before), disabled=not at, shortcut=left)
        if not ready:
            _start_button(panel, step, shortcut=right)
        elif not revealed:
            _reveal_buttons(panel, step, shortcut=right)
        else:
            st.button("Predict again", key="walkthrough_again", on_click=predict_again, args=(panel, step))
        if (revealed and ready) or not large:
            target = steps[at + 1] if at + 1 < len(steps) else None
            label = "Next step" if target else "To the exercises"
            st.button(label, key="walkthrough_next", on_click=go, args=(panel, target), shortcut=right)
        if large:
            st.button("Leave", key="walkthrough_leave", on_click=panel.set, args=("present", False), help=LEAVE)


def _reveal_buttons(panel: Panel, step: LessonStep, *, shortcut: str | None) -> None:
    """A class predicts by show of hands: a presenter may reveal at once."""
    missing, large = guess_at(step) is None, bool(panel.values["present"])
    blocked = missing and not large
    st.button(
        "Reveal", key="walkthrough_reveal", on_click=reveal, args=(panel, step), disabled=blocked, shortcut=shortcut
    )
    if not large:
        st.button("Skip", key="walkthrough_skip", on_click=reveal, args=(panel, step), disabled=not missing, help=SKIP)


def go(panel: Panel, key: str | None) -> None:
    """Open another step, or after the last one the exercises."""
    if key is not None:
        panel.set("step", key)
        return
    panel.set("view", "exercises")
    panel.set("present", False)


def reveal(panel: Panel, step: LessonStep) -> None:
    """Show the run of a step."""
    panel.set("done", [*panel.values["done"], step.key])


def predict_again(panel: Panel, step: LessonStep) -> None:
    """Hide the run and forget the prediction."""
    panel.set("done", [key for key in panel.values["done"] if key != step.key])
    st.session_state.get("walkthrough_guesses", {}).pop(step.key, None)


def _links(panel: Panel, step: LessonStep) -> None:
    page, query = lab_link(step, panel.values)
    with st.container(horizontal=True, gap="medium", key="walkthrough_links"):
        st.page_link(PAGES[page][0], label=f"Open this in {_name(page)} →", query_params=query)
        for other, other_query in other_links(step, panel.values):
            st.page_link(PAGES[other][0], label=f"{PAGES[other][1]} →", query_params=other_query)


def _name(page: str) -> str:
    return "the lab" if page == "gradient_flow" else PAGES[page][1]


def _start_button(panel: Panel, step: LessonStep, *, shortcut: str | None) -> None:
    run = training_run(step, panel.values)
    job = run.view()
    running = job is not None and job.active
    run.start_button("Training …" if running else "Start the training", disabled=running, shortcut=shortcut)


def _training(panel: Panel, step: LessonStep) -> None:
    """Progress of a training that has not ended; the page runs again as a whole when it has."""
    run = training_run(step, panel.values)
    job = run.view()
    if job is None or not job.active:
        message = f" The last run ended early. {job.message}" if job else ""
        st.info(literal("The figure needs a training of a few seconds. Start it below the question." + message))
        return
    run.watch(job, _progress)


def _progress(job: JobView[TrainConfig, TrainingEvent]) -> None:
    progress(job, max((event.step for event in job.events), default=0), job.config.steps, "update")
