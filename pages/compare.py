"""Which cell to use: each claim of the text, held against numbers."""

import streamlit as st

from gruviz.ui.assets import prose
from gruviz.ui.compare.controls import TABLE, card_size, custom_keys
from gruviz.ui.compare.overview import evidence, overview
from gruviz.ui.controls.custom_cell import custom_card
from gruviz.ui.page import page, sidebar

with page("compare", "Compare: which cell, and is what the text says true?", TABLE) as panel:
    sidebar(panel)
    verdicts = overview(panel.values)
    panel.draw("view")
    evidence(panel.values, verdicts[panel.values["view"]])
    custom_card(panel, custom_keys(panel.values), card_size(panel.values), here="compare")
    st.markdown(prose("compare")[panel.values["view"]])
