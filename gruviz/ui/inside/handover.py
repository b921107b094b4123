"""What one page brings to another: trained networks with what they read. It lives in the session and in no link."""

from collections.abc import Mapping
from typing import NoReturn

import streamlit as st

from gruviz.closeup.reading import Reading
from gruviz.ui.inside.controls import BROUGHT
from gruviz.ui.navigation import PAGES

KEY = "brought"


def brought() -> Mapping[str, Reading]:
    """What was brought last, by cell; nothing in a new session."""
    found: Mapping[str, Reading] = st.session_state.get(KEY, {})
    return found


def bring_inside(readings: Mapping[str, Reading]) -> NoReturn:
    """Go to Inside the cell with one reading for each cell, and open that of a GRU, or the last."""
    st.session_state[KEY] = dict(readings)
    first = "gru" if "gru" in readings else list(readings)[-1]
    st.switch_page(PAGES["inside_the_cell"][0], query_params={"weights": BROUGHT, "cell": first, "step": "1"})


def nothing_brought() -> None:
    """Say where to bring something from."""
    st.info(
        "This link follows a network of an application, and what such a network reads stays in the session that has "
        "brought it. Choose an application, open “Look inside” there, and bring one along."
    )
    script, label = PAGES["applications"]
    st.page_link(script, label=f"{label} →")
