"""Live training: watch the gradient highway being built, before the loss has moved."""

import streamlit as st

from gruviz.ui.assets import prose
from gruviz.ui.controls import Panel
from gruviz.ui.link import share_popover
from gruviz.ui.page import page, stop_with
from gruviz.ui.train import CONTROLS, KEEP, PRESETS, config_from
from gruviz.ui.training_view import training_view
from gruviz.validation import GruvizError

with page("train", "Train: watch the gradient highway being built"):
    panel = Panel("train", CONTROLS, PRESETS)
    panel.report()
    panel.draw_presets("Presets", "Each sets all controls but the seed.", keep=KEEP)
    with st.sidebar:
        panel.draw_groups()
        share_popover(panel)
    try:
        config = config_from(panel.values)
    except GruvizError as error:
        stop_with(error)
    training_view(config)
    st.markdown(prose("train")["text"])
