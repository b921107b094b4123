"""The laboratory: make any cell vanish, hold or explode, and see which way the gradient took."""

import streamlit as st

from gruviz.ui.charts.card import view_cards
from gruviz.ui.charts.checks import check_expander, script_expander
from gruviz.ui.charts.views import VIEWS, View
from gruviz.ui.controls.custom_cell import cells_expander, custom_card
from gruviz.ui.controls.inputs import length_note
from gruviz.ui.controls.laboratory import TABLE, experiment_from, size_of
from gruviz.ui.controls.own_numbers import own_numbers
from gruviz.ui.page import page, sidebar
from gruviz.ui.prose import prose

with page("gradient_flow", "Gradient flow", TABLE) as panel:
    values, view = panel.values, panel.values["view"]
    with sidebar(panel):
        numbers = own_numbers(panel)
    with st.container(horizontal=True, gap="medium"):
        panel.draw("view", "theory", "state")
    numbers.report(panel)
    experiment = experiment_from(values, uploaded=numbers.text)
    if note := length_note(values, experiment):
        st.caption(note)
    custom_card(panel, experiment.cells, size_of(experiment), here="gradient_flow")
    picture = View(VIEWS[view], experiment, values["state"], tuple(values["theory"]))
    view_cards(picture, key=f"gradient_flow_{view}")
    st.markdown(prose("gradient_flow")[view])
    cells_expander(experiment.cells, size_of(experiment))
    check_expander(experiment)
    script_expander(experiment)
