"""How far a run is, in words and as a bar."""

from typing import Any

import streamlit as st

from gruviz.jobs.job import JobView


def progress(job: JobView[Any, Any], done: int, total: int, unit: str, *, frozen: bool = False) -> None:
    """Say how far a run is and how long it will still take.

    Args:
        job: The run.
        done: Units done.
        total: Units planned.
        unit: What is counted, in the singular.
        frozen: Whether this page stands still while the run goes on.
    """
    words = (
        f"Frozen here after {unit} {done}; the run goes on for the others."
        if frozen
        else _words(job, done, total, unit)
    )
    if job.status == "failed":
        st.error(words)
    else:
        st.progress(min(1.0, done / total), words)


def _words(job: JobView[Any, Any], done: int, total: int, unit: str) -> str:
    under_way = f"{unit.capitalize()} {done} of {total}{_left(job, done / total)}. {job.message}"
    words = {
        "queued": f"Waiting: {job.ahead} run{'' if job.ahead == 1 else 's'} ahead of you.",
        "running": under_way if done else "Starting.",
        "paused": f"Paused after {unit} {done}.",
        "finished": f"Finished: {total} {unit}s in {job.started or 0.0:.0f} s.",
        "failed": f"The run failed after {unit} {done}: {job.message}",
        "cancelled": f"Stopped after {done} {unit}s. {job.message}",
    }[job.status].strip()
    return f"{words} {job.viewers} are watching." if job.viewers > 1 else words


def _left(job: JobView[Any, Any], share: float) -> str:
    """The time that is left, once there is enough behind to tell."""
    passed = job.started or 0.0
    return f", about {passed / share - passed:.0f} s left" if share > 0.02 else ""
