"""Which cell to use: each claim made for the GRU, held against numbers."""

import streamlit as st

from gruviz.ui.compare.controls import TABLE, card_size, custom_keys
from gruviz.ui.compare.overview import evidence, overview, said_beside
from gruviz.ui.controls.custom_cell import custom_card
from gruviz.ui.page import page, sidebar
from gruviz.ui.prose import prose

with page("compare", "Compare: seven claims about cells, held against numbers", TABLE) as panel:
    beside = sidebar(panel)
    verdicts = overview(panel.values)
    panel.draw("view")
    with said_beside(beside):
        evidence(panel.values, verdicts[panel.values["view"]])
        custom_card(panel, custom_keys(panel.values), card_size(panel.values), here="compare")
    st.markdown(prose("compare")[panel.values["view"]])
