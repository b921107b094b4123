"""What a teacher can do with a class beside leading it: let it run free, take it along, keep its results, end it."""

from datetime import UTC, datetime

import streamlit as st

from gruviz.classroom.refusals import ClassRefusal
from gruviz.classroom.state import QuestionResult
from gruviz.ui.classroom.leading import Visit, visit_of
from gruviz.ui.classroom.results import results_csv, summary_html
from gruviz.ui.classroom.room import app_here, class_link
from gruviz.ui.components import component
from gruviz.ui.controls.class_code import CLASS
from gruviz.ui.controls.panel import Panel

END = "Its votes are deleted at once. Without this a class ends by itself a day after it was opened."
FREE = "Everyone goes through the lesson alone, on a device of their own; first predictions are counted."


def open_class(panel: Panel) -> None:
    """The button that opens a class for this browser; where the page has one already, it says so."""
    if panel.class_code:
        st.caption(f"This page belongs to the class **{panel.class_code}**.")
        return
    component("classroom", key="class_open", data={"kind": "open", "label": "Open a class"})


def class_menu(panel: Panel, visit: Visit) -> None:
    """A popover beside the code."""
    with st.popover("Class", key="class_menu"):
        st.session_state["class_free"] = visit.state.free
        st.toggle("Let it run free", key="class_free", help=FREE, on_change=_free, args=(panel,))
        if visit.state.question and not visit.state.free:
            st.button("Forget these votes and ask again", key="class_again", on_click=_again, args=(panel,))
        st.markdown("**Results**")
        _results(visit)
        st.markdown("**Take it along**")
        link = class_link(app_here() or "", visit.code)
        component("classroom", key="class_key", data={"kind": "key", "code": visit.code, "link": link})
        st.markdown("**End the class**")
        st.caption(END)
        st.button("End the class now", key="class_end", on_click=_end, args=(panel,))


def _results(visit: Visit) -> None:
    def results() -> list[QuestionResult]:
        return visit.room.results(visit.code, visit.browser)

    name = f"gruviz_{visit.code}"
    today = f"{datetime.now(UTC):%-d %B %Y}"
    files = {
        "csv": ("Votes as CSV", lambda: results_csv(results()), f"{name}.csv", "text/csv"),
        "summary": ("Summary to print", lambda: summary_html(results(), day=today), f"{name}.html", "text/html"),
    }
    for key, (label, data, file, kind) in files.items():
        st.download_button(label, data, file, kind, key=f"class_{key}", on_click="ignore")


def _free(panel: Panel) -> None:
    if visit := _own(panel):
        visit.room.set_free(visit.code, visit.browser, free=bool(st.session_state["class_free"]))


def _again(panel: Panel) -> None:
    if visit := _own(panel):
        visit.room.ask_again(visit.code, visit.browser)


def _end(panel: Panel) -> None:
    if visit := _own(panel):
        visit.room.close(visit.code, visit.browser)
    panel.set(CLASS.name, "")


def _own(panel: Panel) -> Visit | None:
    """The class, where it is still there and still this browser's."""
    try:
        visit = visit_of(panel)
    except ClassRefusal:
        return None
    return visit if visit and visit.leads else None
