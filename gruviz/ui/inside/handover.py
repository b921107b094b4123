"""Trained networks, with what they read, on their way to Inside the cell: in no link."""

from collections.abc import Mapping

import streamlit as st

from gruviz.closeup.reading import Reading
from gruviz.ui.controls.kinds import Values
from gruviz.ui.inside.controls import BROUGHT, is_brought
from gruviz.ui.navigation import PAGES

KEY = "brought"


def inside_link(readings: Mapping[str, Reading]) -> None:
    """Link to Inside the cell with one reading for each cell, opened at that of a GRU, or the last.

    A link, since a page that switches by itself leaves the browser an address between the two that is neither's.
    """
    st.session_state[KEY] = dict(readings)
    first = "gru" if {"gru", "gru_reset_after"} & set(readings) else list(readings)[-1]
    st.page_link(
        PAGES["inside_the_cell"][0],
        label="Follow it step by step in Inside the cell →",
        help="Opens these networks with this input there: every gate with its arithmetic, the gradient's paths, and "
        "gates to hold. The cell can be changed there.",
        query_params={"weights": BROUGHT, "cell": first, "step": "1"},
    )


def brought_readings(values: Values) -> Mapping[str, Reading]:
    """What was brought last, by cell; where that is wanted and missing, the page explains where to get it, and ends."""
    readings: Mapping[str, Reading] = st.session_state.get(KEY, {})
    if is_brought(values) and not readings:
        _nothing_brought()
        st.stop()
    return readings


def _nothing_brought() -> None:
    st.info(
        "This link follows a trained network, and what such a network reads stays in the session that has brought it. "
        "Choose an application, train a network, or bring weights of your own; open “Look inside” there, and bring one "
        "along."
    )
    for script, label in (PAGES["applications"], PAGES["train"], PAGES["your_network"]):
        st.page_link(script, label=f"{label} →")
