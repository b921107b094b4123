"""The chart component: Plotly figures that change in place."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import streamlit as st

from gruviz.figures.drawing.theme import TEMPLATES
from gruviz.ui.charts.plotly_js import plotly_file
from gruviz.ui.components import component as component

AROUND = 112
"""Pixels that headline, buttons and summary take around a plot, as a rule: kept free before they are there."""


@dataclass(frozen=True)
class Asked:
    """A place on a chart's axis that a person is asked to predict, by dragging a line.

    Args:
        axis: "x" or "y".
        places: That may be predicted, rising, in the units of the axis.
        words: How each is said.
        value: The prediction so far.
        label: What is asked for.
        hint: What the line says before there is one.
    """

    axis: str
    places: list[float]
    words: list[str]
    value: float | None
    label: str
    hint: str


@dataclass(frozen=True)
class Veil:
    """A run that is shown only when it has been predicted; then it draws itself.

    Args:
        topic: Which run it is.
        hidden: Whether it is hidden now.
        towards: "left" or "right": where it goes as it draws itself.
        seconds: How long it takes.
    """

    topic: str
    hidden: bool
    towards: str
    seconds: float = 1.5


def plot(
    figure_json: str,
    *,
    key: str,
    alt: str,
    height: int,
    title: str = "",
    summary: str = "",
    name: str = "",
    compares: bool = False,
    asked: Asked | None = None,
    veil: Veil | None = None,
    on_guess: Callable[[Any], None] | None = None,
) -> None:
    """Show a figure with its words; a later run with the same key changes it in place, keeping zoom and hidden lines.

    Between two runs, the picture may be moved by frames told to "picture:<key>" (assets/components/shared/live.js).

    Args:
        figure_json: A Plotly figure without template; the component adds the one of the viewer's theme.
        key: Unique on the page and constant over runs.
        alt: Text alternative of the plot.
        height: Pixels of the plot.
        title: Headline, if it shall stand above.
        summary: Text below, if any. In both, b_z is shown as a subscript; nothing else is markup.
        name: Of its image files, without ending; without one there are no buttons.
        compares: Whether the curves before a change stay behind as grey ones, and may be pinned.
        asked: What is predicted in it.
        veil: Whether its run is hidden.
        on_guess: Called with what a person predicts, before the page runs again.
    """
    data = {
        "figure": figure_json,
        "templates": TEMPLATES,
        "alt": alt,
        "height": height,
        "plotly": plotly_file(),
        "key": key,
        "title": title,
        "summary": summary,
        "name": name,
        "compares": compares,
        "asked": asked and asdict(asked),
        "veil": veil and asdict(veil),
    }
    mount = {"on_guess_change": lambda: _told(key, on_guess)} if on_guess else {}
    component("chart", key=key, height=height + (AROUND if title else 0), data=data, **mount)


def _told(key: str, on_guess: Callable[[Any], None]) -> None:
    guess = st.session_state[key]["guess"]
    if guess is not None:
        on_guess(guess)
