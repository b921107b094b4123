"""The chart component: Plotly figures that change in place."""

import gzip
from functools import cache
from typing import Any

import streamlit as st

from gruviz.figures.drawing.theme import TEMPLATES
from gruviz.ui.assets import component_source


def component(name: str, **mount: Any) -> Any:
    """Mount one of our components, assets/components/<name>; arguments as Streamlit's."""
    return _registered(name)(**mount)


@cache
def _registered(name: str) -> Any:
    js, css = component_source(name)
    return st.components.v2.component(f"gruviz_{name}", js=js, css=css, isolate_styles=False)


def plot(figure_json: str, *, key: str, alt: str, height: int) -> None:
    """Show a figure; a later run with the same key changes it in place, keeping zoom and hidden lines.

    Args:
        figure_json: A Plotly figure without template; the component adds the one of the viewer's theme.
        key: Unique on the page and constant over runs.
        alt: Text alternative.
        height: Pixels, kept free before anything is drawn.
    """
    data = {"figure": figure_json, "templates": TEMPLATES, "alt": alt, "height": height}
    component("chart", key=key, height=height, data=data)


@st.fragment
def load_plotly() -> None:
    """Send the plotly.js of the installed plotly package to the browser, once a session.

    Called at the end of a page: whatever is sent after these 1.5 MB would wait for them.
    """
    with st.container(height=1, border=False, gap=None, key="plotly"):  # stays, so that the page keeps its length
        if st.session_state.get("plotly_ready"):
            st.empty()
            return
        result = component("plotly", key="plotly_bundle", data=_bundle(), height=1, on_ready_change=lambda: None)
    if result.ready:
        st.session_state["plotly_ready"] = True


@cache
def _bundle() -> bytes:
    from plotly.offline import get_plotlyjs

    return gzip.compress(get_plotlyjs().encode(), 9, mtime=0)
