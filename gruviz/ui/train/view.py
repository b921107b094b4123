"""A training on the page: the picture with its buttons, and below it everything else that there is to see."""

from functools import partial

import streamlit as st

from gruviz.training.settings import TrainConfig
from gruviz.ui.controls.panel import Panel
from gruviz.ui.runs.progress import progress
from gruviz.ui.train.charts import recording_numbers, training_charts
from gruviz.ui.train.picture import coincidence, live_label, source_words, training_picture
from gruviz.ui.train.run import Training, TrainingRun
from gruviz.ui.train.slow_motion import slow_motion
from gruviz.ui.train.with_class import class_starts, training_class


def training_stage(panel: Panel, config: TrainConfig) -> None:
    """Draw the picture of this configuration: the run that this person watches, else its recording or its start."""
    run = TrainingRun.of(config)
    job = run.view()
    training_class(panel, run, job)
    if job is None:
        with st.container():  # as around what `watch` draws, so that the picture stays the same when a run begins
            _stage(panel, run, None)
    else:
        run.watch(job, partial(_stage, panel, run))


def training_numbers(config: TrainConfig) -> None:
    """Draw everything else there is to see: of the run that this person watches, else of the recording."""
    run = TrainingRun.of(config)
    job = run.view()
    if job is None:
        recording_numbers(config)
    else:
        run.watch(job, partial(_numbers, run))


def _stage(panel: Panel, run: TrainingRun, job: Training | None) -> None:
    with st.container(key=panel.key("stage"), gap="small"):
        in_class = bool(panel.class_code)
        training_picture(run, job, asks=len(run.config.learners) > 1 and not in_class, in_class=in_class)
        if job is not None:
            _buttons(run, job)
            if words := coincidence(job):
                st.markdown(words)
        elif not class_starts(panel, run):
            run.offer("" if in_class else source_words(run.config), start=live_label(run.config))


def _buttons(run: TrainingRun, job: Training) -> None:
    with st.container(horizontal=True, key="train_buttons", vertical_alignment="center", gap="small"):
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
        done = max((event.step for event in job.events), default=0)
        progress(job, done, job.config.steps, "update", frozen=run.frozen is not None)


def _numbers(run: TrainingRun, job: Training) -> None:
    if job.status == "paused" and job.events and job.events[-1].step:
        slow_motion(job.config, job.events)
    if job.events:
        training_charts(job, others=run.keys.values())
