"""Labelled sequences of one's own: the upload, and the screen on which one that is held out is read."""

from typing import Any

import numpy as np
import streamlit as st

from gruviz.arrays import Array
from gruviz.data.drawn_shapes import shapes_csv
from gruviz.data.files import decode
from gruviz.data.labelled import read_labelled
from gruviz.tasks import Task
from gruviz.tasks.own_sequences import FEWEST, MOST_LABELS, OwnSequences
from gruviz.ui.applications.class_cards import Models, confusion_card, held_out, reading_cards
from gruviz.ui.applications.reading_scene import reading_scene
from gruviz.ui.charts.component import component
from gruviz.ui.controls.kinds import Control, Number
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.reading import say
from gruviz.ui.controls.upload import file_control, kept_file, offer_file, report_gone
from gruviz.ui.markdown import literal

FILE, UPLOAD = "wearable_file", "wearable_upload"
LASTS = 5
"""Seconds in which a sequence is played."""
DRAWN = 8
"""Traces that are drawn, at most."""

CONTROLS: tuple[Control, ...] = (
    Number(
        name="wearable_sequence",
        label="Sequence",
        help="Which of your held-out sequences is read; after the last it goes on with the first.",
        default=1,
        low=1,
        high=9999,
    ),
    file_control(FILE),
)


def own_sequences(panel: Panel) -> Task | None:
    """Offer an upload of labelled sequences; the task of telling them apart, or None.

    Raises:
        GruvizError: If they can't be learned; the message says why.
    """
    with st.expander("Teach the networks sequences of your own", key="wearable_own"):
        st.markdown(
            "A CSV file with one row for each step: a column “id” (who or what it is from), a column “label” (what is "
            "to be said), a column of numbers for each sensor, and if you like “step” or “time”. Or one row for each "
            f"whole sequence: id, label, and its numbers. 2 to {MOST_LABELS} labels, each with {FEWEST} ids or more: a "
            "quarter of the ids are held out. The file stays on this server while your session lasts."
        )
        offer_file(panel, FILE, "Upload a CSV file", ["csv", "tsv", "txt"], key=UPLOAD)
        st.download_button(
            "Download an example: shapes drawn by a formula",
            shapes_csv,
            "shapes.csv",
            "text/csv",
            key="wearable_example",
            on_click="ignore",
            help="Circles drawn one way or the other, and lines: 32 made-up people draw each once.",
        )
    file = kept_file(panel, FILE, key=UPLOAD)
    if file is None:
        report_gone(panel, FILE)
        return None
    read = read_labelled(decode(file.content))
    task = OwnSequences(read)
    say(read.summary)
    return task


def stage(models: Models, panel: Panel) -> None:
    """The traces of one held-out sequence, the networks' beliefs as they come, and the answer of the best rule."""
    task, length = _task(models)
    with st.container(border=True):
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            with st.container(width=150):
                panel.draw("wearable_sequence")
            with st.container(width="stretch"):
                place, inputs, truth = _chosen(task, length, panel)
        seen = f"Traces of a held-out sequence, labelled {task.classes[truth]}."
        data = reading_scene(models, place, inputs, truth, seen=seen, of="held-out sequences")
        component("wearable", key=panel.key("wearable_stage"), data=data | _traces(task, inputs), height=430)


def details(models: Models, panel: Panel) -> None:
    """Belief over time, the steps that mattered, the inside, and all confusions."""
    task, length = _task(models)
    inputs, truth = held_out(task, length, _place(task, length, panel))
    reading_cards(models, inputs, truth, task.classes, step="step t", key=panel.key("wearable"))
    confusion_card(models, task.classes, of="held-out sequences", key=panel.key("wearable_confusion"))


def _chosen(task: OwnSequences, length: int, panel: Panel) -> tuple[int, Array, int]:
    """Say which sequence is read; its place among those held out, its steps (T, 1, D), and its class."""
    place, number = _place(task, length, panel), panel.values["wearable_sequence"]
    places = task.places(length, held_out=True)
    which, first, last = places[place]
    inputs, truth = held_out(task, length, place)
    zeros = length - (last - first)
    st.markdown(
        f"From **{literal(task.data.ids[which])}**, of which the networks have seen nothing: "
        f"**{literal(task.classes[truth])}**, steps {first + 1} to {last}{f' after {zeros} of zeros' * (zeros > 0)}. "
        f"Sequence {place + 1} of {len(places)}."
    )
    if task.input_size > DRAWN:
        st.caption(f"The first {DRAWN} of {task.input_size} channels are drawn; the networks read all.")
    if number > len(places):
        st.caption(f"There are only {len(places)}: {number} goes on with the first.")
    return place, inputs, truth


def _place(task: OwnSequences, length: int, panel: Panel) -> int:
    return int((panel.values["wearable_sequence"] - 1) % len(task.places(length, held_out=True)))


def _traces(task: OwnSequences, inputs: Array) -> dict[str, Any]:
    """What is drawn beside the beliefs: the numbers as the networks read them."""
    shown = task.data.channels[:DRAWN]
    return {
        "rate": len(inputs) / LASTS,
        "counted": True,
        "traces": np.asarray(inputs[:, 0, :DRAWN]).T.round(3).tolist(),
        "channels": [{"name": name[:14], "unit": "sd"} for name in shown],
    }


def _task(models: Models) -> tuple[OwnSequences, int]:
    task, length = next((model.kind, model.length) for model in models.values())
    assert isinstance(task, OwnSequences)
    return task, length
