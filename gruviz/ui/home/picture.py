"""Home's picture on the page: what the component is given, and what it reports."""

from typing import Any

import streamlit as st

from gruviz.ui.charts.card import numbers_expander
from gruviz.ui.components import component
from gruviz.ui.controls.panel import Panel
from gruviz.ui.home.light import chart_of, frame_of

KEY = "home_light"
HEIGHT = 452
"""Pixels that are kept free before it is drawn, on a screen as wide as the page; home.css has those of a phone."""


def light_picture(panel: Panel) -> dict[str, Any]:
    """Draw the fading light; returns its frame."""
    frame = frame_of(panel.values)

    def take_scale() -> None:
        panel.set("scale", panel.controls["scale"].parse(str(st.session_state[KEY].scale)))

    page = {"scale": panel.values["scale"], "adjustable": panel.draws("update_bias")}
    component("light", key=KEY, height=HEIGHT, data={**frame, **page}, on_scale_change=take_scale)
    return frame


def light_numbers(panel: Panel) -> None:
    """Offer its numbers as a table and as files."""
    numbers_expander(chart_of(panel.values), key="home")
