"""Measuring speed on the page: start, progress, stop, again; and what was measured with other settings."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from gruviz.comparison.speed import Contestant, Round, SpeedConfig, timings
from gruviz.figures.comparison.speed import speed_chart
from gruviz.jobs.job import JobView
from gruviz.jobs.place import scheduler
from gruviz.server_runs import measurements
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.views import Rendering
from gruviz.ui.runs.progress import progress
from gruviz.ui.runs.watched_run import WatchedRun
from gruviz.wording import counted, listed, steps

Measurement = WatchedRun[SpeedConfig, Round]
Job = JobView[SpeedConfig, Round]


def speed_view(config: SpeedConfig) -> None:
    """Show the measurement of these settings that this person watches or that is finished, or offer to start it.

    Until then the last one of this person stays, with what was different.
    """
    run = _run(config)
    job = run.view()
    if job is not None:
        run.watch(job, partial(_measurement, run))
        return
    with st.container(border=True, key="compare_measure"):
        st.markdown("**How fast is it here?**")
        run.offer(_offer(config), start="Measure here")
    if other := earlier(config):
        st.info(f"The chart below was measured with other settings: {differences(other.config, config)}.")
        _chart(other)


def earlier(config: SpeedConfig) -> Job | None:
    """The last measurement that this person has seen to its end, if it was made with other settings."""
    run = _run(config)
    if config in run.keys:
        return None
    jobs = (run.jobs.find(key) for key in reversed(run.keys.values()))
    return next((job for job in jobs if job and job.status == "finished"), None)


def differences(other: SpeedConfig, this: SpeedConfig) -> str:
    """The settings of another measurement that are not those of this one, in words."""
    words: dict[str, Callable[[SpeedConfig], str]] = {
        "hidden_sizes": lambda one: f"H = {listed([str(size) for size in one.hidden_sizes])}",
        "seq_len": lambda one: steps(one.seq_len),
        "batch_size": lambda one: counted(one.batch_size, "sequence"),
        "rounds": lambda one: counted(one.rounds, "round"),
        "cells": lambda one: "other cells of our engine",
    }
    return listed([say(other) for name, say in words.items() if getattr(other, name) != getattr(this, name)])


def milliseconds(config: SpeedConfig) -> Mapping[str, float]:
    """Time of a training step of PyTorch's GRU and LSTM at the largest size, by cell; empty before it is measured."""
    job = measurements().existing(config)
    if job is None or job.status != "finished":
        return {}
    largest = max(config.hidden_sizes)
    found = {one.contestant: one for one in timings(config, job.events) if one.backward and one.hidden_size == largest}
    return {cell: 1e3 * found[Contestant(cell, is_module=True)].seconds.median for cell in ("gru", "lstm")}


def _offer(config: SpeedConfig) -> str:
    """What a press does; how long that takes is known for the settings at the start."""
    how_long = " Takes about 20 seconds where nothing else is running." if config == SpeedConfig() else ""
    where = "a computer of the cluster" if scheduler() else "the computer that runs this server"
    return f"Measures on {where}, in a process of its own.{how_long}"


def _run(config: SpeedConfig) -> Measurement:
    return Measurement("compare", measurements(), config, joins=("finished",))


def _measurement(run: Measurement, job: Job) -> None:
    with st.container(horizontal=True, key="compare_buttons"):
        st.button("Stop", key="compare_stop", disabled=not job.active, on_click=run.stop)
        again = partial(run.start, fresh=True)
        st.button("Measure again", key="compare_again", disabled=job.active, on_click=again)
    progress(job, len(job.events), job.config.total_rounds, "measurement")
    if job.events:
        _chart(job)


def _chart(job: Job) -> None:
    chart = speed_chart(job.config, timings(job.config, job.events))
    chart_card(Rendering.of(chart), key="compare_speed_0")
