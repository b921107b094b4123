"""A long run on a page: offered, started, watched, stopped, started again. Every page with long runs has it so."""

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic

import streamlit as st

from gruviz.jobs.job import Config, Event, JobView, Status
from gruviz.jobs.pool import UNWATCHED, Jobs
from gruviz.validation import GruvizError

EVERY = 1.0
"""Seconds between two looks at an active run."""
REMEMBERED = 8
"""Runs that a session remembers on each page."""


def viewer() -> str:
    """Name of this session, as the pool knows it."""
    name: str = st.session_state.setdefault("viewer", secrets.token_hex(8))
    return name


@dataclass(frozen=True)
class WatchedRun(Generic[Config, Event]):
    """The run of one configuration on a page, as one person sees it.

    A session remembers which runs it has started or joined on a page, and watches one whenever the page has its
    configuration. Of other people's runs it knows only that they exist.

    Args:
        page: Prefix of its widget and session keys.
        jobs: The pool.
        config: What it runs on.
        joins: Statuses of other people's runs that are watched without a press.
    """

    page: str
    jobs: Jobs[Config, Event]
    config: Config
    joins: tuple[Status, ...] = ()

    @property
    def keys(self) -> dict[Config, str]:
        """The runs that this session remembers, by configuration, the last started at the end."""
        keys: dict[Config, str] = st.session_state.setdefault(f"{self.page}_runs", {})
        return keys

    def view(self) -> JobView[Config, Event] | None:
        """Watch the run; None if this person does not, or if the server no longer has it."""
        if self.joins and (existing := self.jobs.existing(self.config)) and existing.status in self.joins:
            self._remember(existing.key)
        try:
            return self.jobs.view(self.keys[self.config], viewer())
        except (KeyError, GruvizError):
            return None

    def interval(self, job: JobView[Config, Event]) -> float | None:
        """Seconds to the next look; None if there is nothing more to see."""
        return EVERY if job.active else None

    def offer(self, caption: str, *, finished: str = "Watch", start: str = "Start") -> None:
        """Offer to start the run, or to watch the one that exists.

        Args:
            caption: What pressing Start does.
            finished: Label of the button if the run exists and has finished.
            start: Its label if there is none yet.
        """
        existing = self.jobs.existing(self.config)
        if existing is not None:
            caption = f"This run already exists on the server ({existing.status})."
        label = start if existing is None else finished if existing.status == "finished" else "Watch"
        with st.container(horizontal=True, key=f"{self.page}_buttons", vertical_alignment="center"):
            self.start_button(label)
            if existing is None and (left := self._abandoned()) is not None:
                caption = "A run of these settings was stopped, as nobody was watching it. It can begin anew."
                st.button("Show how far it came", key=f"{self.page}_left", on_click=self._remember, args=(left,))
            st.caption(caption)

    def start_button(self, label: str, **options: Any) -> None:
        """Draw the button that starts what the page shows now; a callback would start what it showed before.

        The press is noted by a callback all the same: the run of the page that it causes may be overtaken by another,
        which would no longer know of it.
        """
        pressed = f"{self.page}_start_pressed"
        st.button(label, key=f"{self.page}_start", on_click=_note, args=(pressed,), **options)
        if st.session_state.pop(pressed, False):
            self.start()
            st.rerun()

    def start(self, *, fresh: bool = False) -> None:
        """Start the run or join the one that exists; a fresh one, if wanted, although it has finished."""
        self._remember(self.jobs.submit(self.config, viewer=viewer(), fresh=fresh))

    def watch(self, job: JobView[Config, Event], draw: Callable[[JobView[Config, Event]], None]) -> None:
        """Draw the run, again and again while it is active; when its status changes, the whole page runs again."""
        every = self.interval(job)
        st.fragment(self._redraw, run_every=every)(draw, job.status, every)

    def stop(self) -> None:
        """End a run of one's own, whose events stay on the page; leave a shared one to the others."""
        self._leave()
        job = self.jobs.find(self.keys.get(self.config, ""))
        if job is None or job.active:
            self.keys.pop(self.config, None)

    def forget(self) -> None:
        """Leave the run and offer it anew."""
        self._leave()
        self.keys.pop(self.config, None)

    def _redraw(self, draw: Callable[[JobView[Config, Event]], None], status: Status, every: float | None) -> None:
        job = self.view()
        if job is None or (job.status, self.interval(job)) != (status, every):
            st.rerun()
        draw(job)

    def _abandoned(self) -> str | None:
        """The run that was last stopped for want of viewers, if it has something to show: theirs who loaded anew."""
        job = self.jobs.newest(self.config)
        return job.key if job and job.status == "cancelled" and job.message == UNWATCHED and job.events else None

    def _remember(self, key: str) -> None:
        keys = self.keys
        keys.pop(self.config, None)
        keys[self.config] = key
        while len(keys) > REMEMBERED:
            del keys[next(iter(keys))]

    def _leave(self) -> None:
        with contextlib.suppress(KeyError, GruvizError):
            self.jobs.stop(self.keys[self.config], viewer())


def _note(pressed: str) -> None:
    st.session_state[pressed] = True
