"""Try the spoken digits: a held-out clip, or uploaded frames."""

from typing import NamedTuple

import streamlit as st

from gruviz.applications.speech import clip_from_csv, clip_to_csv, held_out_place
from gruviz.arrays import Array
from gruviz.tasks import Speech
from gruviz.tasks.speech import HELD_OUT
from gruviz.ui.applications.class_cards import Models, confusion_card, held_out, reading_cards
from gruviz.ui.applications.fields import control_row
from gruviz.ui.controls.kinds import Control, Number
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.controls.upload import file_control, kept_file, offer_file, report_gone
from gruviz.ui.markdown import literal
from gruviz.validation import GruvizError

STEP = "frame (step t)"
FILE = "speech_file"


CONTROLS: tuple[Control, ...] = (
    Number(
        name="speech_clip",
        label="Clip",
        help=f"Which of the {HELD_OUT} held-out clips the networks hear; no network has learned from any of them.",
        default=1,
        low=1,
        high=HELD_OUT,
    ),
    file_control(FILE),
)


class Clip(NamedTuple):
    """A spoken digit: frames (T, 1, 13), and which digit it is, where that is known."""

    inputs: Array
    truth: int | None


def stage(models: Models, panel: Panel) -> None:
    """Belief frame by frame, the frames that mattered, and the confusions, of all models."""
    control_row(panel, CONTROLS)
    length = max(model.length for model in models.values())
    number = panel.values["speech_clip"]
    clip = _own_clip(panel, length) or _held_out(number, length)
    classes = Speech.classes
    reading_cards(models, *clip, classes, step=STEP, key=panel.key("speech"))
    confusion_card(models, classes, of="held-out clips", key=panel.key("speech_confusion"))


def details(models: Models, panel: Panel) -> None:
    """Nothing yet."""


def _held_out(number: int, length: int) -> Clip:
    clip, truth = held_out(Speech(), length, number - 1)
    st.markdown(f"Held-out clip {number}: somebody says “{truth}”. Before a short clip there is silence.")
    return Clip(clip, truth)


def _own_clip(panel: Panel, length: int) -> Clip | None:
    """A clip that the person uploads; None without one, or, with a message on the page, for one that can't be read."""
    number = panel.values["speech_clip"]
    with st.expander("A clip of your own, as frames in a CSV file"):
        st.markdown(
            "One row for each frame, 13 mel-frequency cepstral coefficients in the units of the source. "
            "Download a clip to see the form. A file stays while your session lasts and is not part of the link."
        )
        st.download_button(
            f"Clip {number} as CSV",
            lambda: clip_to_csv(held_out_place(number - 1)),
            f"clip_{number}.csv",
            "text/csv",
            key=panel.key("speech_download"),
            on_click="ignore",
        )
        offer_file(panel, FILE, "Frames (CSV)", ["csv", "tsv", "txt"], key=panel.key("speech_upload"))
    file = kept_file(panel, FILE, key=panel.key("speech_upload"))
    if file is None:
        report_gone(panel, FILE)
        return None
    try:
        inputs = clip_from_csv(file.content, length)
    except GruvizError as error:
        st.error(literal(f"{file.name}: {in_words(error)} The held-out clip is shown instead."))
        return None
    st.markdown(f"Heard from {literal(file.name)}. Which digit it is, the file does not say.")
    return Clip(inputs, None)
