"""The pages there are, and the links between them."""

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gruviz.ui.prose import prose

PAGES = {
    "home": ("app.py", "GRUViz"),
    "gradient_flow": ("pages/gradient_flow.py", "Gradient flow"),
    "inside_the_cell": ("pages/inside_the_cell.py", "Inside the cell"),
    "train": ("pages/train.py", "Train"),
    "trainability": ("pages/trainability.py", "Trainability"),
    "applications": ("pages/applications.py", "Applications"),
    "your_network": ("pages/your_network.py", "Your network"),
    "compare": ("pages/compare.py", "Compare"),
    "walkthrough": ("pages/walkthrough.py", "Walkthrough"),
}
"""Script and label of each page, by key, in the order of the navigation."""


def navigation() -> DeltaGenerator:
    """Draw the row on top of a page, the app's name, which leads home, and the other pages; returns it for more."""
    row = st.container(horizontal=True, key="navigation", gap="small", vertical_alignment="center")
    for script, label in PAGES.values():
        row.page_link(script, label=label)
    return row


def way_on(key: str, query: Mapping[str, str] | None = None) -> None:
    """A link to a page, with what it is good for; the settings in `query` go along."""
    script, label = PAGES[key]
    with st.container(border=True):
        st.page_link(script, label=f"**{label}** →", query_params=dict(query or {}))
        st.markdown(prose(key)["invitation"])
