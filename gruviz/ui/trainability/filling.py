"""Filling a map on this server: offered, watched and stopped; and once more from other seeds."""

from collections.abc import Sequence

import streamlit as st

from gruviz.maps.shores import agreement
from gruviz.ui.controls.panel import Panel
from gruviz.ui.prose import sections
from gruviz.ui.runs.progress import progress
from gruviz.ui.trainability.run import Filling, MapRun
from gruviz.ui.trainability.shown import TaskMap, length_of
from gruviz.wording import steps

SAME = "Every square is as it was shipped, to the last network and look."


def fill_row(panel: Panel, run: MapRun, maps: Sequence[TaskMap]) -> None:
    """Offer to fill the map live, or watch it fill."""
    jobs = [job for one in run.each if (job := one.view()) is not None]
    if not jobs:
        _offer(run, maps)
        return
    with st.container(horizontal=True, key=panel.key("buttons"), vertical_alignment="center", gap="small"):
        if any(job.active for job in jobs):
            st.button("Stop", key=panel.key("stop"), on_click=run.stop)
        elif any(job.ended_early for job in jobs):
            st.button("Start again", key=panel.key("again"), on_click=run.start)
        st.button("Reset", key=panel.key("reset"), on_click=run.forget)
        for job, one in zip(jobs, maps, strict=False):
            with st.container(key=panel.key(f"progress_{one.config.task}")):
                _progress(job)


def _progress(job: Filling) -> None:
    progress(job, len(job.events), squares_of(job), "square")


def squares_of(job: Filling) -> int:
    """Squares of a run's map."""
    return len(job.config.x.values) * len(job.config.y.values)


def _offer(run: MapRun, maps: Sequence[TaskMap]) -> None:
    source = "shipped" if all(_is_shipped(one) for one in maps) else "own"
    words = sections("trainability")[source]
    at = {length_of(one.wanted) for one in maps} - {one.length for one in maps}
    if at and maps[0].source:
        words = (
            f"The squares were trained at {steps(maps[0].length or 0)}; at {steps(next(iter(at)) or 0)} nothing has "
            f"been trained yet."
        )
    run.offer(words, start="Fill it live")


def _is_shipped(one: TaskMap) -> bool:
    return one.source == "shipped"


def repeat_row(panel: Panel, run: MapRun, maps: Sequence[TaskMap]) -> None:
    """Say how far a map agrees with one from other seeds; offer to train that one where it is missing."""
    with st.container(key=panel.key("repeat"), gap="small"):
        words = [agreement_words(one) for one in maps if one.training.results]
        if words:
            st.caption(" ".join(words))
        jobs = [job for one in run.each if (job := one.view()) is not None]
        if any(job.active for job in jobs):
            st.button("Stop repeating", key=panel.key("repeat_stop"), on_click=run.stop)
            for job in jobs:
                _progress(job)
        elif any(one.again is None and one.training.is_complete for one in maps):
            st.button("Repeat with other seeds", key=panel.key("repeat_start"), on_click=run.start)


def agreement_words(one: TaskMap) -> str:
    """In how many squares away from the shore a map with other seeds agrees."""
    if one.again is None:
        return f"{one.task}: not yet repeated with other seeds."
    return agreement(one.training, one.again, one.config.steps).words
