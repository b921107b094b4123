"""Progress of a long computation: shown only if it is long, floating over the page."""

import time
from collections.abc import Callable

import streamlit as st

PATIENCE = 0.5
"""Seconds before anything is shown."""


def progress_line() -> tuple[Callable[[int, int], None], Callable[[], object]]:
    """Prepare a line of progress.

    Returns:
        A function that takes runs done and in all, and one that clears the line. Showing progress is also where
        Streamlit stops a run that a newer setting has overtaken.
    """
    slot = st.container(key="progress").empty()
    started = time.monotonic()

    def show(done: int, total: int) -> None:
        passed = time.monotonic() - started
        if passed > PATIENCE and done:
            left = passed / done * (total - done)
            slot.progress(done / total, f"Run {done + 1} of {total}, about {left:.0f} s left. Move a control to stop.")

    return show, slot.empty
