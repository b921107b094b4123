"""The claim that newer recurrent cells do without gates."""

import numpy as np
import streamlit as st

from gruviz.comparison.claims import Verdict, gates_are_past
from gruviz.comparison.published import GATED, WITH, WITHOUT
from gruviz.comparison.scoreboard import load_scoreboard
from gruviz.comparison.selection import INPUT_SIZE, NEWER, OLDER, Selection, measure_selection
from gruviz.comparison.sensitivity import Sensitivity, measure_sensitivity
from gruviz.engine.initialisation import init_weights
from gruviz.engine.recording import record
from gruviz.figures.comparison.selection import selection_chart
from gruviz.figures.comparison.sensitivity import sensitivity_chart
from gruviz.figures.gradients.ring import Ring, measure_ring, ring_chart
from gruviz.ui.caching import shared
from gruviz.ui.compare.claim import Claim, claim_card
from gruviz.ui.compare.sketches import Sketch, selections
from gruviz.ui.controls.kinds import Values

STEPS = 100
"""How far back the gradient of LRU is followed."""


class GatesToday(Claim):
    """Measured in runs of new networks, and published by others."""

    sentence = "Gates are a thing of the past: newer recurrent models do without them."
    short = "Gates are a thing of the past"

    def verdict(self, values: Values) -> Verdict:
        return gates_are_past(_newer(values), GATED, load_scoreboard())

    def sketch(self, values: Values) -> Sketch:
        return selections(_newer(values))

    def show(self, values: Values) -> None:
        claim_card("gates_0", selection_chart([*_newer(values), *(_selection(cell, values) for cell in OLDER)]))

    def show_more(self, values: Values) -> None:
        st.markdown("**Published comparisons: the decay as it is learned, and set by what is read**")
        st.dataframe(_published_table(), hide_index=True)
        claim_card("gates_1", ring_chart(_ring(values["hidden_size"], values["seed"])))
        claim_card("gates_2", sensitivity_chart(_sensitivity(values["seed"])))


def _newer(values: Values) -> list[Selection]:
    return [_selection(cell, values) for cell in NEWER]


def _selection(cell: str, values: Values) -> Selection:
    return measure_selection(cell, **{name: values[name] for name in ("hidden_size", "seeds", "seed")})


@shared(8)
def _sensitivity(seed: int) -> Sensitivity:
    return measure_sensitivity(seed=seed)


@shared(16)
def _ring(hidden_size: int, seed: int) -> Ring:
    """The first of the networks, over as many steps as it takes to tell its units apart."""
    weights = init_weights("lru", input_size=INPUT_SIZE, hidden_size=hidden_size, seed=seed)
    return measure_ring(record("lru", weights, np.zeros((STEPS, 1, INPUT_SIZE))))


def _published_table() -> dict[str, list[str]]:
    return {
        "task": [one.benchmark for one in GATED],
        "metric": [one.metric for one in GATED],
        "fixed": [f"{one.scores[WITHOUT]:g}" for one in GATED],
        "set by what is read": [f"{one.scores[WITH]:g}" for one in GATED],
        "source": [one.citation for one in GATED],
    }
