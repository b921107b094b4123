"""Under the picture: what one is looking at, and reasons to believe it."""

import streamlit as st

from gruviz.experiments.settings import Experiment
from gruviz.ui.charts.checks import check_expander, script_expander
from gruviz.ui.controls.custom_cell import cells_expander, custom_card
from gruviz.ui.controls.laboratory import size_of
from gruviz.ui.controls.panel import Panel
from gruviz.ui.prose import prose


def below(panel: Panel, experiment: Experiment) -> None:
    """Draw the text of the view, and beside it the cells, the check and the script."""
    text, proofs = st.columns([2, 1], gap="medium")
    size = size_of(experiment)
    view, sections = panel.values["view"], prose("gradient_flow")
    with text, st.container(key=panel.key("reading")):
        st.markdown(sections[view])
        with st.expander("More exactly: symbols, words, marks", key=panel.key("more_exactly")):
            st.markdown(sections[f"{view}_more"])
    with proofs:
        cells_expander(experiment.cells, size)
        check_expander(experiment)
        script_expander(experiment)
        custom_card(panel, experiment.cells, size, here="gradient_flow")
