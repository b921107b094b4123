"""The page's component: mounted once per run of the page, fed once per run of the network."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from gruviz.closeup.follow import Closeup, CloseupRun, follow, other_form
from gruviz.closeup.interventions import Cut, Intervention, Interventions, Reset
from gruviz.closeup.reading import Reading
from gruviz.engine.cells import Cell, find_cell
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
from gruviz.ui.inside.controls import STEPS, TABLE
from gruviz.ui.inside.cursor import cursor_from, parse_cursor
from gruviz.ui.inside.interventions import interfere_expander
from gruviz.ui.inside.machine import machine_words
from gruviz.ui.inside.scene import pack_scene
from gruviz.ui.markdown import literal
from gruviz.validation import GruvizError
from gruviz.wording import power

KEY = "inside_component"
NOTATION = ("z", "reset")


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
    weights, length = run.flow.recording.weights, run.flow.recording.seq_len
    size = (find_cell(weights.cell), length, weights.hidden_size)
    with st.container(key=panel.key("machine")):
        component(
            "inside",
            key=KEY,
            data=pack_scene(
                run,
                keeps=keeps,
                start=_start(panel),
                may_intervene="hold" not in panel.hidden,
                machine=machine_words(panel.values, closeup, run),
            ),
            on_at_change=partial(_take_cursor, panel),
            on_intervene_change=partial(_take_intervention, panel, keeps, size),
            on_tape_change=partial(_take_tape, panel, closeup),
        )
    if problem := st.session_state.pop("inside_problem", None):
        st.error(literal(problem))
    _notes(closeup, run)
    interfere_expander(panel, *size)
    numbers_expander(_values_chart(closeup), key="inside_values")
    if run.interventions.all:
        chart_card(_change_chart(closeup), key="inside_change")


def _notes(closeup: Closeup, run: CloseupRun) -> None:
    """What is worth knowing of this run, below the machine."""
    for left_out in run.problems:
        st.warning(f"Left out: {literal(left_out)}")
    if closeup.reading is not None:
        st.markdown(_origin_of_reading(closeup.reading, run))
    elif closeup.model is not None:
        st.markdown(_origin(closeup.model, run))
    if closeup.reading is None and run.symbols is not None and not closeup.tape:
        count, total = len(run.symbols), len(closeup.experiment.text)
        if count < total:
            st.caption(f"The first {count} of {total:,} characters are read. “Steps” sets how many, at most {STEPS}.")


def notation(panel: Panel, closeup: Closeup) -> None:
    """How the cell is written, closed: the sign of z, and the place of the reset."""
    if not any(panel.draws(name) for name in NOTATION):
        return
    with st.expander("Notation", key=panel.key("notation")):
        panel.draw(*NOTATION)
        if (difference := _other_form(closeup)) is not None:
            st.caption(
                "The place of the reset is more than notation: with the same weights, the other one would move a state "
                f"by up to {power(difference)} here."
            )


def size_of(closeup: Closeup) -> Size:
    """D and H of its cell."""
    weights = followed(closeup).flow.recording.weights
    return Size(weights.input_size, weights.hidden_size)


def _origin(key: str, run: CloseupRun) -> str:
    """How well a shipped network has learned its task, what it says here, and what it would say untouched."""
    task, record = find_task(collection_model(key).task), collection_record()[key]
    state = "has learned" if record["solved"] else "has not learned"
    cell = find_cell(run.flow.recording.cell).title
    score = f"{task.metric} {record['metric']:.2g} on {PROBES} sequences that it never saw"
    return literal(f"This {cell} {state} its task: {score}.{_answer(run)}")


def _origin_of_reading(reading: Reading, run: CloseupRun) -> str:
    """Of what a brought network's gradient is, and what it says."""
    steps = reading.recording.seq_len
    gradient = f"The gradient is that of {reading.quantity}."
    part = f" Followed are the last {steps} of {reading.before + steps} steps." if reading.before else ""
    stays = " This network stays in this session: a link does not carry it."
    return literal(f"{gradient}{part}{_answer(run)}{stays}")


def _answer(run: CloseupRun) -> str:
    if run.answer is None or run.untouched_answer is None:
        return ""
    untouched = f" Untouched it {run.untouched_answer.words}." if run.flow is not run.untouched else ""
    return f" Here it {run.answer.words}.{untouched}"


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


def _take_tape(panel: Panel, closeup: Closeup) -> None:
    try:
        tape = TABLE.by_name["tape"].parse(str(st.session_state[KEY]["tape"]))
        follow(replace(closeup, tape=tape))
        panel.set("tape", tape)
    except GruvizError as error:
        st.session_state["inside_problem"] = in_words(error)


def _take_intervention(panel: Panel, keeps: bool, run: tuple[Cell, int, int]) -> None:
    """Carry out what the diagram asks for and has not been carried out."""
    for request in unheard(st.session_state[KEY]["intervene"], st.session_state.get("inside_heard", 0)):
        st.session_state["inside_heard"] = request["serial"]
        try:
            held = st.session_state.get(panel.key("hold"), panel.values["hold"])
            panel.set("hold", changed(Interventions.parse(held), request, run, keeps=keeps).text)
        except GruvizError as error:
            st.session_state["inside_problem"] = in_words(error)


def unheard(requests: Iterable[Mapping[str, Any]], heard: int) -> list[Mapping[str, Any]]:
    """Those of the last requests that are new: every message has them all, since one that is overtaken is not heard."""
    return [request for request in requests if request["serial"] > heard]


def changed(
    present: Interventions, request: Mapping[str, Any], run: tuple[Cell, int, int], *, keeps: bool
) -> Interventions:
    """The interventions after a request of the diagram.

    Args:
        present: Those before it, also such as do not fit the run.
        request: As the browser sends it: {"kind": "hold", "reset", "cut" or "free", …}; "instead" has the text
            of those that it takes away.
        run: Its cell, T and H.
        keeps: Whether z is named by what it keeps.

    Raises:
        GruvizError: If the new one does not fit the run, or if there would be too many.
    """
    for text in map(str, request.get("instead", ())):
        present = present.without(text, *run)
    if request["kind"] == "free":
        return present
    return present.plus(_intervention(request, keeps=keeps), *run)


def _intervention(request: Mapping[str, Any], *, keeps: bool) -> Intervention:
    if request["kind"] == "hold":
        value = 1 - request["value"] if keeps and request["gate"] == "z" else request["value"]
        units = None if request["units"] is None else tuple(map(int, request["units"]))
        first, last = sorted((int(request["first"]), int(request["last"])))
        return Clamp(str(request["gate"]), round(float(value), 6), first, last, units)
    step = int(request["step"])
    return Reset(step) if request["kind"] == "reset" else Cut(step)
