"""Try the exercises: a held-out window of somebody whom no network knows."""

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from gruviz.data.recorded import RATE
from gruviz.tasks import Wearable
from gruviz.ui.applications.class_cards import Models, confusion_card, held_out, reading_cards
from gruviz.ui.applications.fields import control_row
from gruviz.ui.controls.kinds import Choice, Control, Number
from gruviz.ui.controls.panel import Panel

STEP = f"sample (step t, {RATE:g} a second)"
FIRST, SECOND = "first", "second"
MOST = 500
"""Windows that one can choose from; fewer if there are fewer."""


CONTROLS: tuple[Control, ...] = (
    Choice(
        name="wearable_person",
        label="Person",
        help="Two of the ten people are held out: neither was in the training data.",
        default=FIRST,
        options={FIRST: "1", SECOND: "2"},
    ),
    Number(
        name="wearable_window",
        label="Window",
        help="Which stretch of this person's recordings is read; after the last it goes on with the first.",
        default=1,
        low=1,
        high=MOST,
    ),
)


def stage(models: Models, panel: Panel) -> None:
    """Belief over time, the samples that mattered, and the confusions on one person, of all models."""
    control_row(panel, CONTROLS)
    task, length = next((model.kind, model.length) for model in models.values())
    assert isinstance(task, Wearable)
    person, windows = _person(task, length, panel.values["wearable_person"])
    number = panel.values["wearable_window"]
    window = (number - 1) % len(windows)
    inputs, truth = held_out(task, length, int(windows[window]))
    known = 10 - len(task.people)
    st.markdown(
        f"**Training and test are split by person**: the networks learned from {known} people, and this is person "
        f"{person}, one of the two others, doing {task.classes[truth]}: window {window + 1} of {len(windows)}."
    )
    if number > len(windows):
        st.caption(f"There are only {len(windows)}: {number} goes on with the first.")
    reading_cards(models, inputs, truth, task.classes, step=STEP, key=panel.key("wearable"))
    of = f"windows of person {person}"
    confusion_card(models, task.classes, of=of, key=panel.key("wearable_confusion"), among=windows.tolist())


def details(models: Models, panel: Panel) -> None:
    """Nothing yet."""


def _person(task: Wearable, length: int, which: str) -> tuple[int, NDArray[np.int64]]:
    """A person, and the places of his or her windows among those held out."""
    person = task.people[which == SECOND]
    return person, np.flatnonzero(task.wearers(length) == person)
