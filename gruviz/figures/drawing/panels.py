"""Panels stacked in one figure: where they lie, their headings and their axes."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from gruviz.figures.drawing.axes import Axis
from gruviz.figures.drawing.palette import GREY

HEADING, TICKS = 34, 26
"""Pixels above and below each panel."""
Extent = tuple[float, float]
"""Lower and upper end of a panel, as shares of the figure."""


class Panels(NamedTuple):
    """Where stacked panels lie."""

    extents: list[Extent]
    """Vertical domain of each, from the top."""
    headings: list[dict[str, Any]]
    """An annotation above each."""
    height: int
    """Pixels of the whole figure."""


def panels(titles: Sequence[str], *, pixels: int) -> Panels:
    """Stack panels of a fixed height with a heading above and room for ticks below each."""
    pitch = HEADING + pixels + TICKS
    total = len(titles) * pitch - TICKS
    tops = [1 - (i * pitch + HEADING) / total for i in range(len(titles))]
    extents = [(max(0.0, top - pixels / total), top) for top in tops]
    return Panels(extents, [_heading(title, top) for title, top in zip(titles, tops, strict=True)], total + 110)


def stacked_axes(stack: Panels, along: Axis | Sequence[Axis], up: Axis | Sequence[Axis]) -> dict[str, Any]:
    """The layout of stacked panels: their headings, and two axes for each.

    Args:
        stack: Where they lie.
        along: The horizontal axis of all panels, or of each; its title stands below the lowest panel only.
        up: The vertical axis of all panels, or of each.
    """
    count = len(stack.extents)
    rows = zip(stack.extents, _each(along, count), _each(up, count), strict=True)
    layout: dict[str, Any] = {"annotations": stack.headings}
    for i, (extent, x, y) in enumerate(rows):
        title = x["title"] if i == count - 1 else {"text": ""}
        names = on_panel(i)
        layout[_key("x", i)] = x | {"anchor": names["yaxis"], "title": title}
        layout[_key("y", i)] = y | {"anchor": names["xaxis"], "domain": extent}
    return layout


def on_panel(index: int) -> dict[str, Any]:
    """What places a trace on panel `index`: the names of its axes, x and y, x2 and y2, …"""
    number = "" if index == 0 else str(index + 1)
    return {"xaxis": f"x{number}", "yaxis": f"y{number}"}


def first_panels(names: Sequence[Iterable[str]]) -> dict[str, int]:
    """The first panel that draws each name; it is there that the name stands in the legend."""
    return {name: i for i, drawn in reversed(list(enumerate(names))) for name in drawn}


def upright_line(x: float, panel: int = 0) -> dict[str, Any]:
    """A thin grey line through a panel, from bottom to top."""
    names = on_panel(panel)
    ends = {"x0": x, "x1": x, "y0": 0, "y1": 1, "xref": names["xaxis"], "yref": f"{names['yaxis']} domain"}
    return {"type": "line", "line": {"color": GREY, "width": 1}, **ends}


def _heading(title: str, top: float) -> dict[str, Any]:
    where = {"x": 0, "xref": "paper", "xanchor": "left", "y": top, "yref": "paper", "yanchor": "bottom"}
    return {"text": f"<b>{title}</b>", **where, "showarrow": False}


def _each(axis: Axis | Sequence[Axis], count: int) -> Sequence[Axis]:
    return [axis] * count if isinstance(axis, dict) else axis


def _key(kind: str, index: int) -> str:
    return f"{kind}axis{'' if index == 0 else index + 1}"
