"""The maps that a page watches while they fill: one for each task, and what is measured before training."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from gruviz.jobs.job import JobView
from gruviz.maps.plan import Plan
from gruviz.maps.sweep import Found
from gruviz.maps.trainability_map import Map
from gruviz.server_runs import before_training, maps
from gruviz.ui.caching import shared
from gruviz.ui.runs.watched_run import EVERY, WatchedRun
from gruviz.ui.trainability.shown import Maps

Filling = JobView[Plan, Found]
MOVED = "trainability_moved"
"""Session key: something in the picture was moved."""


@dataclass(frozen=True)
class MapRun(WatchedRun[Plan, Found]):
    """The filling of a map, and of those that are started and stopped with it.

    Args:
        beside: Runs of other plans, for other tasks.
    """

    beside: "tuple[MapRun, ...]" = ()

    @classmethod
    def training(cls, plans: Sequence[Plan], name: str = "") -> "MapRun":
        """The training of one map or two."""
        first, *others = (cls(f"trainability{name}", maps(), plan) for plan in plans)
        return cls(first.page, first.jobs, first.config, beside=tuple(others))

    @classmethod
    def measurement(cls, plan: Plan) -> "MapRun":
        """What is measured before training, in a pool of its own: no training holds it up."""
        return cls("trainability_before", before_training(), plan)

    @property
    def each(self) -> "tuple[MapRun, ...]":
        """This run and those beside it."""
        return (self, *self.beside)

    def start(self, *, fresh: bool = False) -> None:
        """Start all of them, or join those that exist."""
        super().start(fresh=fresh)
        for other in self.beside:
            other.start(fresh=fresh)

    def ensure(self) -> None:
        """Start it if it is not there, or was stopped while nobody was watching; one that failed waits for a press."""
        job = self.view()
        if job is None or job.status == "cancelled":
            self.start()

    def stop(self) -> None:
        """End all of them, or leave them to others."""
        super().stop()
        for other in self.beside:
            other.stop()

    def forget(self) -> None:
        """Leave all of them, and offer them anew."""
        super().forget()
        for other in self.beside:
            other.forget()


@shared(64)
def filled(plan: Plan, events: tuple[Found, ...]) -> Map:
    """A map as far as a run has come; the same object until there is more."""
    return Map(plan, {found.square: found.result for found in events})


def map_of(job: Filling | None) -> Map | None:
    """What a run has found; None where nothing."""
    return None if job is None or not job.events else filled(job.config, job.events)


def watch(runs: Sequence[MapRun], draw: Callable[[Maps], None], now: Maps, later: Callable[[], Maps]) -> None:
    """Draw, and again and again while any of the runs is active; when the state of one changes, the page runs again.

    What a person does in the picture meanwhile concerns the whole page: see `note_move`.

    Args:
        runs: What is watched.
        draw: Draws what there is of the maps.
        now: As gathered in this run of the page.
        later: Gathers them once more.
    """
    states = _states(runs)
    st.session_state.pop(MOVED, None)
    if not any(active for active, _ in states):
        with st.container():  # as around what is drawn again and again, so that the picture stays the same
            draw(now)
        return
    first = [now]

    def redraw() -> None:
        if st.session_state.pop(MOVED, False) or _states(runs) != states:
            st.rerun()
        draw(first.pop() if first else later())

    st.fragment(redraw, run_every=EVERY)()


def tell_failures(key: str, runs: Sequence[MapRun]) -> None:
    """Say why something could not be measured, and offer to try again; nothing where all went well."""
    failed = [(run, job.message) for run in runs if (job := run.view()) is not None and job.status == "failed"]

    def again() -> None:
        for run, _ in failed:
            run.start()

    if failed:
        st.error(f"Something is missing here. {failed[0][1]}")
        st.button("Measure again", key=key, on_click=again)


def note_move() -> None:
    """Let the whole page run again: while a map fills, a picture's own run would be of the picture alone."""
    st.session_state[MOVED] = True


def _states(runs: Sequence[MapRun]) -> list[tuple[bool, str]]:
    jobs = [run.view() for run in runs]
    return [(job is not None and job.active, "" if job is None else job.status) for job in jobs]
