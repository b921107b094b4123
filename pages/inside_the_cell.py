"""Inside the cell: follow one sequence through one cell, read its arithmetic, and interfere with it."""

import streamlit as st

from gruviz.ui.controls.custom_cell import custom_card
from gruviz.ui.controls.own_numbers import own_numbers
from gruviz.ui.inside.closeup import closeup_from
from gruviz.ui.inside.controls import TABLE
from gruviz.ui.inside.handover import brought_readings
from gruviz.ui.inside.sketch import sketch_pad
from gruviz.ui.inside.view import inside_view, notation, size_of
from gruviz.ui.page import page, sidebar
from gruviz.ui.prose import prose

with page("inside_the_cell", "Inside the cell", TABLE) as panel:
    settings = sidebar(panel)
    with settings:
        numbers = own_numbers(panel)
    numbers.report(panel)
    closeup = closeup_from(panel.values, uploaded=numbers.text, brought=brought_readings(panel.values))
    with settings:
        notation(panel, closeup)
    inside_view(panel, closeup)
    sketch_pad(panel)
    custom_card(panel, [closeup.cell], size_of(closeup), here="inside_the_cell")
    st.markdown(prose("inside_the_cell")["text"])
