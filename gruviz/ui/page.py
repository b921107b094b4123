"""What every page begins with: its configuration, its style and the navigation on top."""

from typing import NoReturn

import streamlit as st

from gruviz.ui.assets import ASSETS, asset, prose
from gruviz.ui.plot import load_plotly
from gruviz.validation import GruvizError

PAGES = {"home": ("app.py", "Home"), "gradient_flow": ("pages/gradient_flow.py", "Gradient flow")}
"""Script and label of each page, by key, in the order of the navigation."""


def begin(page: str, title: str) -> None:
    """Configure the page and draw the navigation; the first call of every page, so that any deep link works."""
    label = PAGES[page][1]
    st.set_page_config(
        page_title="GRUViz" if page == "home" else f"{label} · GRUViz",
        page_icon=str(ASSETS / "icon.png"),
        layout="wide",
        initial_sidebar_state="collapsed" if page == "home" else "auto",
    )
    st.html(f"<style>{asset('style.css')}</style>")
    with st.container(horizontal=True, key="navigation", gap="medium", vertical_alignment="center"):
        for script, name in PAGES.values():
            st.page_link(script, label=name)
        load_plotly()
    st.title(title, anchor=False)


def ways_on(page: str) -> None:
    """Links to the other pages, with what each is good for."""
    for key, (script, label) in PAGES.items():
        if key != page:
            with st.container(border=True):
                st.page_link(script, label=f"**{label}** →")
                st.markdown(prose(key)["invitation"])


def stop_with(error: GruvizError) -> NoReturn:
    """Say what is wrong and end this run of the page; the controls keep what the person entered."""
    st.error(str(error))
    st.stop()
