"""What every page has around it: its configuration, its style and the navigation on top."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import streamlit as st

from gruviz.paths import ASSETS
from gruviz.ui.assets import asset, prose
from gruviz.ui.charts.component import load_plotly
from gruviz.ui.markdown import literal
from gruviz.validation import GruvizError

PAGES = {
    "home": ("app.py", "Home"),
    "gradient_flow": ("pages/gradient_flow.py", "Gradient flow"),
    "inside_the_cell": ("pages/inside_the_cell.py", "Inside the cell"),
    "train": ("pages/train.py", "Train"),
    "applications": ("pages/applications.py", "Applications"),
    "compare": ("pages/compare.py", "Compare"),
    "walkthrough": ("pages/walkthrough.py", "Walkthrough"),
}
"""Script and label of each page, by key, in the order of the navigation."""


@contextmanager
def page(key: str, title: str) -> Iterator[None]:
    """Draw a page around its body: each script does, so that any deep link works on a fresh server."""
    st.set_page_config(
        page_title="GRUViz" if key == "home" else f"{PAGES[key][1]} · GRUViz",
        page_icon=str(ASSETS / "icon.svg"),
        layout="wide",
        initial_sidebar_state="collapsed" if key == "home" else "auto",
    )
    st.html(f"<style>{asset('style.css')}</style>")
    with st.container(horizontal=True, key="navigation", gap="medium", vertical_alignment="center"):
        for script, name in PAGES.values():
            st.page_link(script, label=name)
    st.title(title, anchor=False)
    yield
    load_plotly()


def ways_on(here: str) -> None:
    """Links to the other pages, with what each is good for."""
    for key, (script, label) in PAGES.items():
        if key != here:
            with st.container(border=True):
                st.page_link(script, label=f"**{label}** →")
                st.markdown(prose(key)["invitation"])


def stop_with(error: GruvizError) -> NoReturn:
    """Say what is wrong and end this run of the page; the controls keep what the person entered."""
    st.error(literal(str(error)))
    st.stop()
