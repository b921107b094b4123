"""The laboratory on the person's network: a layer, a question, its charts, and the way to Inside the cell."""

import streamlit as st

from gruviz.closeup.reading import Reading, last_steps
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.models.shipped import CELLS_TRAINED
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.views import Rendering
from gruviz.ui.controls.panel import Panel
from gruviz.ui.inside.controls import STEPS
from gruviz.ui.inside.handover import inside_link
from gruviz.ui.inside.scene import steps_that_fit
from gruviz.ui.your_network.diagnosis import Diagnosis
from gruviz.ui.your_network.screen import place_that_matters
from gruviz.ui.your_network.views import CHARTS, MOST_UNITS, flows_of, has_room, left_out

INSIDE_UNITS = 64
"""Units up to which Inside the cell has room for a network."""
QUANTITY = "a random readout of the last state"


def laboratory(panel: Panel, diagnosis: Diagnosis) -> None:
    """Choose a layer and a question; the charts, and the way to Inside the cell."""
    st.subheader("Look inside: the laboratory on this network", anchor=False)
    place, view = _layer(panel, diagnosis), panel.values["view"]
    run = diagnosis.report.runs[place]
    panel.draw("view")
    with st.container(key=panel.key("inside")):
        _inside(run, diagnosis.report.title)
    if not has_room(view, run.recording):
        units, most = run.recording.weights.hidden_size, MOST_UNITS[view]
        st.info(f"This view follows every step on its own and takes up to {most} units; this layer has {units:,}.")
        return
    if words := left_out(view, run.recording):
        st.caption(words)
    for i, chart in enumerate(_drawn(panel, diagnosis, place, view)):
        chart_card(chart, key=panel.key(f"lab_{view}_{i}"), compares=False)


def _drawn(panel: Panel, diagnosis: Diagnosis, place: int, view: str) -> tuple[Rendering, ...]:
    """The charts of a view; those that are on the page already are not computed a second time."""
    slot = panel.key("drawn")
    kept: tuple[Diagnosis, int, str, tuple[Rendering, ...]] | None = st.session_state.get(slot)
    if kept is not None and kept[0] is diagnosis and kept[1:3] == (place, view):
        return kept[3]
    with st.spinner("Following every step …"):
        flows = flows_of(diagnosis, place)
        drawn = tuple(Rendering.of(chart) for chart in CHARTS[view](flows, list(flows)[1:]))
    st.session_state[slot] = (diagnosis, place, view, drawn)
    return drawn


def _layer(panel: Panel, diagnosis: Diagnosis) -> int:
    """Which of the layers is looked at."""
    titles = [run.title for run in diagnosis.report.runs]
    chosen = panel.values["layer"]
    place = titles.index(chosen) if chosen in titles else place_that_matters(diagnosis)
    if len(titles) > 1 and "layer" not in panel.hidden:
        key = panel.key(f"layer_box_{' '.join(titles)}")  # of another network it is another list
        if st.session_state.get(key) != titles[place]:
            st.session_state[key] = titles[place]
        st.selectbox("Layer", titles, key=key, on_change=_take_layer, args=(panel, key))
    return place


def _take_layer(panel: Panel, key: str) -> None:
    panel.set("layer", st.session_state[key])


def _inside(run: LayerRun, title: str) -> None:
    """The way to Inside the cell, with this layer and the first sequence."""
    recording = run.recording
    units = recording.weights.hidden_size
    if units > INSIDE_UNITS:
        st.caption(f"Inside the cell has room for {INSIDE_UNITS} units; this layer has {units:,}.")
    elif recording.cell in CELLS_TRAINED and recording.breakdown is None:
        length = min(steps_that_fit(recording), STEPS)
        label = f"{title}, {run.title}"
        reading = Reading(label, last_steps(run.flow, length), QUANTITY, before=recording.seq_len - length)
        inside_link({recording.cell: reading})
