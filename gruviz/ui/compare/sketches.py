"""The evidence for a claim as a picture of a few strokes, for its card."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from gruviz.comparison.memory import BIASES, Carry, Memory, best_start, default_start
from gruviz.comparison.published import PublishedResult, learned
from gruviz.comparison.selection import Selection
from gruviz.engine.cells import CELLS
from gruviz.figures.drawing.palette import GREY, cell_color
from gruviz.wording import listed, signed

WIDTH, HEIGHT = 120, 40
"""Of the picture; its strokes are placed in it."""
NAME, ROOM = 30, 86
"""Where a bar begins, behind its cell's name, and its length at most where its number stands behind it."""
AHEAD = 0.25
"""A relative lead from here on is drawn at the end of the picture."""
SHORTEST = 0.5
"""Steps at the left end, as in the chart of half-lives."""
EACH_BIAS = BIASES[1] - BIASES[0]
"""From one bias that is tried to the next."""

Stroke = tuple[str, dict[str, Any], str]
"""Tag of an SVG element, its attributes, and its text."""


class Sketch(NamedTuple):
    """Strokes, and what they show in words."""

    strokes: tuple[Stroke, ...]
    words: str


def bars(amounts: Sequence[tuple[str, float, str]], what: str) -> Sketch:
    """A bar for each cell: registry key, amount, and the amount in words; `what` is counted."""
    most = max(amount for _, amount, _ in amounts)
    pitch = HEIGHT / len(amounts)
    strokes: list[Stroke] = []
    for i, (cell, amount, words) in enumerate(amounts):
        middle, length = (i + 0.5) * pitch, (ROOM - 34) * amount / most
        bar = {"x": NAME, "y": middle - 4, "width": max(1, length), "height": 8, "rx": 1, "fill": cell_color(cell)}
        strokes += [
            _text(0, middle, CELLS[cell].title),
            ("rect", {name: _short(value) for name, value in bar.items()}, ""),
            _text(NAME + length + 3, middle, words),
        ]
    told = listed([f"{CELLS[cell].title} {words}" for cell, _, words in amounts])
    return Sketch(tuple(strokes), f"{what}: {told}")


def leads(results: Sequence[PublishedResult]) -> Sketch:
    """A dot for each benchmark that one of them learned: left of the line the LSTM is better, right of it the GRU."""
    known = [one for one in results if learned(one, ("gru", "lstm"))]
    strokes: list[Stroke] = [
        ("path", {"d": f"M{WIDTH / 2:g} 0V28", "stroke": "currentColor", "stroke-width": 1}, ""),
        _text(2, 36, "LSTM better"),
        _text(WIDTH - 2, 36, "GRU better", anchor="end"),
    ]
    for i, one in enumerate(sorted(known, key=lambda one: one.lead("gru"))):
        lead = max(-1.0, min(1.0, one.lead("gru") / AHEAD))
        place = {"cx": WIDTH / 2 * (1 + 0.92 * lead), "cy": 4 + 6 * (i * 2 % 5), "r": 3.2}
        winner = cell_color("gru" if lead > 0 else "lstm")
        strokes.append(("circle", {name: _short(value) for name, value in place.items()} | {"fill": winner}, ""))
    ahead = sum(one.lead("gru") > 0 for one in known)
    return Sketch(tuple(strokes), f"The GRU is ahead on {ahead} of {len(known)} benchmarks")


