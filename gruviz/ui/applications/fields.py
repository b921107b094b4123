"""A field of one line, and controls in a row."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from gruviz.ui.controls.kinds import Control, Text
from gruviz.ui.controls.panel import Panel


@dataclass(frozen=True, kw_only=True)
class Line(Text):
    """One line, taken over by Enter; drawn by the part of the page that answers it."""

    def widget(self, key: str) -> None:
        st.text_input(self.label, key=key, help=self.help)


def control_row(panel: Panel, controls: Sequence[Control], *, width: int = 260) -> None:
    """Draw controls side by side, those that matter now, each so many pixels wide; on a phone one below the other."""
    drawn = [control.name for control in controls if not control.elsewhere]
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        for name in filter(lambda name: panel.draws(name) or name in panel.locked, drawn):
            with st.container(width=width):
                panel.draw(name)
