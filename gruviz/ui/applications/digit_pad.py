"""A pad to draw a digit on, and the drawing as text: a hexadecimal digit of ink for each of 28 × 28 pixels."""

from functools import partial

import numpy as np
import streamlit as st

from gruviz.arrays import Array
from gruviz.ui.charts.component import component
from gruviz.ui.controls.panel import Panel
from gruviz.validation import InvalidValue

SIDE = 28
PIXELS = SIDE * SIDE
LABEL = "Draw a digit. Arrow keys move the cursor, space inks, shift and an arrow key draw a line"


def picture_of(drawing: str) -> Array:
    """A drawing as a picture, (28, 28) from 0 (paper) to 1 (ink); empty text is blank paper.

    Raises:
        GruvizError: If it is no drawing.
    """
    if not drawing:
        return np.zeros((SIDE, SIDE))
    if len(drawing) != PIXELS or set(drawing) - set("0123456789abcdef"):
        raise InvalidValue("drawing", f"{len(drawing)} characters", f"{PIXELS} hexadecimal digits, one for each pixel")
    return np.array([int(pixel, 16) for pixel in drawing]).reshape(SIDE, SIDE) / 15


def digit_pad(panel: Panel, name: str) -> None:
    """Offer the pad; what is drawn becomes the value of the named control."""
    key = panel.key("digit_pad")
    st.caption("Draw with mouse or finger; or with the arrow keys, space inks and shift draws along.")
    data = {"kind": "digit", "drawn": panel.values[name] or "0" * PIXELS, "label": LABEL}
    component("pad", key=key, data=data, on_drawn_change=partial(_take_drawing, panel, name, key))


def _take_drawing(panel: Panel, name: str, key: str) -> None:
    drawing = str(st.session_state[key]["drawn"] or "")
    panel.set(name, drawing if drawing.strip("0") else "")
