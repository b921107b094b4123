"""Filling a map on this server: offered, watched and stopped; and once more from other seeds."""

import os
from collections.abc import Sequence

import numpy as np
import streamlit as st

from gruviz.maps.plan import Plan
from gruviz.maps.shipped import PLACES, finished_map, shipped_maps
from gruviz.maps.shores import agreement
from gruviz.maps.trainability_map import Map, Result, Training
from gruviz.ui.controls.panel import Panel
from gruviz.ui.prose import sections
from gruviz.ui.runs.progress import progress
from gruviz.ui.trainability.run import Filling, MapRun, map_of
from gruviz.ui.trainability.shown import TaskMap, length_of
from gruviz.wording import steps

SAME = "Every square is as in the shipped map, to the last network. Same settings and seed, same training."
DIFFERS = (
    "In {:,} of {:,} squares this run differs from the shipped map: another processor, or other versions of NumPy and "
    "PyTorch, round differently, and training magnifies the last digit."
)


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
        for job in jobs:
            _progress(job)
        if words := coincidence(jobs):
            st.caption(words)


def coincidence(jobs: Sequence[Filling]) -> str:
    """Whether finished runs repeat the shipped maps of their plans; empty where there are none."""
    pairs = [(map_of(job), finished_map(job.config)) for job in jobs if job.status == "finished"]
    same = [_same(live, shipped) for live, shipped in pairs if live is not None and shipped is not None]
    if not same:
        return ""
    differing, count = sum(one[0] for one in same), sum(one[1] for one in same)
    return DIFFERS.format(differing, count) if differing else SAME


def _same(live: Map, shipped: Map) -> tuple[int, int]:
    """In how many squares two maps differ, in any network at any look, and how many both have."""
    both = [square for square in live.results if square in shipped.results]
    return sum(not _equal(live.results[square], shipped.results[square]) for square in both), len(both)


def _equal(one: Result, other: Result) -> bool:
    assert isinstance(one, Training)
    assert isinstance(other, Training)
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("updates", "solved", "diverged"))


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
    run.offer(words, start=f"Fill it live{_duration([one.wanted for one in maps])}")


def _duration(plans: Sequence[Plan]) -> str:
    """About how long it takes on this server's cores, by how long it took where the maps were made; else nothing."""
    made = [shipped_maps(PLACES[plan][0]) for plan in plans if plan in PLACES]
    seconds = [one.seconds.get("success", 0.0) for one in made if one is not None]
    if len(seconds) < len(plans) or not all(seconds):
        return ""
    minutes = sum(seconds) / (os.cpu_count() or 1) / 60
    return f" (about {max(1.0, minutes):.0f} min)"


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
    return (
        f"{one.task}, trained once more from other seeds. {agreement(one.training, one.again, one.config.steps).words}"
    )
