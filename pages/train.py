"""Live training: watch the gradient highway being built, before the loss has moved."""

import streamlit as st

from gruviz.ui.controls.custom_cell import custom_card
from gruviz.ui.page import page, sidebar
from gruviz.ui.prose import prose
from gruviz.ui.train.controls import TABLE, cells_of, config_from, shortened, size_of
from gruviz.ui.train.view import training_view

with page("train", "Train: watch the gradient highway being built", TABLE) as panel:
    sidebar(panel)
    config = config_from(panel.values)
    custom_card(panel, cells_of(config), size_of(config), here="train")
    if words := shortened(panel.values):
        st.caption(words)
    training_view(panel, config)
    st.markdown(prose("train")["text"])
