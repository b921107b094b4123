"""The ways on from Home: three doors with a picture each, and the other pages."""

from collections.abc import Mapping, Sequence
from math import log10
from typing import Any
from urllib.parse import quote

import streamlit as st

from gruviz.figures.drawing.palette import GATE_COLORS, GREY, PREDICTION_COLOR, cell_color
from gruviz.ui.navigation import PAGES
from gruviz.ui.prose import prose

WIDTH, HEIGHT = 120, 56
"""Of the picture on a door, in pixels."""
Frame = Mapping[str, Any]


def doors(frame: Frame, laboratory: Mapping[str, str]) -> None:
    """Draw the three doors.

    Args:
        frame: What Home's picture shows, for the laboratory's door.
        laboratory: The query with which the laboratory opens with the same settings.
    """
    columns = st.columns(3, gap="small")
    pictures = {"walkthrough": LESSON, "gradient_flow": _lines(frame), "inside_the_cell": CELL}
    st.html(f"<style>{''.join(_style(key, picture) for key, picture in pictures.items())}</style>")
    queries = {"gradient_flow": laboratory}
    for column, key in zip(columns, DOORS, strict=True):
        with column, st.container(border=True, key=f"home_door_{key}"):
            st.page_link(PAGES[key][0], label=f"**{DOORS[key][0]}** →", query_params=dict(queries.get(key, {})))
            st.markdown(DOORS[key][1])


def other_pages() -> None:
    """Draw a small link to each page that has no door."""
    with st.container(key="home_others"):
        for key in [key for key in PAGES if key not in DOORS and key != "home"]:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.page_link(PAGES[key][0], label=f"**{PAGES[key][1]}**", width="content")
                st.caption(prose(key)["invitation"])


DOORS = {
    "walkthrough": ("Start the lesson", "45 minutes: predict, run, and see why your guess was off."),
    "gradient_flow": ("Open the laboratory", "With these very settings. Any cell, any start, your own input."),
    "inside_the_cell": ("Look inside one cell", "One sequence, step by step, with every number in its place."),
}
"""What stands on each door."""


def _style(key: str, picture: str) -> str:
    """The picture as an image of the door's style, which needs no text alternative: the words beside it say it all."""
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{picture}</svg>'
    return f'.st-key-home_door_{key}::before{{background-image:url("data:image/svg+xml,{quote(drawing)}")}}'


def _lines(frame: Frame) -> str:
    """The lines of the picture, small."""
    floor, ceiling = frame["range"]["log"]
    return "".join(
        f'<polyline points="{_points(lane["median"], floor, ceiling)}" fill="none" stroke="{lane["color"]}" '
        f'stroke-width="2.5"{DASHED if lane["key"] == "fresh" else ""}/>'
        for lane in frame["lanes"]
    )


DASHED = ' stroke-dasharray="4 4"'


def _points(median: Sequence[float | None], floor: float, ceiling: float) -> str:
    top, span = 6, HEIGHT - 12
    heights = [floor if not value else max(log10(value), floor) for value in median]
    apart = (WIDTH - 8) / (len(median) - 1)
    places = ((4 + apart * t, top + span * (ceiling - height) / (ceiling - floor)) for t, height in enumerate(heights))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in places)


LESSON = (
    f'<path d="M6 50H114M6 50V6" fill="none" stroke="{GREY}"/>'
    f'<path d="M10 12C40 14 60 40 112 46" fill="none" stroke="{GREY}" stroke-width="2.5" stroke-dasharray="4 4"/>'
    f'<path d="M10 12C22 40 60 45 112 46" fill="none" stroke="{cell_color("lstm")}" stroke-width="2.5"/>'
    f'<circle cx="58" cy="29" r="5" fill="{PREDICTION_COLOR}"/>'
)
"""A guess, and what came out; nothing of it is measured."""
CELL = (
    f'<path d="M4 18H116M36 46V18M84 46V18" fill="none" stroke="{GREY}" stroke-width="2"/>'
    f'<circle cx="36" cy="18" r="9" fill="{cell_color("gru")}"/>'
    f'<circle cx="84" cy="18" r="9" fill="{cell_color("gru")}"/>'
    '<path d="M79 18H89M84 13V23M32 14L40 22M40 14L32 22" stroke="#fff" stroke-width="2"/>'
    f'<rect x="22" y="40" width="28" height="13" rx="3" fill="{GATE_COLORS["z"]}"/>'
    f'<rect x="70" y="40" width="28" height="13" rx="3" fill="{GATE_COLORS["n"]}"/>'
)
"""A line of memory with two places where something is done to it."""
