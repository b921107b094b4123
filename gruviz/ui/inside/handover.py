"""Trained networks, with what they read, on their way from Applications to Inside the cell: in no link."""

from collections.abc import Mapping
from typing import NoReturn

import streamlit as st

from gruviz.closeup.reading import Reading
from gruviz.ui.controls.kinds import Values
from gruviz.ui.inside.controls import BROUGHT, is_brought
from gruviz.ui.navigation import PAGES

KEY = "brought"


def bring_inside(readings: Mapping[str, Reading]) -> NoReturn:
    """Go to Inside the cell with one reading for each cell, and open that of a GRU, or the last."""
    st.session_state[KEY] = dict(readings)
    first = "gru" if "gru" in readings else list(readings)[-1]
    st.switch_page(PAGES["inside_the_cell"][0], query_params={"weights": BROUGHT, "cell": first, "step": "1"})


def brought_readings(values: Values) -> Mapping[str, Reading]:
    """What was brought last, by cell; where that is wanted and missing, the page explains where to get it, and ends."""
    readings: Mapping[str, Reading] = st.session_state.get(KEY, {})
    if is_brought(values) and not readings:
        _nothing_brought()
        st.stop()
    return readings


def _nothing_brought() -> None:
    st.info(
        "This link follows a network of an application, and what such a network reads stays in the session that has "
        "brought it. Choose an application, open “Look inside” there, and bring one along."
    )
    script, label = PAGES["applications"]
    st.page_link(script, label=f"{label} →")
