"""The home page: the gradient vanishes in an RNN next to a GRU that holds it."""

import streamlit as st

from gruviz.ui.assets import prose
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.views import VIEWS, View, draw
from gruviz.ui.controls.home import TABLE, experiment_from
from gruviz.ui.navigation import ways_on
from gruviz.ui.page import page

with page("home", "See why recurrent networks forget", TABLE) as panel:
    for column, name in zip(st.columns(3, gap="medium"), panel.controls, strict=True):
        with column:
            panel.draw(name)
    [picture] = draw(View(VIEWS["decay"], experiment_from(panel.values)))
    chart_card(picture, key="home")
    ways_on("home")
    st.markdown(prose("home")["text"])
