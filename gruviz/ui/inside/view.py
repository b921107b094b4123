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
from gruviz.ui.controls.panel import Panel
from gruviz.ui.inside.controls import STEPS, cursor_from, told_cursor
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
def _charts(closeup: Closeup) -> tuple[Rendering, Rendering | None]:
    run = followed(closeup)
    values = heatmap_chart(run.flow.recording, label=run.label)
    change = (
        interference_chart(compare_runs(run.flow, run.untouched, label=run.label)) if run.interventions.all else None
    )
    return _drawn(values), None if change is None else _drawn(change)


def _drawn(chart: Chart) -> Rendering:
    return Rendering(chart, chart.figure.to_json())


def inside_view(panel: Panel, closeup: Closeup) -> None:
    """Draw the cell, the timeline and the equations, and below them what an intervention did."""
    run = followed(closeup)
    keeps = panel.values["z"] == "keep"
    if closeup.reading is not None:
        st.markdown(_told_of_reading(closeup.reading, run))
    elif closeup.model is not None:
        st.markdown(_told(closeup.model, run))
    start = _start(panel)
    scene = pack_scene(run, keeps=keeps, start=start, may_intervene="hold" not in panel.hidden)
    component(
        "inside",
        key=KEY,
        data=scene,
        on_at_change=partial(_hear_cursor, panel),
        on_intervene_change=partial(_hear_intervention, panel, keeps),
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
        read, given = len(run.symbols), len(closeup.experiment.text)
        st.caption(f"The first {read} of {given:,} characters are read. “Steps” sets how many, at most {STEPS}.")
    if problem := st.session_state.pop("inside_problem", None):
        st.error(literal(problem))
    recording = run.flow.recording
    interfere_expander(panel, find_cell(recording.cell), recording.seq_len, recording.weights.hidden_size)
    values, change = _charts(closeup)
    numbers_expander(values, key="inside_values")
    if change is not None:
        chart_card(change, key="inside_change")


def _told(key: str, run: CloseupRun) -> str:
    """What a trained network was taught, what it says here, and what it would say untouched."""
    task, made = find_task(collection_model(key).task), collection_record()[key]
    told = QUESTIONS[task.key]
    score = f"{task.metric} {made['metric']:.2g} on {PROBES} fixed sequences"
    state = "learned" if made["solved"] else "has not learned"
    cell = find_cell(run.flow.recording.cell).title
    return literal(f"This {cell} {state} its task ({score}). {told}{_said(run)}")


def _told_of_reading(reading: Reading, run: CloseupRun) -> str:
    """Where a network comes from, of what its gradient is, and what it says."""
    steps = reading.recording.seq_len
    part = f" Followed are the last {steps} of {reading.before + steps} steps." if reading.before else ""
    told = f"{reading.label}, as brought from Applications; it stays in this session, and a link does not carry it."
    told += f" The gradient is that of {reading.asked}."
    return literal(f"{told}{part}{_said(run)}")


def _said(run: CloseupRun) -> str:
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
    if last is None or cursor not in (last["at"], st.session_state.get("inside_told")):
        last = st.session_state["inside_start"] = {"serial": (last or {"serial": 0})["serial"] + 1, "at": cursor}
        st.session_state["inside_told"] = cursor
    return last


def _hear_cursor(panel: Panel) -> None:
    try:
        told = told_cursor(st.session_state[KEY]["at"])
    except GruvizError:
        return
    for name, value in told.items():
        panel.set(name, value)
    st.session_state["inside_told"] = cursor_from(panel.values | told)


def _hear_intervention(panel: Panel, keeps: bool) -> None:
    try:
        asked = st.session_state[KEY]["intervene"]
        panel.set("hold", changed(Interventions.parse(panel.values["hold"]), asked, keeps=keeps).text)
    except GruvizError as error:
        st.session_state["inside_problem"] = str(error)


def changed(done: Interventions, asked: Mapping[str, Any], *, keeps: bool) -> Interventions:
    """The interventions after what a person has asked for.

    Raises:
        GruvizError: If there would be too many.
    """
    if asked["kind"] == "remove":
        return Interventions(tuple(one for i, one in enumerate(done.all) if i != asked["index"]))
    return Interventions((*done.all, _asked(asked, keeps=keeps)))


def _asked(asked: Mapping[str, Any], *, keeps: bool) -> Intervention:
    if asked["kind"] == "hold":
        value = 1 - asked["value"] if keeps and asked["gate"] == "z" else asked["value"]
        units = None if asked["units"] is None else tuple(map(int, asked["units"]))
        return Clamp(str(asked["gate"]), round(float(value), 6), int(asked["first"]), int(asked["last"]), units)
    step = int(asked["step"])
    return Reset(step) if asked["kind"] == "reset" else Cut(step)
