"""Pages within the pages of others: `?embed=true`, by which Streamlit too leaves out what it has around a page."""

import streamlit as st


def embedded() -> bool:
    """Whether this page stands in a frame of another: without navigation, and without what a browser refuses there."""
    return bool(st.context.is_embedded)
