"""How far a run is, in words and as a bar."""

from typing import Any

import streamlit as st

from gruviz.jobs.job import JobView


def progress(job: JobView[Any, Any], done: int, total: int, unit: str, *, frozen: bool = False) -> None:
    """Say how far a run is and how long it will still take.

    Args:
        job: The run.
        done: Units of which its events tell; between them it may have told of more.
        total: Units planned.
        unit: What is counted, in the singular.
        frozen: Whether this page stands still while the run goes on.
    """
    if job.status == "running" and not frozen:  # whatever stands still does so at what the charts show
        done = max(done, round(job.share * total))
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
    under_way = f"{unit.capitalize()} {done} of {total}{_left(job)}. {job.message}"
    words = {
        "queued": _waiting(job.ahead),
        "running": under_way if done else "Starting.",
        "paused": f"Paused after {unit} {done}.",
        "finished": f"Finished: {_counted(total, unit)} in {job.started or 0.0:.0f} s.",
        "failed": f"The run failed after {unit} {done}: {job.message}",
        "cancelled": f"Stopped after {_counted(done, unit)}{job.message and f', as {job.message}'}.",
    }[job.status].strip()
    return f"{words} {job.viewers} are watching." if job.active and job.viewers > 1 else words


def _waiting(ahead: int) -> str:
    if not ahead:
        return "Waiting: you are next."
    return f"Waiting: {_counted(ahead, 'run')} ahead of you."


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _left(job: JobView[Any, Any]) -> str:
    """The time that is left, once there is enough behind to tell."""
    return "" if job.left is None else f", about {max(1.0, job.left):.0f} s left"
