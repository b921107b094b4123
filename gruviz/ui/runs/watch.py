"""Watching a run in the worker pool: who watches, what the progress bar says. Every page with long runs does it so."""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from gruviz.jobs.job import JobView
from gruviz.jobs.pool import Jobs
from gruviz.validation import GruvizError

EVERY = 1.0
"""Seconds between two looks at a run."""
LIVE = ("queued", "running", "paused")

Config = TypeVar("Config")


def viewer() -> str:
    """Name of this session, as the pool knows it."""
    name: str = st.session_state.setdefault("viewer", secrets.token_hex(8))
    return name


def look(jobs: Jobs[Config, Any], key: str | None) -> JobView[Config, Any] | None:
    """Watch a run; None if there is none or the server no longer has it."""
    try:
        return jobs.view(key, viewer()) if key else None
    except GruvizError:
        return None


def leave(jobs: Jobs[Config, Any], key: str) -> bool:
    """Stop a run of one's own, leave a shared one to the others; whether there is still something of it to look at."""
    try:
        jobs.stop(key, viewer())
    except GruvizError:
        return False
    job = jobs.find(key)
    return job is not None and job.status not in LIVE


def start_button(label: str, key: str, start: Callable[[Config], None], config: Config, **options: Any) -> None:
    """Offer to start what the page shows now; a callback would start what it showed when the button was drawn."""
    if st.button(label, key=key, **options):
        start(config)
        st.rerun()


def progress(job: JobView[Any, Any], done: int, total: int, unit: str, *, frozen: bool = False) -> None:
    """Say how far a run is and how long it will still take.

    Args:
        job: The run.
        done: Units done.
        total: Units planned.
        unit: What is counted, in the singular.
        frozen: Whether this page has stopped looking while the run goes on.
    """
    share = done / total
    passed = job.started or 0.0
    left = f", about {passed / share - passed:.0f} s left" if share > 0.02 and job.status == "running" else ""
    others = f" {job.viewers} are watching." if job.viewers > 1 else ""
    words = {
        "queued": f"Waiting: {job.ahead} run{'' if job.ahead == 1 else 's'} ahead of you.",
        "running": f"{unit.capitalize()} {done} of {total}{left}." if done else "Starting.",
        "paused": f"Paused after {unit} {done}.",
        "finished": f"Finished: {total} {unit}s in {passed:.0f} s.",
        "failed": f"The run failed after {unit} {done}: {job.message}",
        "cancelled": f"{job.message} {done} {unit}s were made.",
    }[job.status]
    if frozen:
        words = f"Frozen here after {unit} {done}; the run goes on for the others."
    if job.status == "failed":
        st.error(words)
    else:
        st.progress(min(1.0, share), words + others)
