"""A training on the page: its buttons, its progress, and its charts while they grow."""

import secrets
from typing import Any

import streamlit as st

from gruviz.config import TrainConfig
from gruviz.figures.chart import Chart
from gruviz.figures.gates_over_time import gates_chart
from gruviz.figures.highway import growth, highway_chart, profile_chart
from gruviz.figures.learning import learning_chart
from gruviz.history import History, histories
from gruviz.job import JobView
from gruviz.live import trainings
from gruviz.tasks import find_task
from gruviz.ui.card import chart_card
from gruviz.ui.compute import Drawn
from gruviz.validation import GruvizError
from gruviz.wording import power, steps

EVERY = 1.0
"""Seconds between two looks at a run."""
LIVE = ("queued", "running", "paused")


def training_view(config: TrainConfig) -> None:
    """Show the run of this configuration that this person watches, or offer to start it."""
    key = st.session_state.get("train_job")
    job = _look(key) if key else None
    if job is None or job.config != config:
        _offer(config)
        return
    every = EVERY if job.status in ("queued", "running") and not st.session_state.get("train_frozen") else None
    st.fragment(_watch, run_every=every)(job.key, job.status)


def _viewer() -> str:
    name: str = st.session_state.setdefault("viewer", secrets.token_hex(8))
    return name


def _look(key: str) -> JobView[TrainConfig, Any] | None:
    try:
        return trainings().view(key, _viewer())
    except GruvizError:
        return None


def _offer(config: TrainConfig) -> None:
    """Before the start: what will be learned, a guess who wins, and the button."""
    task = find_task(config.task)
    st.markdown(task.text)
    with st.container(horizontal=True, key="train_buttons"):
        st.button("Start", key="train_start", on_click=_start, args=(config,), type="secondary")
    st.caption("Everyone who starts the same settings watches the same run; a finished one appears at once.")


def _start(config: TrainConfig) -> None:
    st.session_state["train_job"] = trainings().submit(config, viewer=_viewer())
    st.session_state["train_frozen"] = False


def _watch(key: str, known: str) -> None:
    """One look at the run; the page runs again as a whole when its status has changed."""
    job = st.session_state.get("train_seen") if st.session_state.get("train_frozen") else _look(key)
    if job is None:
        st.rerun()
    st.session_state["train_seen"] = job
    if job.status != known:
        st.rerun()
    _buttons(job)
    _progress(job)
    learned = histories(job.config, job.events)
    if learned:
        _charts(job, learned)


def _buttons(job: JobView[TrainConfig, Any]) -> None:
    frozen = bool(st.session_state.get("train_frozen"))
    live = job.status in LIVE
    paused = frozen or job.status == "paused"
    with st.container(horizontal=True, key="train_buttons"):
        label = "Resume" if paused else "Pause"
        st.button(label, key="train_pause", disabled=not live, on_click=_pause, args=(job, paused))
        st.button("Step", key="train_step", disabled=job.status != "paused", on_click=_step, args=(job.key,))
        st.button("Stop", key="train_stop", disabled=not live, on_click=_stop, args=(job.key,))
        st.button("Reset", key="train_reset", on_click=_reset, args=(job.key,))


def _pause(job: JobView[TrainConfig, Any], paused: bool) -> None:
    """Pause a run of one's own; of a shared run, freeze this page only."""
    try:
        if paused:
            st.session_state["train_frozen"] = False
            trainings().resume(job.key, _viewer())
        elif not trainings().pause(job.key, _viewer()):
            st.session_state["train_frozen"] = True
    except GruvizError:
        _forget()


def _step(key: str) -> None:
    try:
        trainings().step(key, _viewer())
    except GruvizError:
        _forget()


def _stop(key: str) -> None:
    try:
        trainings().stop(key, _viewer())
    except GruvizError:
        _forget()


def _reset(key: str) -> None:
    _stop(key)
    _forget()


def _forget() -> None:
    st.session_state.pop("train_job", None)
    st.session_state["train_frozen"] = False


def _progress(job: JobView[TrainConfig, Any]) -> None:
    done = max((event.step for event in job.events), default=0)
    share = done / job.config.steps
    passed = job.started or 0.0
    left = f", about {passed / share - passed:.0f} s left" if share > 0.02 and job.status == "running" else ""
    others = f" {job.viewers} are watching." if job.viewers > 1 else ""
    words = {
        "queued": f"Waiting: {job.ahead} run{'' if job.ahead == 1 else 's'} ahead of you.",
        "running": f"Update {done} of {job.config.steps}{left}." if done else "Starting.",
        "paused": f"Paused after update {done}.",
        "finished": f"Finished: {job.config.steps} updates in {passed:.0f} s.",
        "failed": f"The run failed after update {done}: {job.message}",
        "cancelled": f"{job.message} {done} updates were made.",
    }[job.status]
    if st.session_state.get("train_frozen"):
        words = f"Frozen here after update {done}; the run goes on for the others."
    if job.status == "failed":
        st.error(words)
    else:
        st.progress(min(1.0, share), words + others)


def _charts(job: JobView[TrainConfig, Any], learned: list[History]) -> None:
    config = job.config
    task = find_task(config.task)
    st.markdown(_story(learned, config))
    _card(highway_chart(learned, config.steps), "train_highway")
    _card(learning_chart(learned, task, config.length, config.steps), "train_learning")
    if job.status in ("finished", "cancelled", "failed"):
        last = int(max(history.steps[-1] for history in learned))
        at = last
        if last:
            at = st.slider(
                "Replay: updates made",
                0,
                last,
                last,
                step=config.report_every,
                key="train_replay",
                help="Moves the profile and the gates below through the run.",
            )
        _card(profile_chart(learned, at), "train_profile")
        if any(history.gates for history in learned):
            _card(gates_chart(learned, at=at), "train_gates")
    elif any(history.gates for history in learned):
        _card(gates_chart(learned), "train_gates")


def _card(chart: Chart, key: str) -> None:
    chart_card(Drawn(chart, chart.figure.to_json()), key=key)


def _story(learned: list[History], config: TrainConfig) -> str:
    """What is happening, in a sentence for each learner."""
    task = find_task(config.task)
    return " ".join(_sentence(history, task.without_memory(config.length), task.metric) for history in learned)


def _sentence(history: History, baseline: float, metric: str) -> str:
    label = f"**{history.label.replace('_', chr(92) + '_')}**:"
    solved = int(history.solved[-1].sum())
    change = growth(history)
    distance = steps(history.ratio.shape[1] - 1)
    gradient = f"the gradient {distance} back has changed {power(change)}-fold since the start"
    if history.diverged[-1].all():
        return f"{label} has stopped at values that are no numbers."
    if solved == history.solved.shape[1]:
        return f"{label} solved by all seeds; {gradient}."
    if solved:
        return f"{label} solved by {solved} of {history.solved.shape[1]} seeds; {gradient}."
    now = float(sorted(history.metric[-1])[history.metric.shape[1] // 2])
    stuck = now > 0.8 * baseline if metric != "accuracy" else now < baseline + 0.2 * (1 - baseline)
    where = "the score is still on the plateau of a predictor without memory" if stuck else "the score is moving"
    return f"{label} {where}, and {gradient}."
