"""The claims as cards, which are the way to each of them."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from gruviz.comparison.claims import Verdict
from gruviz.ui.charts.component import component
from gruviz.ui.compare.claim import Claim
from gruviz.ui.compare.claims import CLAIMS
from gruviz.ui.compare.sketches import Sketch, nothing_yet
from gruviz.ui.compare.verdicts import MARKS, tone
from gruviz.ui.controls.kinds import Values
from gruviz.ui.controls.panel import Panel
from gruviz.validation import GruvizError

HEIGHT = 134
"""Pixels of a row of cards."""


def claim_cards(panel: Panel, found: Mapping[str, Verdict]) -> None:
    """Draw a card for each claim: what one reads, its evidence in a few strokes, and the verdict."""
    if not panel.draws("view"):
        return
    key = panel.key("cards")

    def choose() -> None:
        if (view := st.session_state[key]["choice"]) in CLAIMS:
            panel.set("view", view)

    cards = [_card(view, verdict, panel.values) for view, verdict in found.items()]
    data = {"label": panel.controls["view"].label, "cards": cards, "chosen": panel.values["view"]}
    component("claims", key=key, height=HEIGHT, data=data, on_choice_change=choose)


def _card(view: str, verdict: Verdict, values: Values) -> dict[str, Any]:
    claim = CLAIMS[view]
    sketch = _sketch(claim, values)
    return {
        "key": view,
        "words": claim.short,
        "sketch": sketch.strokes,
        "told": sketch.words,
        "icon": MARKS[verdict.word],
        "verdict": verdict.word,
        "tone": tone(verdict),
    }


def _sketch(claim: Claim, values: Values) -> Sketch:
    """The evidence; where the settings allow none, that there is none."""
    try:
        return claim.sketch(values)
    except GruvizError:
        return nothing_yet()
