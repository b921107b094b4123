"""What the network reads, and how long."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from gruviz.ui.controls.own_numbers import OwnNumbers, own_numbers
from gruviz.ui.controls.panel import Panel


def input_card(panel: Panel) -> tuple[OwnNumbers, DeltaGenerator]:
    """Draw the controls of the input; the person's own numbers, and a place to say what is read."""
    with st.container(border=True, key=panel.key("input_card")):
        st.markdown("**What it reads**")
        left, right = st.columns(2, gap="medium")
        with left:
            panel.draw("inputs", "seq_len")
        with right:
            panel.draw("scale", "lag")
        panel.draw("text", "vocabulary", "table")
        numbers = own_numbers(panel)
        panel.draw("seed")
        return numbers, st.container()
