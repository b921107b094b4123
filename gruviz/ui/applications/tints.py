"""A text for each model, tinted by what one of its characters depends on; the browser follows pointer and keys."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import streamlit as st

from gruviz.arrays import Array
from gruviz.figures.drawing.palette import TINT_COLOR
from gruviz.ui.charts.component import component

LABEL = "Character asked about"
LEVELS, ZERO = 63, 48


def tinted_texts(
    text: str,
    at: int,
    reaches: Mapping[str, Array],
    *,
    names: Mapping[str, str],
    key: str,
    on_choice: Callable[[int], None] | None,
) -> None:
    """Show the text with the tints of every character that one may point at.

    Args:
        text: T characters.
        at: Place of the chosen one, counted from 1.
        reaches: By model, (T-1, T-1): row k-2 for the k-th character; nan where it has nothing to say.
        names: How characters that cannot be seen are written.
        key: Unique on the page and constant over runs.
        on_choice: Called with the place that a person chooses; None where nobody may.
    """

    def choose() -> None:
        if on_choice is not None:
            on_choice(int(st.session_state[key]["at"]))

    models = [{"name": label, "levels": levels} for label, levels in tint_levels(reaches).items()]
    data: dict[str, Any] = {"label": LABEL, "text": list(text), "names": dict(names), "at": at, "models": models}
    data |= {"fixed": on_choice is None, "tint": TINT_COLOR}
    component("tints", key=key, data=data, on_at_change=choose)


def tint_levels(reaches: Mapping[str, Array]) -> dict[str, str]:
    """Tints by model, row after row, each from 0 to `LEVELS` as the character with code `ZERO` + level.

    A level is the square root of the share in the largest of its row over all models.
    """
    norms = {label: np.nan_to_num(reach) for label, reach in reaches.items()}
    largest = np.stack(list(norms.values())).max(axis=(0, 2))[:, None]
    rows, columns = np.tril_indices(len(largest))
    tints = {}
    for label, values in norms.items():
        shares = np.divide(values, largest, out=np.zeros_like(values), where=largest > 0)
        levels = np.rint(LEVELS * np.sqrt(shares)).astype(np.uint8)
        tints[label] = (levels[rows, columns] + np.uint8(ZERO)).tobytes().decode("ascii")
    return tints
