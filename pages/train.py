"""Live training: watch the gradient highway being built, before the loss has moved."""

import streamlit as st

from gruviz.tasks import find_task
from gruviz.ui.assets import prose
from gruviz.ui.controls.own_cell import own_card
from gruviz.ui.controls.panel import Panel
from gruviz.ui.page import page, stop_with
from gruviz.ui.share import share_popover
from gruviz.ui.train.controls import CONTROLS, KEEP, PRESETS, config_from
from gruviz.ui.train.view import training_view
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
        cells = [learner.cell for learner in config.learners]
        sizes = {"input_size": find_task(config.task).input_size, "hidden_size": config.hidden_size}
        own_card(panel, cells, **sizes, here="train")
    except GruvizError as error:
        stop_with(error)
    training_view(config)
    st.markdown(prose("train")["text"])
