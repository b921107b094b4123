"""Inside the models of an application while they read what the person has given them."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import streamlit as st

from gruviz.figures.decay import decay_chart, decay_line
from gruviz.figures.heatmaps import heatmap_chart
from gruviz.models import TrainedModel
from gruviz.networks import Flows
from gruviz.ui.card import chart_card
from gruviz.ui.compute import Drawn


class Asked(NamedTuple):
    """What is followed back.

    Args:
        flows: From a model to the gradients of its answer; called only for what is shown.
        words: Of what the gradient is taken, as in "the last word".
    """

    flows: Callable[[TrainedModel], Flows]
    words: str


def look_inside(models: Mapping[str, TrainedModel], asked: Asked, *, key: str) -> None:
    """Offer gates and states of one model, and the gradient of all, on this very input.

    Args:
        models: By label.
        asked: What to follow back.
        key: Unique on the page and constant over runs.
    """
    with st.expander("Look inside: gates, states and gradient on this very input", key=key, on_change="rerun") as box:
        if not box.open:
            return
        st.caption(f"The gradient is that of {asked.words}.")
        flows = {label: asked.flows(model) for label, model in models.items()}
        lines = [decay_line(label, found.encoder) for label, found in flows.items()]
        chart_card(Drawn.of(decay_chart(lines)), key=f"{key}_decay")
        label = st.segmented_control(
            "Gates and states of",
            list(models),
            default=next(iter(models)),
            required=True,
            key=f"{key}_model",
            wrap=True,
        )
        found = flows[label]
        layers = (
            {"": found.encoder} if found.decoder is None else {", encoder": found.encoder, ", decoder": found.decoder}
        )
        for name, flow in layers.items():
            chart_card(Drawn.of(heatmap_chart(flow.recording, label=f"{label}{name}")), key=f"{key}_values{name[2:]}")
