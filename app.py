"""The home page: a signal fades on its way back through three networks. Also the server's first file."""

import os

import streamlit as st
from starlette.middleware import Middleware

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: a visitor's matrices shall not take others' cores

from gruviz.ui.charts.plotly_js import plotly_route
from gruviz.ui.classroom.identity import Known
from gruviz.ui.classroom.routes import class_routes
from gruviz.ui.controls.panel import Panel
from gruviz.ui.home.controls import TABLE, laboratory_query
from gruviz.ui.home.doors import doors, other_pages
from gruviz.ui.home.picture import light_numbers, light_picture
from gruviz.ui.notes_window import notes_route
from gruviz.ui.page import page, refusals_said
from gruviz.ui.prose import prose
from gruviz.ui.server import server_life
from gruviz.ui.share import share_row
from gruviz.ui.shell import Shell
from gruviz.ui.sweeps import sweep_route


@st.fragment
def picture() -> None:
    """Draw the picture, its sliders and where its settings lead. A move runs this alone, not the rest of the page."""
    panel = Panel(TABLE)
    with refusals_said(panel):
        frame = light_picture(panel)
        for column, name in zip(st.columns([2, 1, 1], gap="medium"), TABLE.by_name, strict=False):
            with column:
                panel.draw(name)
        doors(frame, laboratory_query(panel.values))
        light_numbers(panel)
    share_row(panel)


if __name__ != "__main__":  # `streamlit run app.py` takes its server from here
    routes = [plotly_route(), sweep_route(), notes_route(), *class_routes()]
    app = st.App(__file__, routes=routes, middleware=[Middleware(Known), Middleware(Shell)], lifespan=server_life)
else:  # the name under which Streamlit runs a page
    with page("home", "See why recurrent networks forget", TABLE):
        with st.container(key="home_what"):
            st.markdown(prose("home")["what"])
        picture()
        other_pages()
        with st.expander("The mathematics in five lines", key="home_mathematics"):
            st.markdown(prose("home")["text"])
