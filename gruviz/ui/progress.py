"""Progress of a long computation: shown only if it is long, floating over the page."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

PATIENCE = 0.5
"""Seconds before anything is shown."""


@contextmanager
def progress_line() -> Iterator[Callable[[int, int], None]]:
    """A line of progress while the body runs.

    Yields:
        A function that takes runs done and in all. Showing progress is also where Streamlit stops a run that a newer
        setting has overtaken.
    """
    slot = st.container(key="progress").empty()
    started = time.monotonic()

    def show(done: int, total: int) -> None:
        passed = time.monotonic() - started
        if passed > PATIENCE and done:
            left = passed / done * (total - done)
            slot.progress(done / total, f"Run {done + 1} of {total}, about {left:.0f} s left. Move a control to stop.")

    try:
        yield show
    finally:
        slot.empty()