def half_lives(found: list[Memory]) -> Sketch:
    """RNN and GRU: an open mark where PyTorch starts it, a filled one for the best start, on a log scale."""
    reach = max(one.reach for one in found)
    strokes: list[Stroke] = []
    words = []
    for i, cell in enumerate(("rnn", "gru")):
        pair = default_start(found, cell), best_start(found, cell)
        fresh, best = (NAME + 4 + (WIDTH - NAME - 9) * _along(one.half_life.median, reach) for one in pair)
        y, color = (i + 0.5) * 14, cell_color(cell)
        around = {"cy": _short(y), "r": 3.5, "stroke": color, "stroke-width": 1.6}
        strokes += [
            _text(0, y, CELLS[cell].title),
            ("path", {"d": f"M{_short(fresh)} {_short(y)}H{_short(best)}", "stroke": color, "stroke-width": 1.6}, ""),
            ("circle", {"cx": _short(best), **around, "fill": color}, ""),
            ("circle", {"cx": _short(fresh), **around, "fill": "var(--paper)"}, ""),
        ]
        ends = " to ".join(one.words("half_life") for one in pair)
        words.append(f"{CELLS[cell].title} {ends}")
    strokes += [_text(NAME + 2, 36, "new"), _text(WIDTH, 36, "tuned", anchor="end")]
    return Sketch(tuple(strokes), f"Half-life new to tuned: {listed(words)}")


def best_biases(carry: Carry) -> Sketch:
    """The gate bias with which an input counts most, over its distance from the loss."""
    lags = range(1, carry.norms.shape[1])
    found = [carry.best_bias(lag) for lag in lags]
    low, high = min(found), max(found) + EACH_BIAS
    points = [
        (4 + (WIDTH - 8) * i / max(1, len(found) - 1), 3 + 24 * (high - bias) / (high - low))
        for i, bias in enumerate(found)
    ]
    line = "L".join(f"{_short(x)} {_short(y)}" for x, y in points)
    curve = {"d": f"M{line}", "stroke": cell_color("gru"), "stroke-width": 2.4, "fill": "none"}
    words = f"Best bias {signed(found[0])} for the nearest input, {signed(found[-1])} for the farthest"
    ends = _text(2, 36, "near"), _text(WIDTH - 2, 36, "far", anchor="end")
    return Sketch((("path", curve, ""), *ends), words)


def selections(found: Sequence[Selection]) -> Sketch:
    """For each cell a bar over what an input may count, by what else is read; a dot where it always counts the same."""
    reach = max(max(one.counts.upper - 1, 1 - one.counts.lower) for one in found) or 1.0
    pitch, strokes = 27 / len(found), list[Stroke]()
    for i, one in enumerate(found):
        left, right = (WIDTH / 2 * (1 + 0.9 * (end - 1) / reach) for end in (one.counts.lower, one.counts.upper))
        bar = {"x": left - 2, "y": (i + 0.5) * pitch - 1.5, "width": right - left + 4, "height": 3, "rx": 1.5}
        look = {name: _short(value) for name, value in bar.items()} | {"fill": cell_color(one.cell)}
        strokes.append(("rect", look, ""))
    gated = sum(one.selects for one in found)
    words = f"{gated} of {len(found)} newer cells have gates"
    return Sketch((*strokes, _text(WIDTH / 2, 36, words, anchor="middle")), words)


def nothing_yet() -> Sketch:
    """What has to be measured first."""
    empty = {"x": NAME, "width": 52, "height": 8, "rx": 1, "fill": "none", "stroke": GREY, "stroke-dasharray": "3 3"}
    rows = [(cell, (i + 0.5) * HEIGHT / 2) for i, cell in enumerate(("gru", "lstm"))]
    bars = [("rect", {**empty, "y": y - 4}, "") for _, y in rows]
    names = [_text(0, y, CELLS[cell].title) for cell, y in rows]
    marks = [_text(NAME + 56, y, "? ms") for _, y in rows]
    return Sketch((*names, *bars, *marks), "Not measured")


def _along(value: float, reach: float) -> float:
    """Place on a log scale from the shortest time to the end of the sequence."""
    return math.log(max(SHORTEST, value) / SHORTEST) / math.log(max(1.01, reach / SHORTEST))


def _text(x: float, middle: float, words: str, *, anchor: str = "start") -> Stroke:
    return ("text", {"x": _short(x), "y": _short(middle + 3), "text-anchor": anchor}, words)


def _short(value: Any) -> Any:
    return round(value, 1) if isinstance(value, float) else value
