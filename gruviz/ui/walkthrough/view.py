"""The lesson on the page: text, prediction, run, reveal."""

from collections.abc import Callable

import streamlit as st

from gruviz.jobs.job import JobView
from gruviz.lesson import Demonstration, LessonStep, filled, grade
from gruviz.lesson.grading import Grade, answer_words
from gruviz.lesson.scales import Scale
from gruviz.training.history import TrainingEvent
from gruviz.training.settings import TrainConfig
from gruviz.ui.charts.card import numbers_expander
from gruviz.ui.charts.component import component, plot
from gruviz.ui.charts.files import file_name
from gruviz.ui.controls.panel import Panel
from gruviz.ui.markdown import literal, unbroken
from gruviz.ui.navigation import PAGES
from gruviz.ui.prose import explained
from gruviz.ui.runs.progress import progress
from gruviz.ui.walkthrough.controls import IN_THE_LAB, guess_at, keep_guess, lab_link, other_links
from gruviz.ui.walkthrough.figure import demonstration_at, rendering_at, steps_of, training_run
from gruviz.ui.walkthrough.lesson import load_lesson

SKIP = "Reveal the run without a prediction."


def lesson_view(panel: Panel, step: LessonStep) -> None:
    """One step: words to the left, its one figure to the right, and the way on below the words."""
    large = panel.presents
    revealed = step.key in panel.values["done"]
    words, figure = st.columns([5, 6], gap="large")
    with words:
        said = st.container(key="walkthrough_words")
    with said:
        _heading(panel, step)  # before the run is computed: on a phone the figure has its place below the words at once
    with figure:
        _controls(panel, step)
        demonstration = demonstration_at(step, panel.values)
        if demonstration is None:
            _training(panel, step)
        else:
            _figure(panel, step, demonstration, revealed=revealed, large=large)
    with said:
        if not (large and revealed):
            st.markdown(explained(filled(step.text, demonstration.measures) if demonstration else step.text))
        if demonstration and revealed:
            _revealed(panel, step, demonstration)
        else:
            _question(panel, step, demonstration)
        _way_on(panel, step, ready=demonstration is not None, revealed=revealed)
        if not large:
            _links(panel, step)
        _guide(panel, step, demonstration, revealed=revealed)


def _heading(panel: Panel, step: LessonStep) -> None:
    st.caption(f"{_title(step)} · {step.minutes} minutes · {len(panel.values['done'])} revealed")
    st.header(step.title, anchor=False)


def _controls(panel: Panel, step: LessonStep) -> None:
    if step.controls:
        for column, name in zip(st.columns(len(step.controls), gap="medium"), step.controls, strict=True):
            with column:
                panel.draw(name)


def _figure(panel: Panel, step: LessonStep, demonstration: Demonstration, *, revealed: bool, large: bool) -> None:
    rendering = rendering_at(step, demonstration, guess=guess_at(step, panel.values), revealed=revealed)
    chart = rendering.chart
    plot(
        rendering.json,
        key="walkthrough_plot",
        alt=f"{chart.title}. {chart.summary}",
        height=chart.height,
        title=unbroken(chart.title) if revealed else "",
        summary=unbroken(chart.summary) if revealed and not large else "",
        name="" if large else file_name("walkthrough", st.query_params.to_dict()),
    )
    if revealed and not large:
        numbers_expander(chart, key="walkthrough")


def _question(panel: Panel, step: LessonStep, demonstration: Demonstration | None) -> None:
    """Ask; what is entered is kept although its widget goes once the run is revealed."""
    question, key = step.question, f"walkthrough_guess_{step.key}"
    text = filled(question.text, demonstration.measures) if demonstration else question.text
    st.markdown(f"**Predict.** {text}")
    label, guess = "Your prediction", guess_at(step, panel.values)

    def keep() -> None:
        keep_guess(panel, step, key)

    if question.scale and demonstration:
        places = question.scale.places(steps_of(demonstration))
        st.session_state[key] = guess if guess in places else None
        st.select_slider(label, [None, *places], key=key, format_func=_places(question.scale), on_change=keep)
    else:
        st.session_state[key] = guess
        st.radio(
            label, list(question.choices), key=key, format_func=lambda name: question.choices[name], on_change=keep
        )


