"""Fields for text that say so when they are given more than they take, and controls in a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from gruviz.ui.controls.kinds import Control, Text
from gruviz.ui.controls.panel import Panel


@dataclass(frozen=True, kw_only=True)
class Passage(Text):
    """A text of which the beginning is read, as much as the limit allows."""

    def tidy(self, value: Any) -> str:
        return str(value)[: self.limit]

    def widget(self, key: str) -> None:
        st.text_area(self.label, key=key, help=self.help, height=self.height)
        count = len(st.session_state[key])
        if count > self.limit:
            st.caption(f"Only the first {self.limit:,} of these {count:,} characters are read.")


@dataclass(frozen=True, kw_only=True)
class Line(Text):
    """One line, taken over by Enter; drawn by the part of the page that answers it."""

    def widget(self, key: str) -> None:
        st.text_input(self.label, key=key, help=self.help)


def control_row(panel: Panel, controls: Sequence[Control]) -> None:
    """Draw controls side by side, those that matter now; on a phone one below the other."""
    drawn = [control.name for control in controls if not control.elsewhere]
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        for name in filter(lambda name: panel.draws(name) or name in panel.locked, drawn):
            with st.container(width=260):
                panel.draw(name)
