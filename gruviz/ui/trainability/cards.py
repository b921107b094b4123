"""The four maps as cards, a question each, and behind them the way to all settings."""

from typing import Any

import streamlit as st

from gruviz.ui.components import component
from gruviz.ui.controls.panel import Panel
from gruviz.ui.trainability.controls import ASKS, LOOKED_AT


def map_cards(panel: Panel) -> None:
    """Draw the cards; what one looks at of a map begins anew with another."""
    presets, key = panel.presets(), panel.key("preset")

    def choose() -> None:
        chosen = presets.get(st.session_state[key]["choice"])
        if chosen is not None:
            first = {name: panel.controls[name].default for name in LOOKED_AT}
            for control, value in {**chosen, **first}.items():
                panel.set(control, value)

    cards: list[dict[str, Any]] = [{"name": name, "question": ASKS[name], "lanes": []} for name in presets]
    data = {"label": "Maps", "cards": cards, "lit": panel.lit(), "settings": "Change the map"}
    component("trainings", key=key, data=data, on_choice_change=choose)
