"""Measuring speed on the page: start, progress, stop, again."""

from functools import partial

import streamlit as st

from gruviz.comparison.speed import Round, SpeedConfig, timings
from gruviz.figures.comparison.speed import speed_chart
from gruviz.jobs.job import JobView
from gruviz.jobs.server_runs import measurements
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.views import Rendering
from gruviz.ui.runs.progress import progress
from gruviz.ui.runs.watched_run import WatchedRun

Measurement = WatchedRun[SpeedConfig, Round]


def speed_view(config: SpeedConfig) -> None:
    """Show the measurement of these settings that this person watches or that is finished, or offer to start it."""
    run = Measurement("compare", measurements(), config, joins=("finished",))
    job = run.view()
    if job is None:
        run.offer("Measures on the computer that runs this server, in a process of its own.")
    else:
        run.watch(job, partial(_measurement, run))


def _measurement(run: Measurement, job: JobView[SpeedConfig, Round]) -> None:
    with st.container(horizontal=True, key="compare_buttons"):
        st.button("Stop", key="compare_stop", disabled=not job.active, on_click=run.stop)
        again = partial(run.start, fresh=True)
        st.button("Measure again", key="compare_again", disabled=job.active, on_click=again)
    progress(job, len(job.events), job.config.total_rounds, "measurement")
    if job.events:
        chart = speed_chart(job.config, timings(job.config, job.events))
        chart_card(Rendering.of(chart), key="compare_speed_0")
