"""The views of the laboratory, of a layer of the network beside the same layer freshly started."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from gruviz.closeup.reading import Reading, last_steps
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.engine.gradients import GradientFlow
from gruviz.engine.jacobians import gradient_matrix
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.gradients.decay import decay_chart, decay_line
from gruviz.figures.gradients.matrix import matrix_chart
from gruviz.models.shipped import CELLS_TRAINED
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.views import gate_charts, path_charts, step_charts, weight_charts
from gruviz.ui.controls.panel import Panel
from gruviz.ui.inside.handover import inside_link
from gruviz.ui.inside.scene import steps_that_fit
from gruviz.ui.your_network.diagnosis import Diagnosis
from gruviz.ui.your_network.screen import labels, place_that_matters

Flows = Mapping[str, GradientFlow]
LARGE = {"steps": 128, "matrix": 256}
"""Units up to which a view is computed that follows every step on its own."""
DRAWN = 128
"""Units that the map of gates and states draws at most."""
INSIDE_UNITS = 64
"""Units up to which Inside the cell has room for a network."""
QUANTITY = "a random readout of the last state"


def laboratory(panel: Panel, diagnosis: Diagnosis) -> None:
    """Choose a layer and a question; the charts, and the way to Inside the cell."""
    st.subheader("Look inside: the laboratory on this network", anchor=False)
    place = _layer(panel, diagnosis)
    run = diagnosis.report.runs[place]
    panel.draw("view")
    inside_place = st.container(key=panel.key("inside"))
    flows = flows_of(diagnosis, place)
    with inside_place:
        _inside(run, diagnosis.report.title)
    view = panel.values["view"]
    units = run.recording.weights.hidden_size
    if units > LARGE.get(view, units):
        st.info(
            f"This view follows every step on its own and takes up to {LARGE[view]} units; this layer has {units:,}."
        )
        return
    if view == "gates" and units > DRAWN:
        st.caption(f"Of {units:,} units, every {_ordinal(_stride(units))} is drawn.")
    for i, chart in enumerate(CHARTS[view](flows, list(flows)[1:])):
        chart_card(chart, key=panel.key(f"lab_{view}_{i}"), compares=False)


def _layer(panel: Panel, diagnosis: Diagnosis) -> int:
    """Which of the layers is looked at."""
    titles = [run.title for run in diagnosis.report.runs]
    chosen, last = panel.values["layer"], place_that_matters(diagnosis)
    place = titles.index(chosen) if chosen in titles else last
    if len(titles) > 1 and "layer" not in panel.hidden:
        key = panel.key("layer_box")
        if st.session_state.get(key) != titles[place]:
            st.session_state[key] = titles[place]
        st.selectbox("Layer", titles, key=key, on_change=_take_layer, args=(panel, key))
    return place


def _take_layer(panel: Panel, key: str) -> None:
    panel.set("layer", st.session_state[key])


def flows_of(diagnosis: Diagnosis, place: int) -> Flows:
    """The flows through a layer as it is, and through the same one freshly started."""
    runs = (diagnosis.report.runs[place], *diagnosis.fresh[place : place + 1])
    return {label: _at_end(run) for label, run in zip(labels(diagnosis, place), runs, strict=False)}


def _at_end(run: LayerRun) -> GradientFlow:
    """The flow through a layer; also of one below another, whose loss is that of the network and read at the end."""
    return replace(run.flow, loss="last")


def _one(flows: Flows) -> dict[str, GradientFlow]:
    """One sequence of each."""
    return {label: last_steps(flow) for label, flow in flows.items()}


def _stride(units: int) -> int:
    return -(-units // DRAWN)


def _ordinal(number: int) -> str:
    return {2: "second", 3: "third"}.get(number, f"{number}th")


def thinned(flow: GradientFlow) -> GradientFlow:
    """A flow whose recording shows as many units as a map has room for."""
    run = flow.recording
    stride = _stride(run.weights.hidden_size)
    gates, states = ({name: array[..., ::stride] for name, array in each.items()} for each in (run.gates, run.states))
    return replace(flow, recording=replace(run, gates=gates, states=states))


def _decay(flows: Flows, references: Sequence[str]) -> list[Chart]:
    return [decay_chart([decay_line(label, flow, is_reference=label in references) for label, flow in flows.items()])]


def _matrix(flows: Flows, references: Sequence[str]) -> list[Chart]:
    matrices = {label: gradient_matrix(flow.recording) for label, flow in _one(flows).items()}
    return [matrix_chart(matrices, references=references)]


CHARTS: Mapping[str, Callable[[Flows, Sequence[str]], list[Chart]]] = {
    "decay": _decay,
    "paths": path_charts,
    "steps": lambda flows, references: step_charts(_one(flows), references),
    "weights": weight_charts,
    "matrix": _matrix,
    "gates": lambda flows, _: gate_charts({label: thinned(flow) for label, flow in _one(flows).items()}),
}
"""By view of the laboratory."""


def _inside(run: LayerRun, title: str) -> None:
    """The way to Inside the cell, with this layer and the first sequence."""
    recording = run.recording
    if recording.weights.hidden_size > INSIDE_UNITS:
        st.caption(
            f"Inside the cell has room for {INSIDE_UNITS} units; this layer has {recording.weights.hidden_size:,}."
        )
    elif recording.cell in CELLS_TRAINED and recording.breakdown is None:
        length = min(steps_that_fit(recording), 200)
        label = f"{title}, {run.title}"
        reading = Reading(label, last_steps(run.flow, length), QUANTITY, before=recording.seq_len - length)
        inside_link({recording.cell: reading})
