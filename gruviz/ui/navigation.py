"""The pages there are, and the links between them."""

from collections.abc import Mapping

import streamlit as st

from gruviz.ui.prose import prose

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


def navigation() -> None:
    """Draw the row of links on top of a page."""
    with st.container(horizontal=True, key="navigation", gap="medium", vertical_alignment="center"):
        for script, label in PAGES.values():
            st.page_link(script, label=label)


def way_on(key: str, query: Mapping[str, str] | None = None) -> None:
    """A link to a page, with what it is good for; the settings in `query` go along."""
    script, label = PAGES[key]
    with st.container(border=True):
        st.page_link(script, label=f"**{label}** →", query_params=dict(query or {}))
        st.markdown(prose(key)["invitation"])
