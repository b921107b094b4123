"""A series of the person's own: its upload, how it was read, and what is said of it."""

import streamlit as st

from gruviz.applications.forecasting import series_of, task_of
from gruviz.data.calendars import spoken
from gruviz.data.files import decode
from gruviz.data.series import Series, choices_of
from gruviz.tasks import Forecasting, Task
from gruviz.tasks.forecasting import SHORTEST, WINDOW
from gruviz.ui.controls.kinds import Control
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.reading import ask_sentinels, choose_column, reading_controls, say
from gruviz.ui.controls.upload import file_control, kept_file, offer_file, report_gone
from gruviz.ui.markdown import literal

PREFIX = "forecasting_"
FILE, UPLOAD = f"{PREFIX}file", f"{PREFIX}upload"
CONTROLS: tuple[Control, ...] = (file_control(FILE), *reading_controls(PREFIX))


def own_series(panel: Panel) -> Task | None:
    """Offer an upload of a series of the person's own; the task of forecasting it, or None.

    Raises:
        GruvizError: If it is no series; the message names the lines.
    """
    with st.expander("Forecast a series of your own", key="forecasting_own"):
        st.caption(
            f"A CSV file with a date or index and a value in each row, at least {SHORTEST} rows at equal steps. "
            "It stays on this server while your session lasts."
        )
        offer_file(panel, FILE, "Upload a CSV file", ["csv", "tsv", "txt"], key=UPLOAD)
    file = kept_file(panel, FILE, key=UPLOAD)
    if file is None:
        report_gone(panel, FILE)
        return None
    task = task_of(_read(panel, file.content))
    if task.default_length < WINDOW:
        length, count = task.default_length, len(task.values)
        st.caption(f"The networks read {length} values at a time, not {WINDOW}, since the series has only {count:,}.")
    return task


def _read(panel: Panel, content: bytes) -> Series:
    """The series that the controls ask for, in one line; the choices stay where it cannot be read."""
    column, missing = panel.values[f"{PREFIX}column"], panel.values[f"{PREFIX}missing"]
    choices = choices_of(decode(content), column)
    line = st.empty()
    choose_column(panel, choices.columns, choices.chosen, prefix=PREFIX)
    ask_sentinels(panel, choices.sentinels, prefix=PREFIX)
    series = series_of(content, column=column, with_sentinels=not missing)
    with line:
        say(series.summary)
    return series


def about(task: Task) -> str:
    """What is forecast, and how: of the person's series if it is theirs."""
    if not isinstance(task, Forecasting) or not task.values:
        return task.text
    span = f"from {literal(spoken(task.labels[0]))} to {literal(spoken(task.labels[-1]))}" if task.labels else ""
    return (
        f"The network reads {task.default_length} values of *{literal(task.name)}* at a time, your series of "
        f"{len(task.values):,} values {span}, and says the next {task.horizon} at once. The last fifth is held out. "
        "Simple rules may do well here: repeating the last value, or a linear map of the same window, ridge regression."
    )
