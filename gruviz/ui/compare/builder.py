"""A cell of one's own: its parts beside the diagram that they change, its numbers, and links that take it along."""

import streamlit as st

from gruviz.engine.cells import OWN
from gruviz.experiments.settings import Experiment
from gruviz.ui.compare.chosen import said_instead
from gruviz.ui.compare.controls import CHOOSERS, card_size, has_custom
from gruviz.ui.controls.custom_cell import NAME, PARTS, custom_card, custom_design
from gruviz.ui.controls.panel import Panel
from gruviz.ui.inside.picture import cell_picture

HEIGHT = 350
"""Pixels of the diagram, as a rule."""


def builder(panel: Panel) -> None:
    """Draw the builder while the chosen claim has a custom cell."""
    if not has_custom(panel.values):
        return
    with st.container(border=True, key=panel.key("builder")):
        parts, picture = st.columns([38, 62], gap="medium")
        with parts:
            panel.draw(NAME, *PARTS)
            _remove(panel)
        with picture, said_instead(repeats=True):
            key = custom_design(panel.values).key
            cell_picture(Experiment((key,)), key=panel.key("diagram"), height=HEIGHT)
            custom_card(panel, [key], card_size(panel.values), here="compare")


def _remove(panel: Panel) -> None:
    chooser = CHOOSERS.get(panel.values["view"])
    if chooser is None or not panel.draws(chooser) or OWN not in panel.values[chooser]:
        return
    left = [cell for cell in panel.values[chooser] if cell != OWN]
    st.button("Take it out again", key=panel.key("unbuild"), on_click=panel.set, args=(chooser, left))
