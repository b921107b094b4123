"""Which cell to use: each claim of the text, held against numbers."""

import streamlit as st

from gruviz.ui.assets import prose
from gruviz.ui.compare.claims import evidence, overview
from gruviz.ui.compare.controls import CONTROLS, card_sizes, own_shown
from gruviz.ui.controls.own_cell import own_card
from gruviz.ui.controls.panel import Panel
from gruviz.ui.page import page, stop_with
from gruviz.ui.share import share_popover
from gruviz.validation import GruvizError

with page("compare", "Compare: which cell, and is what the text says true?"):
    panel = Panel("compare", CONTROLS)
    panel.report()
    verdicts = overview(panel.values)
    panel.draw("view")
    with st.sidebar:
        panel.draw_groups()
        share_popover(panel)
    try:
        evidence(panel.values, verdicts[panel.values["view"]])
        own_card(panel, own_shown(panel.values), **card_sizes(panel.values), here="compare")
    except GruvizError as error:
        stop_with(error)
    st.markdown(prose("compare")[panel.values["view"]])
