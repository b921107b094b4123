"""Try the handwritten digits: a held-out picture or a drawing, read row by row or pixel by pixel."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape

import numpy as np
import streamlit as st

from gruviz.applications.digits import accuracy_after_blank, drawn_input
from gruviz.arrays import Array
from gruviz.figures.applications.blank_rows import blank_chart
from gruviz.models.trained_model import TrainedModel
from gruviz.tasks import Digits
from gruviz.ui.applications.class_cards import Models, confusion_card, held_out, reading_cards
from gruviz.ui.applications.digit_pad import PIXELS, digit_pad, picture_of
from gruviz.ui.applications.fields import control_row
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card
from gruviz.ui.controls.kinds import Choice, Control, Number, Slider, Text, Values
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.markdown import literal
from gruviz.validation import GruvizError

HELD_OUT, DRAWN = "held_out", "drawn"
PICTURES = 600
"""Held-out pictures that one can choose from; by pixel there are more."""
BLANK = tuple(range(0, 61, 2))
"""Numbers of blank rows in the chart."""


def _picks(values: Values) -> bool:
    return bool(values["digits_source"] == HELD_OUT)


BY_PIXEL = "pixel"


def offer(values: Values) -> str:
    """Which networks are tried: those that read by row, or by pixel."""
    return "digits_by_pixel" if values["digits_reading"] == BY_PIXEL else "digits"


CONTROLS: tuple[Control, ...] = (
    Choice(
        name="digits_reading",
        label="Read",
        help="One row of pixels at each step, or a single pixel: then 196 steps lie between the first and the answer.",
        default="row",
        options={"row": "By row", BY_PIXEL: "By pixel"},
    ),
    Choice(
        name="digits_source",
        label="Digit",
        help="A picture that no network has learned from, or one that you draw.",
        default=HELD_OUT,
        options={HELD_OUT: "Held out", DRAWN: "Draw one"},
    ),
    Number(
        name="digits_picture",
        label="Picture",
        help="Which of the held-out pictures is read.",
        default=1,
        when=_picks,
        low=1,
        high=PICTURES,
    ),
    Slider(
        name="digits_blank",
        label="Blank rows after the digit",
        help="Nothing more to see, but the digit has to be kept; the networks were trained without any.",
        default=0,
        when=lambda values: values["digits_reading"] != BY_PIXEL,
        low=0,
        high=BLANK[-1],
        step=1,
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
    """Belief as the picture arrives, the steps that mattered, blank rows and confusions, of all models."""
    control_row(panel, CONTROLS)
    first = next(iter(models.values()))
    task = first.kind
    assert isinstance(task, Digits)
    picture = _picture(first, task, panel)
    if picture is None:
        return
    inputs, truth = picture
    by_row = task.reading == "row"
    if by_row:
        blank = np.zeros((panel.values["digits_blank"], *inputs.shape[1:]), inputs.dtype)
        inputs = np.concatenate([inputs, blank])
    step = "row (step t)" if by_row else "pixel (step t), 14 in a row"
    reading_cards(models, inputs, truth, task.classes, step=step, key=panel.key("digits"))
    if by_row:
        _blank_card(models, panel)
    confusion_card(models, task.classes, of="held-out digits", key=panel.key("digits_confusion"))


def details(models: Models, panel: Panel) -> None:
    """Nothing yet."""


def _picture(model: TrainedModel, task: Digits, panel: Panel) -> tuple[Array, int | None] | None:
    """What is read, (T, 1, D), and which digit it is; None where nothing is drawn yet."""
    with st.container(key=panel.key("digits_paper")):
        if panel.values["digits_source"] == DRAWN:
            inputs = _drawn(model, panel)
            return None if inputs is None else (inputs, None)
        number = panel.values["digits_picture"]
        inputs, truth = held_out(task, task.default_length, number - 1)
        _show(inputs, f"Held-out picture {number}: a {truth}")
        return inputs, truth


def _drawn(model: TrainedModel, panel: Panel) -> Array | None:
    pad, read = st.columns(2)
    with pad:
        digit_pad(panel, "digits_drawn")
    try:
        picture = picture_of(panel.values["digits_drawn"])
        if not picture.any():
            st.info("Draw a digit from 0 to 9: all networks read it as soon as the stroke ends.")
            return None
        inputs = drawn_input(model, picture)
    except GruvizError as error:
        st.error(literal(in_words(error)))
        return None
    with read:
        _show(inputs, "As the networks read it: scaled and centred like the data. The drawing is part of the link.")
    return inputs


def _show(inputs: Array, caption: str) -> None:
    """Draw the picture that is read, each pixel a square, as part of the page: a file of it could be gone on reload."""
    side = 28 if inputs.shape[-1] == 28 else 14
    ink = np.clip(inputs[: side * side // inputs.shape[-1]].reshape(side, side), 0, 1)
    squares = "".join(
        f'<rect x="{column}" y="{row}" width="1" height="1" fill-opacity="{ink[row, column]:.2f}"/>'
        for row, column in np.argwhere(ink > 0)
    )
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<rect width="{side}" height="{side}" fill="#fff"/>{squares}</svg>'
    )
    source = b64encode(drawing.encode()).decode()
    alt = escape(caption, quote=True)
    st.html(f'<img src="data:image/svg+xml;base64,{source}" width="168" height="168" alt="{alt}">')
    st.caption(literal(caption))


def _blank_card(models: Models, panel: Panel) -> None:
    accuracies = {label: (model.weights.cell, _after_blank(model, BLANK)[:, 0]) for label, model in models.items()}
    chart_card(blank_chart(accuracies, BLANK), key=panel.key("digits_blank_chart"))
    st.caption(
        "The shipped networks were trained to answer after 28 rows. To see them learn to wait, train them here with "
        "“Blank rows to learn with” and “Gates biased to keep”."
    )


@shared(16)
def _after_blank(model: TrainedModel, blank: Sequence[int]) -> Array:
    """Counted once for each model."""
    return accuracy_after_blank(model, blank)
