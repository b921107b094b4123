"""Applications: seven real tasks, trained here or before, and tried by hand."""

import streamlit as st

from gruviz.ui.applications.controls import TABLE
from gruviz.ui.applications.view import data_words, introduction, models_view, results_view, try_view
from gruviz.ui.page import page, sidebar
from gruviz.ui.prose import prose

with page("applications", "Applications: real tasks, tried by you", TABLE) as panel:
    sidebar(panel)
    panel.draw("application")
    introduced = data_words(panel.values["application"])
    models = models_view(panel)
    with introduced:
        introduction(panel.values["application"], models)
    results_view(panel, models)
    try_view(panel, models)
    st.markdown(prose("applications")["text"])
