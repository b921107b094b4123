"""Digits: a held-out picture or a drawing, read row by row or pixel by pixel by three networks at once."""

from collections.abc import Sequence
from functools import partial

import numpy as np
import streamlit as st

from gruviz.applications.digits import accuracy_after_blank
from gruviz.arrays import Array
from gruviz.figures.applications.blank_rows import blank_chart
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Digits
from gruviz.ui.applications.browser_network import send_networks
from gruviz.ui.applications.class_cards import Models, confusion_card, reading_cards
from gruviz.ui.applications.digits.doodles import doodle_box
from gruviz.ui.applications.digits.drawing import PIXELS
from gruviz.ui.applications.digits.on_pad import DRAWN, HELD_OUT, held_out_picture, on_pad, stage_data
from gruviz.ui.applications.digits.photo import photo_upload
from gruviz.ui.applications.fields import control_row
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card
from gruviz.ui.components import component
from gruviz.ui.controls.kinds import Choice, Control, Number, Slider, Text, Values
from gruviz.ui.controls.panel import Panel

PICTURES = 600
"""Held-out pictures that one can choose from; by pixel there are more."""
BLANK_ROWS = tuple(range(0, 61, 2))
"""Numbers of blank rows in the chart."""
BY_PIXEL = "pixel"
LABEL = "Draw a digit. Arrow keys move the cursor, space inks, shift and an arrow key draw a line"


def offer(values: Values) -> str:
    """Which networks are tried: those that read by row, or by pixel."""
    return "digits_by_pixel" if values["digits_reading"] == BY_PIXEL else "digits"


CONTROLS: tuple[Control, ...] = (
    Choice(
        name="digits_reading",
        label="Read",
        help="One row of pixels at each step, or a single pixel: then 196 steps lie between the first and the answer.",
        default="row",
        options={"row": "Row by row", BY_PIXEL: "Pixel by pixel"},
    ),
    Slider(
        name="digits_blank",
        label="Then wait (blank rows)",
        help="Nothing more to see, but the digit has to be kept; the networks were trained without any.",
        default=0,
        when=lambda values: values["digits_reading"] != BY_PIXEL,
        low=0,
        high=BLANK_ROWS[-1],
        step=1,
    ),
    Number(
        name="digits_picture",
        label="Held-out picture",
        help="Which of the pictures that no network has learned from lies on the pad.",
        default=1,
        when=lambda values: values["digits_source"] == HELD_OUT,
        low=1,
        high=PICTURES,
    ),
    Choice(
        name="digits_source",
        label="On the pad",
        help="A picture that no network has learned from, or one that you draw.",
        default=HELD_OUT,
        options={HELD_OUT: "Held out", DRAWN: "Drawn"},
        elsewhere=True,
    ),
    Text(
        name="digits_drawn",
        label="Drawing",
        help="Ink of 28 × 28 pixels, from 0 to f.",
        default="",
        elsewhere=True,
        limit=PIXELS,
    ),
)


def stage(models: Models, panel: Panel) -> None:
    """The pad, and what each network believes while it reads."""
    model = next(iter(models.values()))
    task = model.kind
    assert isinstance(task, Digits)
    key = panel.key("digits_stage")
    values = panel.values
    lying, following = on_pad(model, values), held_out_picture(task, _next(values))
    data = stage_data(task, lying, following, drawn=values["digits_drawn"], blank=values["digits_blank"]) | {
        "networks": send_networks(models, key=panel.key("digits_networks")),
        "moved": f"moved:{panel.key('digits_blank')}",
        "label": LABEL,
        "invitation": "Draw a digit from 0 to 9",
    }
    component(
        "digits",
        key=key,
        data=data,
        on_drawn_change=partial(_take_drawing, panel, key),
        on_asked_change=partial(_another, panel),
    )
    control_row(panel, CONTROLS)
    photo_upload(panel, ("digits_source", DRAWN))
    doodle_box(panel)


def _take_drawing(panel: Panel, key: str) -> None:
    drawing = str(st.session_state[key]["drawn"] or "")
    panel.set("digits_drawn", drawing if drawing.strip("0") else "")
    panel.set("digits_source", DRAWN)


def _another(panel: Panel) -> None:
    panel.set("digits_picture", _next(panel.values))
    panel.set("digits_source", HELD_OUT)


def _next(values: Values) -> int:
    return int(values["digits_picture"]) % PICTURES + 1


def details(models: Models, panel: Panel) -> None:
    """What the answer hangs on, blank rows and confusions, of all models."""
    model = next(iter(models.values()))
    task = model.kind
    assert isinstance(task, Digits)
    by_row = task.reading == "row"
    lying = on_pad(model, panel.values)
    if lying.inputs is None:
        st.info("Draw a digit from 0 to 9: what the answers hang on is shown here.")
    else:
        wait = panel.values["digits_blank"] if by_row else 0
        inputs = np.concatenate([lying.inputs, np.zeros((wait, *lying.inputs.shape[1:]), lying.inputs.dtype)])
        step = "row (step t)" if by_row else "pixel (step t), 14 in a row"
        reading_cards(models, inputs, lying.truth, task.classes, step=step, key=panel.key("digits"))
    if by_row:
        _blank_card(models, panel)
    confusion_card(models, task.classes, of="held-out digits", key=panel.key("digits_confusion"))


def _blank_card(models: Models, panel: Panel) -> None:
    accuracies = {label: (model.weights.cell, _after_blank(model, BLANK_ROWS)[:, 0]) for label, model in models.items()}
    chart_card(blank_chart(accuracies, BLANK_ROWS), key=panel.key("digits_blank_chart"))
    st.caption(
        "The shipped networks were trained to answer after 28 rows. To see them learn to wait, train them here with "
        "“Blank rows to learn with” and “Gates biased to keep”."
    )


@shared(16)
def _after_blank(model: TrainedModel, blank: Sequence[int]) -> Array:
    """Counted once for each model."""
    return accuracy_after_blank(model, blank)
