"""The home page: the gradient vanishes in an RNN next to a GRU that holds it. Also the server's first file."""

import os

import streamlit as st

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: a visitor's matrices shall not take others' cores

from gruviz.ui.assets import prose
from gruviz.ui.charts.card import chart_card
from gruviz.ui.charts.plotly_js import plotly_route
from gruviz.ui.charts.views import VIEWS, View, draw
from gruviz.ui.controls.home import TABLE, experiment_from, laboratory_query
from gruviz.ui.controls.panel import Panel
from gruviz.ui.navigation import PAGES, way_on
from gruviz.ui.page import page, refusals_said
from gruviz.ui.server import server_life
from gruviz.ui.share import share_row


@st.fragment
def picture() -> None:
    """Draw the sliders, the chart and where its settings lead. A move runs this alone, not the rest of the page."""
    panel = Panel(TABLE)
    for column, name in zip(st.columns(3, gap="medium"), panel.controls, strict=True):
        with column:
            panel.draw(name)
    with refusals_said(panel):
        [drawn] = draw(View(VIEWS["decay"], experiment_from(panel.values)))
        chart_card(drawn, key="home")
    share_row(panel)
    way_on("gradient_flow", laboratory_query(panel.values))


if __name__ != "__main__":  # `streamlit run app.py` takes its server from here
    app = st.App(__file__, routes=[plotly_route()], lifespan=server_life)
else:  # the name under which Streamlit runs a page
    with page("home", "See why recurrent networks forget", TABLE):
        picture()
        for key in [*PAGES][2:]:  # all but this one and the laboratory, which is drawn with the picture
            way_on(key)
        st.markdown(prose("home")["text"])
