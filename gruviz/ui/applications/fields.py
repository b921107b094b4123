"""Fields for text that say so when they are given more than they take."""

from dataclasses import dataclass
from typing import Any

import streamlit as st

from gruviz.ui.controls.kinds import Text


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
