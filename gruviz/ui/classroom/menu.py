"""What a teacher can do with a class beside leading it: let it run free, take it along, keep its results, end it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

import streamlit as st

from gruviz.classroom.question import ClassOutcome
from gruviz.classroom.refusals import ClassRefusal
from gruviz.classroom.state import QuestionResult
from gruviz.ui.classroom.leading import Visit, visit_of
from gruviz.ui.classroom.results import completed, results_csv
from gruviz.ui.classroom.room import app_here, class_link
from gruviz.ui.classroom.summary import summary_html
from gruviz.ui.components import component
from gruviz.ui.controls.class_code import CLASS
from gruviz.ui.controls.panel import Panel
from gruviz.ui.navigation import PAGES

Answers = Callable[[Iterable[str]], Mapping[str, ClassOutcome]]

END = "Its votes are deleted at once. Without this a class ends by itself a day after it was opened."
AGAIN = "The present question begins anew with its first vote."
ENDING = "class_ending"
"""Session key: the class whose end was asked for once."""
FREE = "Everyone goes through the lesson alone, on a device of their own; first predictions are counted."


def open_class(panel: Panel) -> None:
    """The button that opens a class for this browser; where the page has one already, it says so."""
    if panel.class_code:
        st.caption(f"This page belongs to the class **{panel.class_code}**.")
        return
    component("classroom", key="class_open", data={"kind": "open", "label": "Open a class"})


def class_menu(panel: Panel, visit: Visit, answers: Answers | None) -> None:
    """A popover beside the code.

    Args:
        panel: Of the page.
        visit: The class.
        answers: Gives the right answers to questions by their keys, where these were never revealed.
    """
    with st.popover("Class", key="class_menu"):
        st.session_state["class_free"] = visit.state.free
        st.toggle("Let it run free", key="class_free", help=FREE, on_change=_free, args=(panel,))
        if visit.state.question and not visit.state.free:
            st.button("Forget these votes and ask again", key="class_again", help=AGAIN, on_click=_again, args=(panel,))
        _other_page(panel, visit)
        st.markdown("**Results**")
        _results(visit, answers)
        st.markdown("**Take it along**")
        link = class_link(app_here() or "", visit.code)
        component("classroom", key="class_key", data={"kind": "key", "code": visit.code, "link": link})
        st.markdown("**End the class**")
        st.caption(END)
        sure = st.session_state.get(ENDING) == visit.code
        label = "Yes, end it and delete all votes" if sure else "End the class now"
        st.button(label, key="class_end", on_click=_end, args=(panel,))


def _other_page(panel: Panel, visit: Visit) -> None:
    """The class goes along to the other page that asks it something."""
    here = panel.table.page
    key, words = ("walkthrough", "To the lesson") if here == "train" else ("train", "Guess who learns first, in Train")
    st.page_link(PAGES[key][0], label=f"{words} →", query_params={CLASS.name: visit.code})


def _results(visit: Visit, answers: Answers | None) -> None:
    def results() -> list[QuestionResult]:
        asked = visit.room.results(visit.code, visit.browser)
        missing = [result.question.key for result in asked if result.outcome is None]
        return completed(asked, answers(missing) if answers and missing else {})

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
    """Asked once, the second press ends it."""
    if st.session_state.get(ENDING) != panel.class_code:
        st.session_state[ENDING] = panel.class_code
        return
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
