"""Train: how far back networks hear while they learn, played at once from a recording, or live."""

import streamlit as st

from gruviz.tasks import find_task
from gruviz.ui.controls.custom_cell import custom_card
from gruviz.ui.page import page, sidebar
from gruviz.ui.prose import explained, prose
from gruviz.ui.train.controls import TABLE, cells_of, config_from, shortened, size_of
from gruviz.ui.train.experiments import experiment_cards
from gruviz.ui.train.task_picture import title_of
from gruviz.ui.train.view import training_numbers, training_stage

with page("train", "", TABLE, presets=False) as panel:
    sidebar(panel)
    config = config_from(panel.values)
    with st.container(key=panel.key("what"), gap=None):
        st.title(title_of(config), anchor=False)
        if not panel.presents:
            st.markdown(prose("train")["what"])
    training_stage(panel, config)
    experiment_cards(panel)
    if words := shortened(panel.values):
        st.caption(words)
    training_numbers(config)
    custom_card(panel, cells_of(config), size_of(config), here="train")
    st.markdown(explained(find_task(config.task).text))
    st.markdown(prose("train")["text"])
