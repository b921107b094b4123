"""What every page has around it: its configuration, its style, the navigation on top, and the end at an error."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import streamlit as st

from gruviz.paths import ASSETS
from gruviz.ui.assets import asset
from gruviz.ui.markdown import literal
from gruviz.ui.navigation import PAGES, navigation
from gruviz.validation import GruvizError


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
    navigation()
    st.title(title, anchor=False)
    yield


def stop_with(error: GruvizError) -> NoReturn:
    """Say what is wrong and end this run of the page; the controls keep what the person entered."""
    st.error(literal(str(error)))
    st.stop()
