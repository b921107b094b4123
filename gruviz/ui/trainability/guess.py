"""Where a person thinks that a cell learns: kept for the session, and part of no link."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from gruviz.maps.plan import Square


@dataclass(frozen=True)
class Guess:
    """What was painted.

    Args:
        squares: For each task.
        shown: Whether the answer may be seen.
    """

    squares: tuple[frozenset[Square], ...]
    shown: bool

    @property
    def sent(self) -> dict[str, Any]:
        """As the component has it."""
        return {"squares": [sorted(squares) for squares in self.squares], "shown": self.shown}


def guess_of(map_key: str) -> Guess | None:
    """The guess about a map; None before there is one."""
    guess: Guess | None = _guesses().get(map_key)
    return guess


def is_shown(map_key: str) -> bool:
    """Whether this person has guessed, or wanted to see at once."""
    guess = guess_of(map_key)
    return guess is not None and guess.shown


def keep_guess(map_key: str, told: Any) -> None:
    """Keep what the component has sent; anything else that a browser may send is no guess."""
    guess = _read(told)
    if guess is not None:
        _guesses()[map_key] = guess


def _read(told: Any) -> Guess | None:
    if not isinstance(told, Mapping):
        return None
    try:
        squares = tuple(frozenset((int(x), int(y)) for x, y in panel) for panel in told.get("squares", ()))
    except (TypeError, ValueError):
        return None
    return Guess(squares, bool(told.get("shown")))


def _guesses() -> dict[str, Guess]:
    guesses: dict[str, Guess] = st.session_state.setdefault("trainability_guesses", {})
    return guesses
