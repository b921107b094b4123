"""The votes of a class beside the run, on the axis on which the question asks for a place.

The first vote grows to one side of a line and the second, after talking, to the other; every dot is one vote.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from math import inf
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.figures.drawing.chart import Chart, identified
from gruviz.figures.drawing.lines import pen
from gruviz.figures.drawing.palette import GREY, PREDICTION_COLOR
from gruviz.figures.lesson.frame import on_axis

STRIP: Mapping[str, float] = {"y": 0.26, "x": 0.32}
"""Part of the chart that the votes take, by the axis on which they lie."""
GAP = 0.05
"""Part of the chart that stays free beside them."""
FEWEST = 8
"""Votes at one place for which a side has room at least: with more the dots move together."""
COUNTED = 12
"""From so many votes at one place on, the longest stack of each round has its number."""
MANY = 25
"""Places beyond which the dots are small, so that a row keeps clear of the next."""
FIRST, SECOND = "first vote", "second vote"
LOOKS: Mapping[str, dict[str, Any]] = {
    FIRST: {"color": GREY, "symbol": "circle"},
    SECOND: {"color": PREDICTION_COLOR, "symbol": "diamond"},
}


class Votes(NamedTuple):
    """What a class has answered, a number for each vote; of choices their places, from 0."""

    first: Sequence[float] = ()
    second: Sequence[float] = ()

    @property
    def rounds(self) -> dict[str, Sequence[float]]:
        """The rounds in which anyone has voted, by name."""
        return {name: votes for name, votes in ((FIRST, self.first), (SECOND, self.second)) if votes}


class Place(NamedTuple):
    """A place on the question's axis, and how many chose it in each round."""

    value: float
    first: int
    second: int


def tallied(votes: Votes, places: Sequence[float], *, log: bool = False) -> list[Place]:
    """Count the votes at each place; a vote between two belongs to the nearer one.

    Args:
        votes: Of both rounds.
        places: Rising, at least one.
        log: Whether near is meant by ratio.
    """
    first, second = (Counter(_nearest(round_, places, log)) for round_ in votes)
    return [Place(value, first[i], second[i]) for i, value in enumerate(places)]


def _nearest(votes: Sequence[float], places: Sequence[float], log: bool) -> list[int]:
    along = _along(places, log)
    return [int(np.argmin(np.abs(along - vote))) for vote in _along(votes, log)]


def _along(values: Sequence[float], log: bool) -> Any:
    array = np.asarray(values, dtype=np.float64)
    return np.log10(np.maximum(array, np.finfo(np.float64).tiny)) if log else array


def with_votes(
    chart: Chart,
    axis: str,
    votes: Votes,
    places: Sequence[float],
    words: Callable[[float], str],
    *,
    measured: float | None = None,
) -> Chart:
    """The chart with a strip of votes at the labels of an axis; without votes the chart as it is.

    Args:
        chart: A framed chart, veiled or not; its ranges stay.
        axis: "x" or "y", the axis on which the question asks for a place.
        votes: Of both rounds.
        places: Where one could vote, rising.
        words: A place in words.
        measured: What the run has shown, as a line across run and votes; None before it is revealed.
    """
    if not votes.rounds:
        return chart
    figure = go.Figure(chart.figure)
    own = figure.layout[f"{axis}axis"]
    counted = tallied(votes, places, log=own.type == "log")
    most = max(FEWEST, *(max(place.first, place.second) for place in counted))
    across = "x" if axis == "y" else "y"
    at_end = axis == "y" and own.side == "right"
    strip = _strip(votes, most, STRIP[axis], at_end=at_end)
    data = [*figure.to_plotly_json()["data"], *_dots(counted, axis, most, words)]
    layout = _narrowed(figure.to_plotly_json()["layout"], across, STRIP[axis] + GAP, at_end=at_end)
    layout |= {f"{across}axis9": strip}
    layout[f"{axis}axis"] = layout[f"{axis}axis"] | {"anchor": f"{across}9"}
    if measured is not None:
        layout["shapes"] = [*layout.get("shapes", ()), *_line(measured, axis, own)]
    drawn = go.Figure({"data": identified(data), "layout": layout}, _validate=False)
    return replace(chart, figure=drawn, summary=f"{chart.summary} {spread_words(votes, counted, words)}".strip())


def spread_words(votes: Votes, counted: Sequence[Place], words: Callable[[float], str]) -> str:
    """How many voted in each round, and for what most of them did."""
    parts = []
    for name, given in votes.rounds.items():
        number = [place.first if name == FIRST else place.second for place in counted]
        most = max(number)
        favoured = [words(place.value) for place, count in zip(counted, number, strict=True) if count == most]
        parts.append(f"{name.capitalize()}: {_of(len(given))}{_favourites(favoured, most, len(given))}.")
    return " ".join(parts)


def _of(total: int) -> str:
    return "1 vote" if total == 1 else f"{total:,} votes"


