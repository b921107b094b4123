"""Our components, mounted by name."""

from functools import cache
from typing import Any

import streamlit as st

from gruviz.ui.assets import component_source


def component(name: str, **mount: Any) -> Any:
    """Mount one of our components, assets/components/<name>; arguments as Streamlit's."""
    return _registered(name)(**mount)


@cache
def _registered(name: str) -> Any:
    js, css = component_source(name)
    return st.components.v2.component(f"gruviz_{name}", js=js, css=css, isolate_styles=False)
