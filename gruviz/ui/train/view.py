"""A training on the page: start, buttons and progress."""

from typing import Any

import streamlit as st

from gruviz.jobs.job import JobView
from gruviz.jobs.server_runs import trainings
from gruviz.tasks import find_task
from gruviz.training.history import histories, learner_label
from gruviz.training.settings import TrainConfig
from gruviz.ui.runs.watch import EVERY, LIVE, leave, look, progress, start_button, viewer
from gruviz.ui.train.charts import NOBODY, training_charts
from gruviz.ui.train.slow_motion import slow_motion
from gruviz.validation import GruvizError

GUESS_HELP = "Guess before you start; the page answers when the run has finished."


def training_view(config: TrainConfig) -> None:
    """Show the run of this configuration that this person watches, or offer to start it."""
    job = look(trainings(), st.session_state.get("train_job"))
    if job is None or job.config != config:
        _offer(config)
        return
    every = EVERY if job.status in LIVE and not st.session_state.get("train_frozen") else None
    st.fragment(_watch, run_every=every)(job.key, job.status)


def _offer(config: TrainConfig) -> None:
    """Before the start: what will be learned, a guess who wins, and the button."""
    here = trainings().here(config)
    with st.container(horizontal=True, key="train_buttons"):
        start_button("Watch" if here else "Start", "train_start", _start, config)
    if here:
        st.caption(f"This server already has this very run ({here.status}): watching it takes no time.")
    else:
        st.caption("Everyone who starts the same settings watches the same run.")
    st.markdown(find_task(config.task).text)
    labels = [learner_label(learner, config.length) for learner in config.learners]
    if len(labels) > 1:
        st.pills("Who will solve it first? (optional)", [*labels, NOBODY], key="train_guess", help=GUESS_HELP)


def _start(config: TrainConfig) -> None:
    key = trainings().submit(config, viewer=viewer())
    st.session_state["train_job"] = key
    st.session_state["train_guessed"] = st.session_state.get("train_guess")
    st.session_state["train_runs"] = [*(run for run in st.session_state.get("train_runs", []) if run != key), key][-8:]
    st.session_state["train_frozen"] = False


def _watch(key: str, known: str) -> None:
    """One look at the run; the page runs again as a whole when its status has changed."""
    if st.session_state.get("train_job") != key:
        st.rerun()  # before a look, which would count as watching
    frozen = bool(st.session_state.get("train_frozen"))
    job = st.session_state.get("train_seen") if frozen else look(trainings(), key)
    if job is None:
        st.rerun()
    st.session_state["train_seen"] = job
    if job.status != known and not frozen:
        st.rerun()
    _buttons(job)
    done = max((event.step for event in job.events), default=0)
    progress(job, done, job.config.steps, "update", frozen=frozen)
    if job.status == "paused" and job.events and job.events[-1].step:
        slow_motion(job.config, job.events[-1])
    learned = histories(job.config, job.events)
    if learned:
        training_charts(job, learned)


def _buttons(job: JobView[TrainConfig, Any]) -> None:
    frozen = bool(st.session_state.get("train_frozen"))
    live = job.status in LIVE
    paused = frozen or job.status == "paused"
    with st.container(horizontal=True, key="train_buttons"):
        label = "Resume" if paused else "Pause"
        st.button(
            label, key="train_pause", disabled=not live or job.status == "queued", on_click=_pause, args=(job, paused)
        )
        st.button("Step", key="train_step", disabled=job.status != "paused", on_click=_step, args=(job.key,))
        st.button("Stop", key="train_stop", disabled=not live, on_click=_stop, args=(job.key,))
        st.button("Reset", key="train_reset", on_click=_reset, args=(job.key,))


def _pause(job: JobView[TrainConfig, Any], paused: bool) -> None:
    """Pause a run of one's own; of a shared run, freeze this page only."""
    try:
        if paused:
            st.session_state["train_frozen"] = False
            trainings().resume(job.key, viewer())
        elif not trainings().pause(job.key, viewer()):
            st.session_state["train_frozen"] = trainings().view(job.key, viewer()).status == "running"
    except GruvizError:
        _forget()


def _step(key: str) -> None:
    try:
        trainings().step(key, viewer())
    except GruvizError:
        _forget()


def _stop(key: str) -> None:
    if not leave(trainings(), key):
        _forget()


def _reset(key: str) -> None:
    _stop(key)
    _forget()


def _forget() -> None:
    st.session_state.pop("train_job", None)
    st.session_state["train_frozen"] = False
