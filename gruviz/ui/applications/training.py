"""Training the models of an application on the page: start, progress, stop."""

from functools import partial

import streamlit as st

from gruviz.jobs.job import JobView
from gruviz.jobs.server_runs import trainings
from gruviz.training.history import TrainingEvent
from gruviz.training.settings import TrainConfig
from gruviz.ui.runs.progress import progress
from gruviz.ui.runs.watched_run import WatchedRun

Training = WatchedRun[TrainConfig, TrainingEvent]


def finished_run(config: TrainConfig) -> JobView[TrainConfig, TrainingEvent] | None:
    """The run of this configuration that this person has waited for, if it has finished."""
    job = _run(config).view()
    return job if job is not None and job.status == "finished" else None


def training_box(config: TrainConfig) -> None:
    """Offer the training, or show how far it is."""
    run = _run(config)
    job = run.view()
    if job is None:
        size = f"{len(config.learners)} networks side by side, {config.steps:,} updates each"
        run.offer(f"Trains {size}, on this server.", finished="Use the models of this server")
    else:
        run.watch(job, partial(_training, run))


def _run(config: TrainConfig) -> Training:
    return Training("applications", trainings(), config)


def _training(run: Training, job: JobView[TrainConfig, TrainingEvent]) -> None:
    with st.container(horizontal=True, key="applications_buttons", vertical_alignment="center"):
        if job.ended_early:
            st.button("Start again", key="applications_again", on_click=run.start)
        else:
            st.button("Stop", key="applications_stop", disabled=not job.active, on_click=run.stop)
        st.button("Back to the shipped models", key="applications_back", on_click=run.forget)
    progress(job, max((event.step for event in job.events), default=0), job.config.steps, "update")
