"""A slider that tells its values while it is dragged; its value lives in the session as a plain number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from gruviz.ui.components import component

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Move:
    """What a slider in the browser has told last.

    Args:
        number: Counts the moves of this slider.
        value: Where it stands; anything that a browser may send.
        done: Whether it was let go.
    """

    number: int = 0
    value: object = None
    done: bool = True

    @classmethod
    def of(cls, key: str) -> "Move":
        """The last one of the slider whose value lives under `key`."""
        told = (st.session_state.get(mounted(key)) or {}).get("move")
        if not isinstance(told, Mapping) or not isinstance(told.get("number"), int):
            return cls()
        return cls(told["number"], told.get("value"), told.get("done") is not False)


def mounted(key: str) -> str:
    """Key of the component that shows the value under `key`."""
    return f"{key}_slider"


def draw_slider(key: str, data: Mapping[str, Any], accept: Callable[[object], Any]) -> None:
    """Draw a slider whose value lives in the session under `key`.

    Args:
        key: Of the value, which is there already.
        data: For the component, see assets/components/slider/main.js.
        accept: Makes a value of what a browser has sent; None where it is none.
    """

    def take() -> None:
        value = accept(Move.of(key).value)
        if value is not None:
            st.session_state[key] = value

    shown = {"key": key, "value": st.session_state[key], "number": Move.of(key).number}
    component("slider", key=mounted(key), data={**data, **shown}, on_move_change=take)


def answer_sliders(page: str, keys: list[str]) -> None:
    """Tell the sliders in the browser that all of the page that follows their last moves is there.

    Args:
        page: Key of the page.
        keys: Of the sliders that this run has drawn.
    """
    if keys:
        component("answered", key=f"{page}_answered", data={key: Move.of(key).number for key in keys})
