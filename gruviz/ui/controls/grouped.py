"""Any of many, sorted into kinds: a row of pills or a list for each kind, and one value for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from gruviz.ui.controls.kinds import Choices


@dataclass(frozen=True, kw_only=True)
class GroupedChoices(Choices):
    """Choices under several headings.

    Args:
        groups: Keys of the options by heading; together all of them, in their order.
    """

    groups: Mapping[str, tuple[str, ...]]

    def keys(self, key: str) -> tuple[str, ...]:
        return tuple(self._parts(key))

    def holds(self, key: str, value: Any) -> bool:
        parts = [part for part in self._parts(key) if part in st.session_state]
        chosen = [option for part in parts for option in st.session_state[part]]
        return len(parts) == len(self.groups) and chosen == value and super().holds(key, value)

    def give(self, key: str, value: Any) -> None:
        st.session_state[key] = value
        for part, options in self._parts(key).items():
            st.session_state[part] = [option for option in options if option in value]

    def widget(self, key: str) -> None:
        def gather() -> None:
            st.session_state[key] = [option for part in self._parts(key) for option in st.session_state[part]]

        for i, (part, heading) in enumerate(zip(self._parts(key), self.groups, strict=True)):
            self.draw(part, heading, self.groups[heading], help=None if i else self.help, on_change=gather)

    def _parts(self, key: str) -> dict[str, tuple[str, ...]]:
        """Keys of the widgets, and the options of each."""
        return {f"{key}_{i}": options for i, options in enumerate(self.groups.values())}
