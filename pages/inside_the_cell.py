"""Inside the cell: follow one sequence through one cell, read its arithmetic, and interfere with it."""

import streamlit as st

from gruviz.ui.assets import prose
from gruviz.ui.controls.own_cell import own_card
from gruviz.ui.controls.panel import Panel
from gruviz.ui.controls.upload import uploaded_text
from gruviz.ui.inside.controls import CONTROLS, KEEP, PRESETS, closeup_from, is_brought
from gruviz.ui.inside.handover import brought, nothing_brought
from gruviz.ui.inside.sketch import sketch_pad
from gruviz.ui.inside.view import followed, inside_view
from gruviz.ui.page import page, stop_with
from gruviz.ui.share import share_popover
from gruviz.validation import GruvizError

with page("inside_the_cell", "Inside the cell"):
    panel = Panel("inside", CONTROLS, PRESETS)
    panel.report()
    panel.draw_presets("Presets", "Each sets all controls but the seed and what you have typed or drawn.", keep=KEEP)
    with st.sidebar:
        panel.draw_groups()
        sketch_pad(panel)
        uploaded = uploaded_text(panel)
        share_popover(panel)
    if is_brought(panel.values) and not brought():
        nothing_brought()
        st.stop()
    try:
        closeup = closeup_from(panel.values, uploaded=uploaded, brought=brought())
        inside_view(panel, closeup)
        weights = followed(closeup).flow.recording.weights
        sizes = {"input_size": weights.input_size, "hidden_size": weights.hidden_size}
        own_card(panel, [closeup.cell], **sizes, here="inside_the_cell")
    except GruvizError as error:
        stop_with(error)
    st.markdown(prose("inside_the_cell")["text"])
