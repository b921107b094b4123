"""The laboratory: make any cell vanish, hold or explode, and see which way the gradient took."""

import streamlit as st

from gruviz.ui.charts.card import view_cards
from gruviz.ui.charts.views import VIEWS, View
from gruviz.ui.controls.laboratory import TABLE
from gruviz.ui.gradient_flow.below import below
from gruviz.ui.gradient_flow.controls import controls_column
from gruviz.ui.gradient_flow.experiments import experiment_cards
from gruviz.ui.gradient_flow.picture import look_row, shown
from gruviz.ui.gradient_flow.questions import question_tabs
from gruviz.ui.page import page

with page("gradient_flow", "Gradient flow", TABLE, presets=False) as panel:
    values, view = panel.values, panel.values["view"]
    with st.container(key=panel.key("bench")):
        left, right = st.columns([2, 1], gap="medium")
    stage = left.container(key=panel.key("stage"))
    with stage:
        experiment_cards(panel)
        question_tabs(panel)
    with right:
        controls = controls_column(panel)
    now = shown(panel, controls.numbers)
    with stage:
        look_row(panel, now)
        picture = View(VIEWS[view], now.settled, values["state"], tuple(values["theory"]), values["axis"])
        view_cards(picture, key=f"gradient_flow_{view}")
    controls.fill(panel, now.settled)
    below(panel, now.settled)
