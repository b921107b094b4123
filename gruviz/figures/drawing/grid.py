"""Panels side by side: where they lie, their headings, and how they fold into one column in a narrow chart."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gruviz.figures.drawing.axes import Axis
from gruviz.figures.drawing.panels import Extent, on_panel
from gruviz.wording import short_labels

HEADING, ROW, TICKS, FOOT, ASIDE = 30, 18, 54, 70, 0.09
"""Pixels above a panel, more for each further row there, below it, below all; part of the width between two panels."""
NARROW = 560
"""Pixels of a chart's width below which all panels stand in one column."""


class Grid(NamedTuple):
    """Where panels lie, row by row."""

    across: list[Extent]
    """Horizontal domain of each."""
    up: list[Extent]
    """Vertical domain of each."""
    headings: list[dict[str, Any]]
    """An annotation above each."""
    height: int
    """Pixels of the whole figure."""
    columns: int


def grid(titles: Sequence[str], *, columns: int, pixels: int, ticks: int = TICKS) -> Grid:
    """Lay out panels of a fixed height, row by row.

    Args:
        titles: A heading each, in Plotly's HTML, of one row or more.
        columns: Most panels in a row.
        pixels: Height of a panel.
        ticks: Pixels below a panel for its ticks.
    """
    columns = max(1, min(columns, len(titles)))
    rows = -(-len(titles) // columns)
    heading = HEADING + ROW * max(title.count("<br>") for title in titles)
    pitch = heading + pixels + ticks
    total = rows * pitch - ticks
    width = (1 - ASIDE * (columns - 1)) / columns
    across, up = [], []
    for i in range(len(titles)):
        row, column = divmod(i, columns)
        left, top = column * (width + ASIDE), 1 - (row * pitch + heading) / total
        across.append((left, min(1.0, left + width)))
        up.append((max(0.0, top - pixels / total), top))
    headings = [_heading(*place) for place in zip(titles, across, up, strict=True)]
    return Grid(across, up, headings, total + FOOT, columns)


def grid_axes(places: Grid, along: Axis, upward: Axis, *, square: bool = False) -> dict[str, Any]:
    """The layout of panels in a grid: headings and two axes each, and the same in one column for a narrow chart.

    Args:
        places: Where they lie.
        along: The horizontal axis of all panels; its title stands below the last row only.
        upward: The vertical axis of all; its title stands beside the first column only.
        square: Whether a unit is as long upward as along.
    """
    layout: dict[str, Any] = {"annotations": places.headings}
    count = len(places.up)
    for i, (across, up) in enumerate(zip(places.across, places.up, strict=True)):
        names = on_panel(i)
        is_left, is_last = i % places.columns == 0, i + places.columns >= count
        x = along if is_last else along | {"title": {"text": ""}, "showticklabels": places.columns > 1}
        y = upward if is_left else upward | {"title": {"text": ""}}
        equal = {"scaleanchor": names["xaxis"], "constrain": "domain", "constraintoward": "top"} if square else {}
        layout[_key(names["xaxis"])] = x | {"anchor": names["yaxis"], "domain": across} | _held(square)
        layout[_key(names["yaxis"])] = y | {"anchor": names["xaxis"], "domain": up} | equal
    return layout


def narrow(titles: Sequence[str], pixels: int, notes: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """What a chart less than `NARROW` pixels wide changes: all panels in one column, and the height of it all.

    Args:
        titles: Of the panels.
        pixels: Height of a panel.
        notes: Annotations within panels, which stay.
    """
    places = grid(titles, columns=1, pixels=pixels)
    changes: dict[str, Any] = {"annotations": [*places.headings, *notes]}
    for i, (across, up) in enumerate(zip(places.across, places.up, strict=True)):
        names = on_panel(i)
        changes[_key(names["xaxis"])] = {"domain": across}
        changes[_key(names["yaxis"])] = {"domain": up}
    return {"below": NARROW, "layout": changes, "height": places.height}


def squares(count: int) -> tuple[int, int]:
    """Columns and pixels of so many square panels."""
    columns = count if count < 4 else 2 if count == 4 else 3
    return columns, {1: 400, 2: 330}.get(columns, 230)


def titled(words: Mapping[str, str]) -> list[str]:
    """Headings of panels: the name of each run, as short as tells it from the others, above what is said of it."""
    names = short_labels([*words])
    return [f"<b>{marked_up(names[label])}</b>{said and f'<br>{said}'}" for label, said in words.items()]


def marked_up(label: str) -> str:
    """A label in Plotly's HTML, with true subscripts: b_z becomes b with a low z."""
    return re.sub(r"(?<=\w)_(\w+)", r"<sub>\1</sub>", label.replace("&", "&amp;").replace("<", "&lt;"))


def _held(square: bool) -> dict[str, Any]:
    return {"constrain": "domain"} if square else {}


def _heading(title: str, across: Extent, up: Extent) -> dict[str, Any]:
    where = {"x": across[0], "xref": "paper", "xanchor": "left", "y": up[1], "yref": "paper", "yanchor": "bottom"}
    return {"text": title, **where, "align": "left", "showarrow": False}


def _key(name: str) -> str:
    return f"{name[0]}axis{name[1:]}"
