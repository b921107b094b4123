"""A pad to draw a signal on."""

from functools import partial

import streamlit as st

from gruviz.ui.charts.component import component
from gruviz.ui.controls.panel import Panel
from gruviz.ui.inside.control_kinds import POINTS, drawing_of, points_of
from gruviz.ui.inside.controls import is_trained
from gruviz.validation import GruvizError

LABEL = "Draw a signal. Left and right choose a step, up and down change its value"


def sketch_pad(panel: Panel) -> None:
    """Offer the pad while the input is the person's own drawing; it has as many points as the run has steps."""
    if is_trained(panel.values) or panel.values["inputs"] != "drawn" or "drawn" in panel.hidden:
        return
    length = min(panel.values["seq_len"], POINTS)
    points = (points_of(panel.values["drawn"]) + [0] * length)[:length]
    key = panel.key("pad")
    st.caption(
        "Draw with mouse or finger, or with the arrow keys: left and right choose a step, up and down its value."
    )
    data = {"kind": "signal", "drawn": points, "label": LABEL}
    component("pad", key=key, data=data, on_drawn_change=partial(_take_drawing, panel, key))


def _take_drawing(panel: Panel, key: str) -> None:
    try:
        panel.set("drawn", drawing_of(points_of(drawing_of(st.session_state[key]["drawn"]))))
    except GruvizError:
        return
