"""The page's presets as cards: a question each, and a thumbnail of its recording."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from gruviz.arrays import in_base64
from gruviz.figures.drawing.palette import cell_color
from gruviz.training.recorded import RecordedTraining, recorded_trainings
from gruviz.training.trace import DECADES, HIGHEST, LOWEST, LearnerTrace
from gruviz.ui.caching import shared
from gruviz.ui.components import component
from gruviz.ui.controls.panel import Panel
from gruviz.ui.train.controls import TABLE, config_from

QUESTIONS: Mapping[str, str] = {
    "The highway": "Who hears the first step, and when?",
    "An RNN that learns": "Can an RNN win?",
    "Told how long to remember": "Does it help to be told how long?",
    "Ten steps only": "Is ten steps back still hard?",
    "Cut after 10 steps": "What if we cut after 10 steps?",
    "Cousins of the GRU": "Which parts of a GRU does it take?",
    "Build your own": "Is one simple gate enough?",
}
"""By name of the preset."""
DARK = -8.0
"""Power of ten at which a lane is dark."""
ACROSS, UP = 32, 12
"""Updates and steps of a thumbnail, at most."""


def experiment_cards(panel: Panel) -> None:
    """Draw the cards, and behind them the way to all settings."""
    presets, key = panel.presets(), panel.key("preset")

    def choose() -> None:
        for control, value in presets.get(st.session_state[key]["choice"], {}).items():
            panel.set(control, value)

    given_away: dict[str, Any] = {"lanes": []} if panel.class_code else {}  # what a class is to guess
    cards = [card | given_away for card in _cards() if card["name"] in presets]
    data = {"label": "Experiments", "cards": cards, "lit": panel.lit(), "settings": "Change the experiment"}
    component("trainings", key=key, data=data, on_choice_change=choose)


@shared(1)
def _cards() -> list[dict[str, Any]]:
    recordings = recorded_trainings()
    cards = []
    for name in TABLE.presets:
        recording = recordings.get(config_from(TABLE.defaults | TABLE.preset(name)))
        cards.append({"name": name, "question": QUESTIONS[name], "lanes": _lanes(recording) if recording else []})
    return cards


def _lanes(recording: RecordedTraining) -> list[dict[str, Any]]:
    pairs = zip(recording.config.learners, recording.trace.learners, strict=True)
    return [{"color": cell_color(learner.cell), **_thumbnail(trace)} for learner, trace in pairs]


def _thumbnail(trace: LearnerTrace) -> dict[str, Any]:
    """The light at some steps after some updates; the first and the last of both among them."""
    codes = trace.codes()
    rows = np.unique(np.linspace(0, len(codes) - 1, ACROSS).round().astype(int))
    steps = np.unique(np.linspace(0, codes.shape[1] - 1, UP).round().astype(int))
    some = codes[np.ix_(rows, steps)].astype(float)
    low, high = DECADES
    decades = low + (some - LOWEST) / (HIGHEST - LOWEST) * (high - low)
    light = np.where(some < LOWEST, 0, np.clip(1 - decades / DARK, 0, 1))
    return {"rows": in_base64((255 * light).astype(np.uint8)), "tall": len(steps)}
