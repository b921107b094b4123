"""The page's own kinds of control, as one component draws them: chips, tabs, cards, previews, a handle."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from gruviz.ui.charts.component import component


def part(
    kind: str, data: dict[str, Any], *, key: str, on_choice: Callable[[Any], None] | None = None, **mount: Any
) -> None:
    """Mount a part of the bench.

    Args:
        kind: "chips", "tabs", "experiments", "preview" or "handle".
        data: What it shows.
        key: Unique on the page and constant over runs.
        on_choice: Called with what a person chooses, before the page runs again.
        mount: Further arguments of Streamlit's, such as the height that it takes.
    """

    def choose() -> None:
        choice = st.session_state[key]["choice"]
        if on_choice is not None and choice is not None:
            on_choice(choice)

    component("bench", key=key, data={"kind": kind, **data}, on_choice_change=choose, **mount)
