"""What every page has around it: configuration, style, navigation, controls, and the end at an error."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gruviz.paths import ASSETS
from gruviz.ui.assets import asset
from gruviz.ui.charts.component import component
from gruviz.ui.controls.panel import PRESENT, Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.controls.table import Table
from gruviz.ui.embedding import embedded
from gruviz.ui.exercises.bar import exercise_bar
from gruviz.ui.exercises.memory import lesson_memory, recall_solved
from gruviz.ui.markdown import literal
from gruviz.ui.navigation import PAGES, navigation
from gruviz.ui.prose import meanings
from gruviz.ui.share import share_row
from gruviz.validation import GruvizError

FOLDED = ("home", "inside_the_cell", "train", "trainability", "walkthrough")
"""Pages whose sidebar is closed at first."""


@contextmanager
def page(key: str, title: str, table: Table, *, presets: bool = True) -> Iterator[Panel]:
    """Draw a page around its body: each script does, so that any deep link works on a fresh server.

    A body that raises GruvizError ends there with its sentence; the controls keep what the person entered.

    Args:
        key: Of `PAGES`.
        title: The page's heading; empty where the body draws it.
        table: Its controls.
        presets: Whether the row of presets is drawn; a page may show them in a way of its own.

    Yields:
        The controls of this run.
    """
    panel = Panel(table)
    if key == "walkthrough":
        recall_solved(panel)
    st.set_page_config(
        page_title="GRUViz" if key == "home" else f"{PAGES[key][1]} · GRUViz",
        page_icon=str(ASSETS / "icon.svg"),
        layout="wide",
        initial_sidebar_state="collapsed" if key in FOLDED or panel.presents or embedded() else "auto",
    )
    if panel.presents:
        st.html(f"<style>{asset('style/sheet.css')}{asset('style/present.css')}</style>")
    if not embedded():
        with navigation():
            _present_button(panel)
    _frame(panel)
    if title:
        st.title(title, anchor=False)
    panel.report()
    bar = exercise_bar(panel)
    if presets:
        panel.draw_presets()
    try:
        with refusals_said(panel):
            yield panel
    finally:
        if bar is not None:
            bar.fill()
        elif key == "walkthrough":
            lesson_memory(panel)


def _present_button(panel: Panel) -> None:
    if PRESENT.name not in panel.hidden:
        key, change = panel.key("to_projector"), (PRESENT.name, True)
        st.button("Present", key=key, type="tertiary", help=PRESENT.help, on_click=panel.set, args=change)


def _frame(panel: Panel) -> None:
    """What stays in view: the handle of the sheet and, in presenter mode or within another page, the way out."""
    presents = panel.presents
    with st.container(horizontal=True, key="frame"):
        component("frame", key=panel.key("frame"), data={"presenting": presents, "embedded": embedded()})
        component("glossary", key=panel.key("glossary"), data={"meanings": meanings()})
        if presents:
            leave = panel.key("leave")
            st.button("Leave", key=leave, type="tertiary", on_click=panel.set, args=(PRESENT.name, False))


@contextmanager
def refusals_said(panel: Panel) -> Iterator[None]:
    """End a body that raises GruvizError with a sentence for the person, and answer its sliders however it ends."""
    try:
        yield
    except GruvizError as error:  # what Streamlit raises to end or repeat a run passes through
        st.error(literal(in_words(error, panel.controls)))
    finally:
        panel.answer()


def sidebar(panel: Panel) -> DeltaGenerator:
    """Draw the groups of controls and the link to share; returns the place between them, for what a page adds."""
    with st.sidebar:
        panel.draw_groups()
        between = st.container()
        share_row(panel)
    return between