def _favourites(favoured: Sequence[str], most: int, total: int) -> str:
    if total == 1:
        return f", for {favoured[0]}"
    if len(favoured) == 1:
        return f", all for {favoured[0]}" if most == total else f", most of them, {most}, for {favoured[0]}"
    if len(favoured) > 3:
        return ", with no answer ahead"
    return f", most, {most} each, for {', '.join(favoured[:-1])} and {favoured[-1]}"


def _dots(counted: Sequence[Place], axis: str, most: int, words: Callable[[float], str]) -> list[dict[str, Any]]:
    """One trace for each round, and the number of the longest stack where it is too long to be counted."""
    traces: list[dict[str, Any]] = []
    crowded = most >= COUNTED or len(counted) > MANY
    for name, side in ((FIRST, -1), (SECOND, 1)):
        stacks = [(place.value, place.first if side < 0 else place.second) for place in counted]
        dots = [(value, side * (i + 0.7)) for value, count in stacks for i in range(count)]
        hover = [f"{words(value)}: {count} in the {name}" for value, count in stacks for _ in range(count)]
        if dots:
            traces.append(
                _trace(dots, axis) | {"mode": "markers", "name": name, "text": hover} | _look(name, crowded=crowded)
            )
        if dots and most >= COUNTED:
            longest = max(count for _, count in stacks)
            ends = [(value, side * (count + 0.07 * _room(most))) for value, count in stacks if count == longest]
            where = "middle left" if side < 0 else "middle right"
            if axis == "x":
                where = "bottom center" if side < 0 else "top center"
            text = {
                "mode": "text",
                "name": f"{name}, counted",
                "text": [str(longest)] * len(ends),
                "textposition": where,
            }
            traces.append(_trace(ends, axis) | text | {"textfont": {"size": 10}, "hoverinfo": "skip"})
    return traces


def _trace(points: Sequence[tuple[float, float]], axis: str) -> dict[str, Any]:
    along, across = [value for value, _ in points], [place for _, place in points]
    places = {"x": across, "y": along, "xaxis": "x9"} if axis == "y" else {"x": along, "y": across, "yaxis": "y9"}
    return {"type": "scatter", **places, "showlegend": False, "cliponaxis": False}


def _look(name: str, *, crowded: bool) -> dict[str, Any]:
    size = 6 if crowded else 9
    return {"marker": LOOKS[name] | {"size": size, "line": {"width": 0}}, "hovertemplate": "%{text}<extra></extra>"}


def _strip(votes: Votes, most: int, part: float, *, at_end: bool) -> dict[str, Any]:
    """The axis across the strip: the first vote on one side of its zero, the second on the other."""
    room = _room(most)
    sides = {FIRST: -room / 2, SECOND: room / 2}
    return {
        "domain": [1 - part, 1.0] if at_end else [0.0, part],
        "range": [-room, room],
        "tickvals": list(sides.values()),
        "ticktext": [name.replace(" ", "<br>") if name in votes.rounds else "" for name in sides],
        "showgrid": False,
        "zeroline": True,
        "zerolinecolor": GREY,
        "zerolinewidth": 2,
        "fixedrange": True,
        "ticks": "",
    }


def _room(most: int) -> float:
    """How far a side reaches: beyond the longest stack, and its number where there is one."""
    return most * (1.4 if most >= COUNTED else 1.05) + 0.5


def _narrowed(layout: Mapping[str, Any], across: str, part: float, *, at_end: bool) -> dict[str, Any]:
    """The layout with all that runs across the question's axis beside the strip."""
    start, end = (0.0, 1 - part) if at_end else (part, 1.0)

    def beside(place: float) -> float:
        return start + (end - start) * place

    changed = dict(layout)
    for name, value in layout.items():
        if name.startswith(f"{across}axis"):
            low, high = value.get("domain", (0.0, 1.0))
            changed[name] = value | {"domain": [beside(low), beside(high)]}
    if "annotations" in layout:
        on_paper = f"{across}ref"
        changed["annotations"] = [
            label | {across: beside(label[across])} if label.get(on_paper) == "paper" else label
            for label in layout["annotations"]
        ]
    return changed


def _line(value: float, axis: str, own: Any) -> list[dict[str, Any]]:
    """What was measured, across the whole chart; at the end of the axis where it lies beyond it."""
    low, high = sorted(own.range)
    log = own.type == "log"
    smallest, largest = (10.0**low, 10.0**high) if log else (low, high)
    held = min(max(value, smallest), largest) if value == value else inf
    if not low <= on_axis(held, log) <= high:
        return []
    across = "y" if axis == "x" else "x"
    place = {f"{axis}0": held, f"{axis}1": held, f"{axis}ref": axis, f"{across}ref": "paper"}
    return [
        {"type": "line", **place, f"{across}0": 0, f"{across}1": 1, "line": pen(GREY, 1.5, "dot"), "layer": "below"}
    ]
