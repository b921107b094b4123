"""The student's side of handing in: a file or a line with what was done, made in the browser's own session."""

from dataclasses import replace

import streamlit as st

from gruviz.lesson.work import NAME, Work
from gruviz.ui.charts.component import component
from gruviz.ui.controls.panel import Panel
from gruviz.ui.exercises.memory import forget_work, now, work_done
from gruviz.ui.walkthrough.controls import HANDED
from gruviz.wording import counted, listed

NAME_KEY = "hand_in_name"
NOT_AN_EXAM = "This is no exam: whoever can solve an exercise can write such a file."


def handing_in(panel: Panel) -> None:
    """Offer the record as a file, as a link and as a line, and a way to forget it."""
    work = work_done()
    st.header("Hand in what you did", anchor=False)
    if work.is_empty:
        st.markdown("Nothing to hand in yet: predict in the lesson, or solve an exercise.")
        return
    st.markdown(f"{_content(work)} Your teacher's page runs the settings again and checks them. {NOT_AN_EXAM}")
    st.text_input(
        "Your name (optional)",
        key=NAME_KEY,
        max_chars=NAME,
        help="It goes into the file and nowhere else. Without it the file says nothing about who you are.",
    )
    finished = _finished(work)
    with st.container(horizontal=True, key="hand_in_buttons", gap="small"):
        st.download_button(
            "Download as a file",
            finished.as_json(indent=1),
            "what_i_did.json",
            "application/json",
            key="hand_in_file",
            on_click="ignore",
        )
        _link(panel, finished.as_code())
        with st.popover("As a line to paste", help="For the text box of a learning platform."):
            st.code(finished.as_code(), language=None, wrap_lines=True)
        with st.popover("Forget everything here", help="For a computer that others use too."):
            st.markdown("Predictions, solved exercises and explanations are deleted from this browser.")
            st.button("Forget it", key="hand_in_forget", on_click=forget_work)


def _link(panel: Panel, code: str) -> None:
    """A link that opens the check, unless the record is too long for one."""
    if len(code) > HANDED:
        return
    query = dict.fromkeys(name for name in panel.controls if name != "view") | {"handed": code}
    component("copy_link", key="hand_in_link", data={"label": "Copy a link", "query": query})


def _finished(work: Work) -> Work:
    """The record with name and time."""
    return replace(work, name=st.session_state.get(NAME_KEY, "").strip(), made=now())


def _content(work: Work) -> str:
    parts = [
        counted(len(work.predictions), "prediction"),
        counted(len(work.solved), "solved exercise"),
        counted(len(work.explanations), "explanation"),
    ]
    return f"The file has {listed(parts)}, each with its time and settings, and no name unless you type one."
