"""Training the models of an application on the page: start, progress, stop."""

from typing import Any

import streamlit as st

from gruviz.jobs.job import JobView
from gruviz.jobs.server_runs import trainings
from gruviz.training.settings import TrainConfig
from gruviz.ui.runs.watch import EVERY, LIVE, leave, look, progress, start_button, viewer

RUNS = "applications_runs"
"""Session key: the trainings that this person has started or watched, by configuration."""


def finished_run(config: TrainConfig) -> JobView[TrainConfig, Any] | None:
    """The run of this configuration that this person has waited for, if it has finished."""
    job = _run(config)
    return job if job is not None and job.status == "finished" else None


def training_box(config: TrainConfig) -> None:
    """Offer the training, or show how far it is."""
    job = _run(config)
    if job is None:
        _offer(config)
        return
    st.fragment(_watch, run_every=EVERY if job.status in LIVE else None)(config, job.status)


def _run(config: TrainConfig) -> JobView[TrainConfig, Any] | None:
    return look(trainings(), _runs().get(config))


def _runs() -> dict[TrainConfig, str]:
    runs: dict[TrainConfig, str] = st.session_state.setdefault(RUNS, {})
    return runs


def _offer(config: TrainConfig) -> None:
    here = trainings().here(config)
    ready = here is not None and here.status == "finished"
    label = "Use the models of this server" if ready else "Watch" if here else "Start"
    with st.container(horizontal=True, key="applications_buttons", vertical_alignment="center"):
        start_button(label, "applications_start", _start, config)
        st.caption(
            f"Trains {len(config.learners)} networks side by side, {config.steps:,} updates each, on this server."
        )


def _start(config: TrainConfig) -> None:
    runs = _runs()
    runs[config] = trainings().submit(config, viewer=viewer())
    while len(runs) > 8:
        del runs[next(iter(runs))]


def _watch(config: TrainConfig, known: str) -> None:
    """One look at the run; the page runs again as a whole when its status has changed."""
    job = _run(config)
    if job is None or job.status != known:
        st.rerun()
    with st.container(horizontal=True, key="applications_buttons", vertical_alignment="center"):
        live = job.status in LIVE
        st.button("Stop", key="applications_stop", disabled=not live, on_click=_stop, args=(config,))
        st.button("Back to the shipped models", key="applications_back", on_click=_forget, args=(config,))
    progress(job, max((event.step for event in job.events), default=0), config.steps, "update")


def _stop(config: TrainConfig) -> None:
    key = _runs().get(config)
    if key and not leave(trainings(), key):
        _forget(config)


def _forget(config: TrainConfig) -> None:
    """Leave the run, whether or not it goes on for others."""
    key = _runs().pop(config, None)
    if key:
        leave(trainings(), key)
