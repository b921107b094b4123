"""The lesson's own controls in the browser, assets/components/lesson."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from gruviz.ui.charts.component import component


def part(
    kind: str, data: dict[str, Any], *, key: str, height: int, on_choice: Callable[[Any], None] | None = None
) -> None:
    """Mount one.

    Args:
        kind: "cards", "composer" or "strip".
        data: What it shows; see the file of its name.
        key: Unique on the page and constant over runs.
        height: Pixels that it will take, as a rule: kept free before it is there.
        on_choice: Called with what a person chooses, before the page runs again.
    """

    def choose() -> None:
        choice = st.session_state[key]["choice"]
        if on_choice is not None and choice is not None:
            on_choice(choice)

    component("lesson", key=key, height=height, data={"kind": kind, **data}, on_choice_change=choose)
