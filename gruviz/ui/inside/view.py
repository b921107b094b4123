"""The page's component: mounted once per run of the page, fed once per run of the network."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from gruviz.closeup.follow import Closeup, CloseupRun, follow, other_form
from gruviz.closeup.interventions import Cut, Intervention, Interventions, Reset
from gruviz.closeup.reading import Reading
from gruviz.engine.cells import find_cell
from gruviz.engine.records import Clamp
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.gradients.gates_and_states import heatmap_chart
from gruviz.figures.gradients.interference import compare_runs, interference_chart
from gruviz.models.shipped import collection_model, collection_record
from gruviz.tasks import find_task
from gruviz.ui.caching import shared
from gruviz.ui.charts.card import chart_card, numbers_expander
from gruviz.ui.charts.component import component
from gruviz.ui.charts.views import Rendering
from gruviz.ui.controls.custom_cell import Size
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.refusals import in_words
from gruviz.ui.inside.controls import STEPS
from gruviz.ui.inside.cursor import cursor_from, parse_cursor
from gruviz.ui.inside.interventions import interfere_expander
from gruviz.ui.inside.scene import pack_scene
from gruviz.ui.markdown import literal
from gruviz.validation import GruvizError
from gruviz.wording import power

KEY = "inside_component"


@shared(32)
def followed(closeup: Closeup) -> CloseupRun:
    """Run a close-up; equal ones share the result, among all sessions."""
    return follow(closeup)


@shared(32)
def _other_form(closeup: Closeup) -> float | None:
    return other_form(closeup)


@shared(32)
def _values_chart(closeup: Closeup) -> Chart:
    run = followed(closeup)
    return heatmap_chart(run.flow.recording, label=run.label)


@shared(32)
def _change_chart(closeup: Closeup) -> Rendering:
    run = followed(closeup)
    return Rendering.of(interference_chart(compare_runs(run.flow, run.untouched, label=run.label)))


def inside_view(panel: Panel, closeup: Closeup) -> None:
    """Draw the cell, the timeline and the equations, and below them what an intervention did."""
    run = followed(closeup)
    keeps = panel.values["z"] == "keep"
    if closeup.reading is not None:
        st.markdown(_origin_of_reading(closeup.reading, run))
    elif closeup.model is not None:
        st.markdown(_origin_of_model(closeup.model, run))
    scene = pack_scene(run, keeps=keeps, start=_start(panel), may_intervene="hold" not in panel.hidden)
    component(
        "inside",
        key=KEY,
        data=scene,
        on_at_change=partial(_take_cursor, panel),
        on_intervene_change=partial(_take_intervention, panel, keeps),
    )
    if (difference := _other_form(closeup)) is not None:
        place = {"gru": "after", "gru_reset_after": "before"}[closeup.cell]
        st.caption(
            f"A reset {place} the product with U, with the same weights, would move a state by up to "
            f"{power(difference)}: another cell, not another way of writing."
        )
    for left_out in run.problems:
        st.warning(f"Left out: {literal(left_out)}")
    if closeup.reading is None and run.symbols is not None and len(run.symbols) < len(closeup.experiment.text):
        count, total = len(run.symbols), len(closeup.experiment.text)
        st.caption(f"The first {count} of {total:,} characters are read. “Steps” sets how many, at most {STEPS}.")
    if problem := st.session_state.pop("inside_problem", None):
        st.error(literal(problem))
    recording = run.flow.recording
    interfere_expander(panel, find_cell(recording.cell), recording.seq_len, recording.weights.hidden_size)
    numbers_expander(_values_chart(closeup), key="inside_values")
    if run.interventions.all:
        chart_card(_change_chart(closeup), key="inside_change")


def size_of(closeup: Closeup) -> Size:
    """D and H of its cell."""
    weights = followed(closeup).flow.recording.weights
    return Size(weights.input_size, weights.hidden_size)


def _origin_of_model(key: str, run: CloseupRun) -> str:
    """What a shipped network was trained for, what it says here, and what it would say untouched."""
    task, record = find_task(collection_model(key).task), collection_record()[key]
    score = f"{task.metric} {record['metric']:.2g} on {PROBES} fixed sequences"
    state = "learned" if record["solved"] else "has not learned"
    cell = find_cell(run.flow.recording.cell).title
    return literal(f"This {cell} {state} its task ({score}). {QUESTIONS[task.key]}{_answer(run)}")


def _origin_of_reading(reading: Reading, run: CloseupRun) -> str:
    """Where a brought network comes from, of what its gradient is, and what it says."""
    steps = reading.recording.seq_len
    origin = f"{reading.label}, as brought from Applications; it stays in this session, and a link does not carry it."
    gradient = f"The gradient is that of {reading.quantity}."
    part = f" Followed are the last {steps} of {reading.before + steps} steps." if reading.before else ""
    return literal(f"{origin} {gradient}{part}{_answer(run)}")


def _answer(run: CloseupRun) -> str:
    if run.answer is None or run.untouched_answer is None:
        return ""
    changed = f"; untouched it {run.untouched_answer.words}" if run.flow is not run.untouched else ""
    return f" Here it {run.answer.words}{changed}."


QUESTIONS = {
    "flip_flop": "S sets and R resets a switch, · and ∘ mean nothing; at the end it says how the switch stands.",
    "adding": "Input 0 is a number, input 1 marks two of them; at the end it says their sum.",
    "first_symbol": "The first step shows one of four symbols, all others noise; at the end it names the symbol.",
}
"""What each task of the collection asks, in a sentence."""
PROBES = 128


def _start(panel: Panel) -> Mapping[str, Any]:
    """Where the cursor shall go: a new serial whenever anything but the browser itself has moved it."""
    cursor = cursor_from(panel.values)
    last = st.session_state.get("inside_start")
    if last is None or cursor not in (last["at"], st.session_state.get("inside_reported")):
        last = st.session_state["inside_start"] = {"serial": (last or {"serial": 0})["serial"] + 1, "at": cursor}
        st.session_state["inside_reported"] = cursor
    return last


def _take_cursor(panel: Panel) -> None:
    try:
        cursor = parse_cursor(st.session_state[KEY]["at"])
    except GruvizError:
        return
    for name, value in cursor.items():
        panel.set(name, value)
    st.session_state["inside_reported"] = cursor_from(panel.values | cursor)


def _take_intervention(panel: Panel, keeps: bool) -> None:
    try:
        request = st.session_state[KEY]["intervene"]
        panel.set("hold", changed(Interventions.parse(panel.values["hold"]), request, keeps=keeps).text)
    except GruvizError as error:
        st.session_state["inside_problem"] = in_words(error)


def changed(present: Interventions, request: Mapping[str, Any], *, keeps: bool) -> Interventions:
    """The interventions after a request of the diagram.

    Args:
        present: Those before it.
        request: As the browser sends it: {"kind": "hold", "reset", "cut" or "remove", …}.
        keeps: Whether z is named by what it keeps.

    Raises:
        GruvizError: If there would be too many.
    """
    if request["kind"] == "remove":
        return Interventions(tuple(one for i, one in enumerate(present.all) if i != request["index"]))
    return Interventions((*present.all, _intervention(request, keeps=keeps)))


def _intervention(request: Mapping[str, Any], *, keeps: bool) -> Intervention:
    if request["kind"] == "hold":
        value = 1 - request["value"] if keeps and request["gate"] == "z" else request["value"]
        units = None if request["units"] is None else tuple(map(int, request["units"]))
        return Clamp(str(request["gate"]), round(float(value), 6), int(request["first"]), int(request["last"]), units)
    step = int(request["step"])
    return Reset(step) if request["kind"] == "reset" else Cut(step)
