"""A training on the page: start, buttons and progress."""

from functools import partial

import streamlit as st

from gruviz.tasks import find_task
from gruviz.training.settings import TrainConfig
from gruviz.ui.controls.panel import Panel
from gruviz.ui.prose import explained
from gruviz.ui.runs.progress import progress
from gruviz.ui.train.charts import training_charts
from gruviz.ui.train.run import GUESS, Training, TrainingRun
from gruviz.ui.train.sentences import NOBODY
from gruviz.ui.train.slow_motion import slow_motion
from gruviz.ui.train.with_class import class_starts, learners_of, training_class

GUESS_HELP = "Guess before you start; the page answers when the run has finished."


def training_view(panel: Panel, config: TrainConfig) -> None:
    """Show the run of this configuration that this person watches, or offer to start it."""
    run = TrainingRun.of(config)
    job = run.view()
    training_class(panel, run, job)
    if job is None:
        _offer(panel, run)
    else:
        run.watch(job, partial(_training, run))


def _offer(panel: Panel, run: TrainingRun) -> None:
    """Before the start: the button, what will be learned, and a guess who wins."""
    by_class = class_starts(panel, run)
    if not by_class:
        run.offer("Everyone who starts the same settings watches the same run.")
    st.markdown(explained(find_task(run.config.task).text))
    labels = learners_of(run.config)
    if len(labels) > 1 and not by_class:
        st.pills("Who will solve it first? (optional)", [*labels, NOBODY], key=GUESS, help=GUESS_HELP)


def _training(run: TrainingRun, job: Training) -> None:
    _buttons(run, job)
    done = max((event.step for event in job.events), default=0)
    progress(job, done, job.config.steps, "update", frozen=run.frozen is not None)
    if job.status == "paused" and job.events and job.events[-1].step:
        slow_motion(job.config, job.events)
    if job.events:
        training_charts(job, others=run.keys.values(), guess=run.guess)


def _buttons(run: TrainingRun, job: Training) -> None:
    with st.container(horizontal=True, key="train_buttons"):
        waiting = not job.active or job.status == "queued"
        if job.ended_early:
            st.button("Start again", key="train_again", on_click=run.start)
        elif run.frozen is not None or job.status == "paused":
            st.button("Resume", key="train_pause", disabled=waiting, on_click=run.resume, args=(job,))
        else:
            st.button("Pause", key="train_pause", disabled=waiting, on_click=run.pause, args=(job,))
        off, every = job.status != "paused", job.config.report_every
        further = "Step" if every == 1 else f"Step {every} updates"
        st.button(further, key="train_step", disabled=off, on_click=run.step, args=(job,))
        st.button("Stop", key="train_stop", disabled=not job.active, on_click=run.stop)
        st.button("Reset", key="train_reset", on_click=run.forget)
