"""Three doodles of one's own: drawn ten times each, learned by the same three cells, and read while they are drawn."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from gruviz.applications.beliefs import beliefs
from gruviz.applications.digits import FAINT, nearest_picture, normalised
from gruviz.applications.offered import OFFERED
from gruviz.engine.cells import find_cell
from gruviz.jobs.job import JobView
from gruviz.models.trained_model import TrainedModel
from gruviz.server_runs import trainings
from gruviz.tasks import Digits
from gruviz.tasks.doodles import MOST, NAME, Doodles
from gruviz.training.history import TrainingEvent
from gruviz.training.settings import TrainConfig
from gruviz.ui.applications.browser_network import send_networks
from gruviz.ui.applications.digits.drawing import picture_of
from gruviz.ui.applications.digits.on_pad import OnPad, stage_data
from gruviz.ui.components import component
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.markdown import literal
from gruviz.ui.runs.progress import progress
from gruviz.ui.runs.trained_models import trained_models
from gruviz.ui.runs.watched_run import WatchedRun
from gruviz.validation import GruvizError, InvalidValue
from gruviz.wording import listed

WANTED = 10
"""Examples of each kind that are asked for."""
NAMES = ("house", "star", "fish")
"""Before a person gives others."""
LABEL = "Draw a doodle. Arrow keys move the cursor, space inks, shift and an arrow key draw a line"
TAKES = f"{LABEL}, Enter takes it"

Kept = Mapping[str, Any]
"""Names and drawings by kind, as the component has them: {"names": […], "drawings": [[…], …]}."""
Training = WatchedRun[TrainConfig, TrainingEvent]


def doodle_box(panel: Panel) -> None:
    """Offer to draw, to teach, and then to try; what was drawn stays while other parts of the page change."""
    with st.expander("Teach it three doodles of your own", key=panel.key("doodles_box"), on_change="rerun") as box:
        if box.open:
            st.fragment(_doodles)(panel)


def _doodles(panel: Panel) -> None:
    st.caption(
        f"Draw each of three things {WANTED} times, one after another: a drawing is taken when your hand has rested "
        "for a second, or when you press Enter. Every third is left out of the training, to judge by."
    )
    key, place = panel.key("doodles"), panel.key("doodles_kept")
    kept: Kept = st.session_state.setdefault(place, {"names": list(NAMES), "drawings": [[] for _ in NAMES]})
    data = {"kept": kept, "wanted": WANTED, "most": MOST, "label": TAKES}
    component("doodles", key=key, data=data, on_doodles_change=partial(_take, key, place))
    try:
        task = task_of(kept)
    except GruvizError as error:
        st.caption(literal(in_words(error)))
        return
    _teach(panel, task)


def _teach(panel: Panel, task: Doodles) -> None:
    """Offer the training or show how far it is, and below what was learned last."""
    run, place = Training("doodles", trainings(), config_of(task)), panel.key("doodles_taught")
    job = run.view()
    if job is None:
        training, held_out = (part.inputs.shape[1] for part in task.split(task.lengths[0]))
        size = f"{run.config.steps} updates of three networks with {run.config.hidden_size} units"
        caption = f"{size}, on {training} of your drawings, each moved by up to one pixel; {held_out} are left out."
        run.offer(caption, start="Teach the networks")
    else:
        run.watch(job, partial(_training, run))
    if job and job.status == "finished":
        st.session_state[place] = task
    taught: Doodles | None = st.session_state.get(place)
    before = taught and Training("doodles", trainings(), config_of(taught)).view()
    if taught and before:
        if taught != task:
            st.caption("These networks know your drawings as they were when they were taught.")
        _try(panel, taught, {find_cell(m.weights.cell).title: m for m in trained_models(before.key).values()})


def _take(key: str, place: str) -> None:
    with suppress(GruvizError):  # no browser of ours sends anything else: what there was stays
        st.session_state[place] = checked(st.session_state[key]["doodles"])


def checked(sent: object) -> Kept:
    """What a browser has sent, if it is a collection of drawings.

    Raises:
        GruvizError: If it is none.
    """
    names, drawings = (sent.get("names"), sent.get("drawings")) if isinstance(sent, Mapping) else (None, None)
    if not isinstance(names, list) or not isinstance(drawings, list) or not len(names) == len(drawings) == len(NAMES):
        raise InvalidValue("doodles", "something else", "names and drawings")
    if not all(isinstance(name, str) for name in names) or not all(isinstance(kind, list) for kind in drawings):
        raise InvalidValue("doodles", "something else", "names and drawings")
    for drawing in (drawing for kind in drawings for drawing in kind[:MOST]):
        picture_of(drawing if isinstance(drawing, str) and drawing else "none")
    return {"names": [name[:NAME] for name in names], "drawings": [kind[:MOST] for kind in drawings]}


def task_of(kept: Kept) -> Doodles:
    """The task that the drawings make.

    Raises:
        GruvizError: If they are too few, or two kinds have one name.
    """
    examples = tuple(tuple(_doodle(drawing) for drawing in kind) for kind in kept["drawings"])
    return Doodles(tuple(kept["names"]), examples)


def _doodle(drawing: str) -> bytes:
    return np.round(255 * normalised(picture_of(drawing))).astype(np.uint8).tobytes()


def config_of(task: Doodles) -> TrainConfig:
    """The training of the digits, smaller: some seconds for all three cells."""
    sizes: dict[str, Any] = {"hidden_size": 32, "batch_size": 24, "steps": task.default_steps, "report_every": 20}
    return replace(OFFERED["digits"], task=task, length=task.default_length, **sizes)


def _training(run: Training, job: JobView[TrainConfig, TrainingEvent]) -> None:
    with st.container(horizontal=True, key="doodles_buttons", vertical_alignment="center"):
        if job.ended_early:
            st.button("Start again", key="doodles_again", on_click=run.start)
        elif job.active:
            st.button("Stop", key="doodles_stop", on_click=run.stop)
    progress(job, max((event.step for event in job.events), default=0), job.config.steps, "update")


def _try(panel: Panel, task: Doodles, models: Mapping[str, TrainedModel]) -> None:
    """The screen of the digits, with doodles."""
    if not models:
        st.warning("All networks of this training stopped: their values became NaN or infinite. Draw others.")
        return
    st.markdown(results_words(task, models))
    key, place = panel.key("doodles_stage"), panel.key("doodles_tried")
    tried: dict[str, Any] = st.session_state.setdefault(place, {"drawn": "", "left_out": 0, "next": 1})
    data = stage_data(task, _on_pad(task, tried), _left_out(task, tried["next"]), drawn=tried["drawn"]) | {
        "networks": send_networks(models, key=panel.key("doodles_networks")),
        "moved": None,
        "label": LABEL,
        "invitation": f"Draw one of these: {', '.join(task.classes)}",
    }
    component(
        "digits",
        key=key,
        data=data,
        on_drawn_change=partial(_draw, key, place),
        on_asked_change=partial(_another, place),
    )


def _draw(key: str, place: str) -> None:
    drawing = st.session_state[key]["drawn"] or ""
    try:
        picture_of(drawing)
    except GruvizError:
        return
    st.session_state[place] |= {"drawn": drawing if drawing.strip("0") else "", "left_out": None}


def _another(place: str) -> None:
    number = st.session_state[place]["next"]
    st.session_state[place] |= {"left_out": number, "next": number + 1}


def _on_pad(task: Doodles, tried: Mapping[str, Any]) -> OnPad:
    """A doodle that was left out, or one that is drawn now."""
    if tried["left_out"] is None:
        picture = picture_of(tried["drawn"])
        inputs = Digits().read(normalised(picture)[None], task.lengths[0]) if picture.max() > FAINT else None
        return OnPad(inputs, None, "Your drawing")
    return _left_out(task, tried["left_out"])


def _left_out(task: Doodles, number: int) -> OnPad:
    """A doodle that was left out, counted from 0 and round all of them, each time of another kind."""
    inputs, (kinds,) = task.split(task.lengths[0]).held_out
    within = [int((kinds[:i] == kind).sum()) for i, kind in enumerate(kinds)]
    place = int(np.lexsort((kinds, within))[number % len(kinds)])
    truth = int(kinds[place])
    words = f"{task.classes[truth]}, left out of the training ({within[place] + 1})"
    return OnPad(inputs[:, place : place + 1], truth, words)


def results_words(task: Doodles, models: Mapping[str, TrainedModel]) -> str:
    """How many of the drawings that were left out are named right, by networks and rule, and how few that is."""
    inputs, targets = task.split(task.lengths[0]).held_out
    count = inputs.shape[1]
    right = {
        label: int((beliefs(model, inputs)[-1, 0].argmax(-1) == targets[0]).sum()) for label, model in models.items()
    }
    near = [nearest_picture(task, inputs[:, i : i + 1]).digit for i in range(count)]
    right["the nearest drawing"] = int((np.array(near) == targets[0]).sum())
    words = listed([f"{label} {number}" for label, number in right.items()])
    return (
        f"Of the {count} drawings that were left out, right: {words}. So few say little: one drawing more or less is "
        f"{100 / count:.0f} percentage points."
    )