def _places(scale: Scale) -> Callable[[float | None], str]:
    return lambda value: "not yet" if value is None else scale.words(value)


def _revealed(panel: Panel, step: LessonStep, demonstration: Demonstration) -> None:
    measures = demonstration.measures
    st.markdown(f"**Predict.** {filled(step.question.text, measures)}")
    result = _graded(panel, step, demonstration)
    box = {"right": st.success, "wrong": st.warning}.get(result.mark, st.info)
    reason = f"\n\n{filled(result.reason, measures)}" if result.reason else ""
    mark = f"**{result.mark.capitalize()}.** " if result.mark else ""
    box(f"{mark}{unbroken(literal(result.words))}{reason}")
    st.markdown(explained(filled(step.reveal, measures)))
    st.markdown(f"**{filled(step.takeaway, measures)}**")


def _graded(panel: Panel, step: LessonStep, demonstration: Demonstration) -> Grade:
    """The prediction held against the run; without one the answer alone."""
    guess = guess_at(step, panel.values)
    if guess is None:
        return Grade("", answer_words(step.question, demonstration.measures))
    return grade(step.question, guess, demonstration.measures)


def _guide(panel: Panel, step: LessonStep, demonstration: Demonstration | None, *, revealed: bool) -> None:
    """Tell those who hear the page what is new, and lead the focus there."""
    shown = revealed and demonstration is not None
    say = f"{_title(step)}. {step.title}."
    if shown and demonstration:
        result = _graded(panel, step, demonstration)
        say = f"{result.mark.capitalize()}. {result.words} {demonstration.chart.title}."
    data = {"step": step.key, "revealed": shown, "say": say}
    component("lesson_guide", key="walkthrough_guide", data=data)


def _title(step: LessonStep) -> str:
    steps = list(load_lesson())
    return f"Step {steps.index(step.key) + 1} of {len(steps)}"


def _way_on(panel: Panel, step: LessonStep, *, ready: bool, revealed: bool) -> None:
    """Back and on; the keys of a presenter press these buttons (assets/components/presenter/lead.js)."""
    steps = list(load_lesson())
    at, large = steps.index(step.key), panel.presents
    with st.container(horizontal=True, key="walkthrough_way", gap="small"):
        before = steps[max(at - 1, 0)]
        st.button("Back", key="walkthrough_back", on_click=go, args=(panel, before), disabled=not at)
        if not ready:
            _start_button(panel, step)
        elif not revealed:
            _reveal_buttons(panel, step)
        else:
            st.button("Predict again", key="walkthrough_again", on_click=predict_again, args=(panel, step))
        if (revealed and ready) or not large:
            target = steps[at + 1] if at + 1 < len(steps) else None
            label = "Next step" if target else "To the exercises"
            st.button(label, key="walkthrough_next", on_click=go, args=(panel, target))


def _reveal_buttons(panel: Panel, step: LessonStep) -> None:
    """A class predicts by show of hands: a presenter may reveal at once."""
    missing, large = guess_at(step, panel.values) is None, panel.presents
    blocked = missing and not large
    st.button("Reveal", key="walkthrough_reveal", on_click=reveal, args=(panel, step), disabled=blocked)
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
    panel.set("said", {key: value for key, value in panel.values["said"].items() if key != step.key})


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
    run.start_button("Training …" if running else "Start training", disabled=running)


def _training(panel: Panel, step: LessonStep) -> None:
    """Progress of a training that has not ended; the page runs again as a whole when it has."""
    run = training_run(step, panel.values)
    job = run.view()
    if job is None or not job.active:
        message = f" The last run ended early. {job.message}" if job else ""
        st.info(literal("Press “Start training” to watch it happen; it takes a few seconds." + message))
        return
    run.watch(job, _progress)


def _progress(job: JobView[TrainConfig, TrainingEvent]) -> None:
    progress(job, max((event.step for event in job.events), default=0), job.config.steps, "update")
