"""Try the exercises: a held-out window of somebody whom no network knows, read while its traces sweep by."""

from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from gruviz.arrays import Array
from gruviz.data.recorded import CHANNELS, RATE, UNITS
from gruviz.tasks import Wearable
from gruviz.tasks.own_sequences import OwnSequences
from gruviz.ui.applications.class_cards import Models, confusion_card, held_out, reading_cards
from gruviz.ui.applications.reading_scene import reading_scene
from gruviz.ui.applications.wearable import own
from gruviz.ui.charts.component import component
from gruviz.ui.controls.kinds import Choice, Control, Number
from gruviz.ui.controls.panel import Panel

STEP = f"sample (step t, {RATE:g} a second)"
FIRST, SECOND = "first", "second"
MOST = 500
"""Windows that one can choose from; fewer if there are fewer."""
HEIGHT = 430


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
    *own.CONTROLS,
)


def stage(models: Models, panel: Panel) -> None:
    """The traces of one window, the networks' beliefs as they come, and the answer of the best rule."""
    if _are_own(models):
        own.stage(models, panel)
        return
    with st.container(border=True):
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            for name in filter(panel.draws, ("wearable_person", "wearable_window")):
                with st.container(width=150):
                    panel.draw(name)
            with st.container(width="stretch"):
                place, inputs, truth = _window(models, panel)
        data = _scene(models, place, inputs, truth)
        component("wearable", key=panel.key("wearable_stage"), data=data, height=HEIGHT)
        st.caption("Sequences of your own, with labels? Teach them to the networks below, under “Train your own”.")


def details(models: Models, panel: Panel) -> None:
    """Belief over time, the samples that mattered, the inside, and the confusions on one person, of all models."""
    if _are_own(models):
        own.details(models, panel)
        return
    task, length = _task(models)
    person, windows = _person(task, length, panel.values["wearable_person"])
    inputs, truth = held_out(task, length, int(windows[(panel.values["wearable_window"] - 1) % len(windows)]))
    reading_cards(models, inputs, truth, task.classes, step=STEP, key=panel.key("wearable"))
    of = f"windows of person {person}"
    confusion_card(models, task.classes, of=of, key=panel.key("wearable_confusion"), among=windows.tolist())


def _are_own(models: Models) -> bool:
    return any(isinstance(model.kind, OwnSequences) for model in models.values())


def _window(models: Models, panel: Panel) -> tuple[int, Array, int]:
    """Say which window is read; its place among all that are held out, its steps (T, 1, D), and its class."""
    task, length = _task(models)
    person, windows = _person(task, length, panel.values["wearable_person"])
    number = panel.values["wearable_window"]
    window = (number - 1) % len(windows)
    place = int(windows[window])
    inputs, truth = held_out(task, length, place)
    st.markdown(
        f"The networks learned from {10 - len(task.people)} other people. **Person {person}** is doing "
        f"**{task.classes[truth]}**: window {window + 1} of {len(windows)}."
    )
    if number > len(windows):
        st.caption(f"There are only {len(windows)}: {number} goes on with the first.")
    return place, inputs, truth


def _scene(models: Models, place: int, inputs: Array, truth: int) -> dict[str, Any]:
    """What the browser plays."""
    task, _ = _task(models)
    seen = f"Six traces of a smartwatch during {task.classes[truth]}."
    return reading_scene(models, place, inputs, truth, seen=seen, of="windows") | {
        "rate": RATE,
        "traces": task.measured(inputs)[:, 0].T.round(3).tolist(),
        "channels": [{"name": name, "unit": unit} for name, unit in zip(CHANNELS, UNITS, strict=True)],
    }


def _task(models: Models) -> tuple[Wearable, int]:
    task, length = next((model.kind, model.length) for model in models.values())
    assert isinstance(task, Wearable)
    return task, length


def _person(task: Wearable, length: int, which: str) -> tuple[int, NDArray[np.int64]]:
    """A person, and the places of his or her windows among those held out."""
    person = task.people[which == SECOND]
    return person, np.flatnonzero(task.wearers(length) == person)
