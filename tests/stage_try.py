"""A page with nothing but the "try it" of one application, for tests."""

from importlib import import_module

import streamlit as st

from gruviz.applications.offered import OFFERED
from gruviz.applications.shipped import shipped_models
from gruviz.ui.assets import asset
from gruviz.ui.controls import Choice, Panel
from gruviz.ui.plot import load_plotly

MODULES = {"speech": "speech", "digits": "digits", "digits_by_pixel": "digits", "balancing": "balancing"} | {
    "wearable": "wearable"
}

st.set_page_config(layout="wide")
st.html(f"<style>{asset('style.css')}</style>")
modules = {name: import_module(f"gruviz.ui.try_{name}") for name in sorted(set(MODULES.values()))}
application = Choice(
    name="application", label="Application", help="Which.", default="speech", options={name: name for name in OFFERED}
)
panel = Panel("applications", (application, *(control for module in modules.values() for control in module.CONTROLS)))
panel.report()
with st.sidebar:
    panel.draw("application")
    panel.draw_groups()
name = panel.values["application"]
modules[MODULES[name]].try_it(shipped_models(name), panel)
load_plotly()
