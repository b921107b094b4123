"""Lines named at their ends, with what is there: labels beside the plot that keep clear of each other."""

import re
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, NamedTuple

import numpy as np

from gruviz.figures.drawing.axes import Axis
from gruviz.figures.drawing.panels import on_panel
from gruviz.figures.drawing.theme import SMALL

WIDE = 17
"""Characters in a row of a label: more leave a phone no room for the plot."""
LETTER, ROW, LEADER = 7, 16, 16
"""Pixels: a letter's width, a row's height, and the leader between a line and its label."""
NAME = "end"
"""By which a label is known among a layout's annotations."""
FRAME = 64
"""Pixels of a chart above and below its plot."""
GAP = 4
"""Pixels between two labels."""
STEADY = 16
"""Characters in a row for which a margin has room while what is left changes."""
HELD = "\u00a0"
"""A space at which no row ends."""
EDGE = 1e-3
"""Part of an axis by which a label keeps off its ends, where Plotly takes it for out of sight."""


class End(NamedTuple):
    """One end of a line.

    Args:
        name: Of the line, in words.
        words: What is there, such as "39%".
        x: Where the line ends.
        y: As the axis counts: on a log axis a power of ten; beyond its ends it is named at the edge.
        color: Of the line.
    """

    name: str
    words: str
    x: float
    y: float
    color: str


def end_labels(
    ends: Sequence[End], up: Axis, *, side: str = "left", plot: int = 440 - FRAME, panel: int = 0, at_least: int = 0
) -> dict[str, Any]:
    """What a layout needs so that lines are named at their ends.

    Where not all of it has room the labels are names alone, and where these have none either, there is a legend.

    As many annotations as there are lines, so that a frame of the same lines moves them.

    Args:
        ends: In any order.
        up: The vertical axis, with its range.
        side: Where the lines end: "left" or "right". The labels stand in the margin there.
        plot: Height of the panel in pixels.
        panel: Its number in the figure.
        at_least: Characters in a row that the margin has room for, where the words will change.
    """
    full, bare = ([_text(end, words) for end in ends] for words in (True, False))
    texts = next((texts for texts in (full, bare) if sum(map(_height, texts)) <= plot), None)
    if texts is None:
        return {"showlegend": True}
    places = _places([end.y for end in ends], texts, up["range"], plot)
    labels = [_label(end, text, *place, side, panel) for end, text, place in zip(ends, texts, places, strict=True)]
    widest = max(len(row) for text in texts for row in _plain(text).split("<br>"))
    margin = LEADER + LETTER * max(widest, at_least)
    return {"showlegend": False, "annotations": labels, "margin": {side[0]: margin}}


def together(layout: Mapping[str, Any], named: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A layout of stacked panels with the labels of each; a legend for all where one of them has no room.

    Args:
        layout: Of the panels.
        named: What `end_labels` gives for each.
    """
    if any(one["showlegend"] for one in named):
        return {**layout, "showlegend": True}
    labels = [label for one in named for label in one["annotations"]]
    sides = {side for one in named for side in one["margin"]}
    margin = {side: max(one["margin"].get(side, 0) for one in named) for side in sides}
    shown = {"annotations": [*layout.get("annotations", []), *labels], "margin": margin}
    return {**layout, **shown, "showlegend": False}


def moved(labels: Sequence[Any], before: Any, after: Any, *, plot: int) -> list[dict[str, float]]:
    """What changes of labels when their axis does: their places and shifts.

    Args:
        labels: Those of one axis, as Plotly has them.
        before: The axis that they were made for.
        after: The axis that it becomes.
        plot: Height of the panel in pixels.
    """
    values = [10.0**label.y if before.type == "log" else label.y for label in labels]
    counted = [np.log10(value) if after.type == "log" else value for value in values]
    places = _places(counted, [label.text for label in labels], after.range, plot)
    return [{"y": y, "ay": shift} for y, shift in places]


def _places(
    wanted: Sequence[float], texts: Sequence[str], ends: Sequence[float], plot: int
) -> list[tuple[float, float]]:
    """For each label where it points, as the axis counts, and by how many pixels it stands lower."""
    low, high = ends
    edge = EDGE * (high - low)
    held = [min(max(y, low + edge), high - edge) for y in wanted]
    pixels = [plot * (high - y) / (high - low) for y in held]
    shifts = np.subtract(spread(pixels, [*map(_height, texts)], plot), pixels).round(1)
    return [*zip(held, shifts.tolist(), strict=True)]


def spread(wanted: Sequence[float], heights: Sequence[float], room: float) -> list[float]:
    """Where labels stand: as near as can be to where they are wanted, and clear of each other.

    Args:
        wanted: Middle of each.
        heights: Of each; together no more than the room.
        room: All of them stand between 0 and this.

    Returns:
        Middle of each.
    """
    order = np.argsort(wanted, kind="stable").tolist()
    blocks: list[_Block] = []
    for i in order:
        blocks.append(_Block.around([wanted[i]], [heights[i]], room))
        while len(blocks) > 1 and blocks[-2].top + sum(blocks[-2].heights) > blocks[-1].top:
            above, below = blocks[-2:]
            blocks[-2:] = [_Block.around(above.wanted + below.wanted, above.heights + below.heights, room)]
    middles = [middle for block in blocks for middle in block.middles()]
    return [middle for _, middle in sorted(zip(order, middles, strict=True))]


class _Block(NamedTuple):
    """Labels that touch each other, from above."""

    top: float
    wanted: list[float]
    heights: list[float]

    @classmethod
    def around(cls, wanted: list[float], heights: list[float], room: float) -> "_Block":
        """Where the sum of squared shifts is least, within the room."""
        offsets = np.cumsum(heights) - np.array(heights) / 2
        top = float(np.mean(np.array(wanted) - offsets))
        return cls(min(max(top, 0.0), room - sum(heights)), wanted, heights)

    def middles(self) -> list[float]:
        return (self.top + np.cumsum(self.heights) - np.array(self.heights) / 2).tolist()


def _text(end: End, words: bool) -> str:
    """The name in rows that fit, a last number beside its word, and in bold what is there."""
    rows = wrap(re.sub(r" (?=\S{1,2}$)", HELD, end.name), WIDE)
    return "<br>".join([*(row.replace(HELD, " ") for row in rows), *([f"<b>{end.words}</b>"] if words else [])])


def _height(text: str) -> float:
    return ROW * (1 + text.count("<br>")) + GAP


def _plain(text: str) -> str:
    return text.replace("<b>", "").replace("</b>", "")


def _label(end: End, text: str, y: float, shift: float, side: str, panel: int) -> dict[str, Any]:
    away, anchor = (-LEADER, "right") if side == "left" else (LEADER, "left")
    names = on_panel(panel)
    where = {"x": end.x, "xref": names["xaxis"], "y": y, "yref": names["yaxis"]}
    leader = {"ax": away, "ay": shift, "arrowcolor": end.color, "arrowhead": 0, "arrowwidth": 2}
    return {"text": text, "name": NAME, "font": {"size": SMALL}, **where, **leader, "xanchor": anchor, "align": anchor}
