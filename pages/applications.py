"""Applications: seven real tasks, trained here or before, and tried by hand."""

import streamlit as st

from gruviz.ui.applications.controls import CONTROLS
from gruviz.ui.applications.view import introduction, models_view, results_view, try_view
from gruviz.ui.assets import prose
from gruviz.ui.controls.panel import Panel
from gruviz.ui.page import page
from gruviz.ui.share import share_popover

with page("applications", "Applications: real tasks, tried by you"):
    panel = Panel("applications", CONTROLS)
    panel.report()
    panel.draw("application")
    with st.sidebar:
        panel.draw_groups()
        share_popover(panel)
    introduction(panel.values["application"])
    models = models_view(panel)
    results_view(panel, models)
    try_view(panel, models)
    st.markdown(prose("applications")["text"])
