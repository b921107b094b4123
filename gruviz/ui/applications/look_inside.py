"""Inside the models of an application while they read what the person has given them."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import streamlit as st

from gruviz.arrays import Array
from gruviz.closeup.reading import Reading, last_steps
from gruviz.engine.gradients import GradientFlow
from gruviz.figures.drawing.chart import Chart
from gruviz.figures.gradients.decay import decay_chart, decay_line
from gruviz.models.answers import Answer
from gruviz.models.trained_model import TrainedModel
from gruviz.networks.network import Flows
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.views import Rendering, gate_charts, path_charts, step_charts, weight_charts
from gruviz.ui.controls.laboratory import VIEWS
from gruviz.ui.inside.handover import bring_inside
from gruviz.ui.inside.scene import steps_that_fit


class InspectedAnswer(NamedTuple):
    """What is followed back.

    Args:
        flows: From a model to the gradients of its answer; called only for what is shown.
        words: Of what the gradient is taken, as in "the last word".
        answer: What a model says after a last state, (S,), if it says something by itself.
        channels: What each channel of the input stands for, where every step shows one symbol or none.
        said: The same of the decoder's.
    """

    flows: Callable[[TrainedModel], Flows]
    words: str
    answer: Callable[[TrainedModel, Array], Answer] | None = None
    channels: tuple[str, ...] | None = None
    said: tuple[str, ...] | None = None


LAYERS = ("Encoder", "Decoder")


def look_inside(models: Mapping[str, TrainedModel], asked: InspectedAnswer, *, key: str) -> None:
    """Offer the laboratory's charts of all models on this very input, and the way to follow it step by step.

    Args:
        models: By label.
        asked: What to follow back.
        key: Unique on the page and constant over runs.
    """
    with st.expander("Look inside: gradient, gates and states on this very input", key=key, on_change="rerun") as box:
        if not box.open:
            return
        st.caption(
            f"The gradient-flow laboratory on these networks. What is followed back is the gradient of {asked.words}."
        )
        found = {label: asked.flows(model) for label, model in models.items()}
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            view = st.segmented_control(
                "View",
                list(CHARTS),
                default="decay",
                format_func=VIEWS.__getitem__,
                required=True,
                key=f"{key}_view",
                wrap=True,
            )
            layer = _layer(found, key)
            follow = st.button(
                "Follow it step by step in Inside the cell",
                key=f"{key}_follow",
                help="Opens these networks with this input there: every gate with its arithmetic, the gradient's "
                "paths, and gates to hold. The cell can be changed there.",
            )
        flows = {label: each.decoder if layer == LAYERS[1] else each.encoder for label, each in found.items()}
        shown = {label: flow for label, flow in flows.items() if flow is not None}
        if follow:
            bring_inside(_readings(models, shown, asked, layer))
        for i, chart in enumerate(CHARTS[view](shown)):
            chart_card(Rendering.of(chart), key=f"{key}_{view}_{i}")


def _layer(found: Mapping[str, Flows], key: str) -> str | None:
    """Which of two layers is looked at; None where there is one."""
    if next(iter(found.values())).decoder is None:
        return None
    return st.segmented_control("Layer", LAYERS, default=LAYERS[0], required=True, key=f"{key}_layer", wrap=True)


def _readings(
    models: Mapping[str, TrainedModel], flows: Mapping[str, GradientFlow], asked: InspectedAnswer, layer: str | None
) -> dict[str, Reading]:
    """By cell; of each run as many of the last steps as Inside the cell can show."""
    is_decoder = layer == LAYERS[1]
    readings = {}
    for label, flow in flows.items():
        model, run = models[label], flow.recording
        kept = steps_that_fit(run)
        says = None if asked.answer is None or is_decoder else partial(asked.answer, model)
        place = "" if layer is None else f" ({layer.lower()})"
        readings[run.cell] = Reading(
            f"{label}, {model.kind.title.lower()}{place}",
            last_steps(flow, kept),
            asked.words,
            asked.said if is_decoder else asked.channels,
            says,
            run.seq_len - kept,
        )
    return readings


def _decay(flows: Mapping[str, GradientFlow]) -> list[Chart]:
    return [decay_chart([decay_line(label, flow) for label, flow in flows.items()])]


CHARTS: Mapping[str, Callable[[Mapping[str, GradientFlow]], list[Chart]]] = {
    "decay": _decay,
    "paths": path_charts,
    "steps": step_charts,
    "weights": weight_charts,
    "gates": gate_charts,
}
"""By view of the laboratory."""
