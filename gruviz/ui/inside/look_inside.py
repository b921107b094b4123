"""Inside trained models while they read one sequence: the laboratory's charts, and the way to follow it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
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
from gruviz.ui.charts.views import gate_charts, path_charts, step_charts, weight_charts
from gruviz.ui.controls.laboratory import VIEW_TITLES
from gruviz.ui.inside.handover import inside_link
from gruviz.ui.inside.scene import steps_that_fit


class InspectedAnswer(NamedTuple):
    """An answer whose gradient is followed back.

    Args:
        flows: From a model to the gradients of its answer; called only while somebody looks.
        words: Of what the gradient is taken, as in "the last word".
        answer: What a model says after a last state, (S,), if it says something by itself.
        channels: What each channel of the input stands for, where every step has one symbol or none.
        decoder_channels: What each channel of the decoder's input stands for.
    """

    flows: Callable[[TrainedModel], Flows]
    words: str
    answer: Callable[[TrainedModel, Array], Answer] | None = None
    channels: tuple[str, ...] | None = None
    decoder_channels: tuple[str, ...] | None = None


LAYERS = ("Encoder", "Decoder")


def look_inside(models: Mapping[str, TrainedModel], inspected: InspectedAnswer, *, key: str) -> None:
    """Offer the laboratory's charts of all models on this very input, and the way to follow it step by step.

    Args:
        models: By label.
        inspected: What to follow back.
        key: Unique on the page and constant over runs.
    """
    with st.expander("Look inside: gradient, gates and states on this very input", key=key, on_change="rerun") as box:
        if not box.open:
            return
        st.caption(
            f"The gradient-flow laboratory on these networks. It follows the gradient of {inspected.words} back."
        )
        layers = {label: inspected.flows(model) for label, model in models.items()}
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            view = st.segmented_control(
                "View",
                list(CHARTS),
                default="decay",
                format_func=VIEW_TITLES.__getitem__,
                required=True,
                key=f"{key}_view",
                wrap=True,
            )
            layer = _layer(layers, key)
        link = st.container()
        both = {label: each.decoder if layer == LAYERS[1] else each.encoder for label, each in layers.items()}
        flows = {label: flow for label, flow in both.items() if flow is not None}
        if layer is not None:
            st.caption(_stretch(layer, next(iter(flows.values()))))
        with link:
            inside_link(_readings(models, flows, inspected, layer))
        for i, chart in enumerate(CHARTS[view](flows)):
            chart_card(chart, key=f"{key}_{view}_{i}")


def _layer(layers: Mapping[str, Flows], key: str) -> str | None:
    """Which of two layers is inspected; None where there is one."""
    if next(iter(layers.values())).decoder is None:
        return None
    return st.segmented_control("Layer", LAYERS, default=LAYERS[0], required=True, key=f"{key}_layer", wrap=True)


def _stretch(layer: str, flow: GradientFlow) -> str:
    """Which steps the charts of one layer show."""
    inputs = flow.recording.inputs[:, 0]
    words = np.flatnonzero(inputs.any(axis=tuple(range(1, inputs.ndim))))
    empty = int(words[0]) if len(words) else len(inputs)
    before = f", of which the first {empty} {'is' if empty == 1 else 'are'} empty" if empty else ""
    return f"Here: the {layer.lower()} alone, {len(inputs)} steps{before}."


def _readings(
    models: Mapping[str, TrainedModel], flows: Mapping[str, GradientFlow], inspected: InspectedAnswer, layer: str | None
) -> dict[str, Reading]:
    """By cell; of each run as many of the last steps as Inside the cell can show."""
    is_decoder = layer == LAYERS[1]
    readings = {}
    for label, flow in flows.items():
        model, run = models[label], flow.recording
        length = steps_that_fit(run)
        answer = None if inspected.answer is None or is_decoder else partial(inspected.answer, model)
        place = "" if layer is None else f" ({layer.lower()})"
        readings[run.cell] = Reading(
            f"{label}, {model.kind.title.lower()}{place}",
            last_steps(flow, length),
            inspected.words,
            inspected.decoder_channels if is_decoder else inspected.channels,
            answer,
            run.seq_len - length,
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
