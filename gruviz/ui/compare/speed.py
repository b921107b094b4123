"""Measuring speed on the page: start, progress, stop, again."""

from typing import Any

import streamlit as st

from gruviz.comparison.speed import SpeedConfig, timings
from gruviz.figures.comparison.speed import speed_chart
from gruviz.jobs.job import JobView
from gruviz.jobs.server_runs import measurements
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.views import Rendering
from gruviz.ui.runs.watch import EVERY, LIVE, leave, look, progress, start_button, viewer

JOB = "compare_job"
"""Session key of the measurement that this person watches."""


def speed_view(config: SpeedConfig) -> None:
    """Show the measurement of these settings that this person watches or that is finished, or offer to start it."""
    here = measurements().here(config)
    if here is not None and here.status == "finished":
        st.session_state[JOB] = here.key
    job = look(measurements(), st.session_state.get(JOB))
    if job is None or job.config != config:
        _offer(config, running=here is not None)
        return
    st.fragment(_watch, run_every=EVERY if job.status in LIVE else None)(job.key, job.status)


def _offer(config: SpeedConfig, *, running: bool) -> None:
    with st.container(horizontal=True, key="compare_buttons"):
        start_button("Watch" if running else "Start", "compare_start", _start, config)
    if running:
        st.caption("Someone is measuring with these settings right now; you can watch.")
    else:
        st.caption("Measures on the computer that runs this server, in a process of its own.")


def _start(config: SpeedConfig, fresh: bool = False) -> None:
    st.session_state[JOB] = measurements().submit(config, viewer=viewer(), fresh=fresh)


def _watch(key: str, known: str) -> None:
    """One look at the measurement; the page runs again as a whole when its status has changed."""
    job = look(measurements(), key) if st.session_state.get(JOB) == key else None
    if job is None or job.status != known:
        st.rerun()
    _buttons(job)
    progress(job, len(job.events), job.config.total_rounds, "measurement")
    if job.events:
        chart = speed_chart(job.config, timings(job.config, job.events))
        chart_card(Rendering.of(chart), key="compare_speed_0")


def _buttons(job: JobView[SpeedConfig, Any]) -> None:
    live = job.status in LIVE
    with st.container(horizontal=True, key="compare_buttons"):
        st.button("Stop", key="compare_stop", disabled=not live, on_click=_stop, args=(job.key,))
        st.button("Measure again", key="compare_again", disabled=live, on_click=_start, args=(job.config, True))


def _stop(key: str) -> None:
    if not leave(measurements(), key):
        st.session_state.pop(JOB, None)
