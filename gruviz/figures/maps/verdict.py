"""What the verdict on each setting's gradient is before training, in one word."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array
from gruviz.engine.verdicts import REGIMES
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.heatmaps import ink_on
from gruviz.figures.drawing.lines import scatter
from gruviz.figures.maps.kinds import check_measure, found
from gruviz.figures.maps.squares import HATCH, HEIGHT, draw_marks, draw_squares, grid_columns, is_coarse, map_layout
from gruviz.figures.maps.words import NOT_YET, conditions, settings_words, so_far, subject_words
from gruviz.maps.plan import Plan
from gruviz.maps.trainability_map import Map
from gruviz.wording import listed


class Look(NamedTuple):
    """How a regime is drawn."""

    letter: str
    color: str
    words: str = ""
    """What a gradient of this regime does, where that is not its name."""


LOOKS: Mapping[str, Look] = {
    "zero": Look("0", "#3B3F46", "is exactly zero"),
    "cut": Look("C", "#3B3F46", "is cut"),
    "underflows": Look("U", "#0B2A55"),
    "vanishes": Look("V", "#2166AC"),
    "fades": Look("F", "#7FB5DA"),
    "turns": Look("T", "#C9A227"),
    "holds": Look("H", "#E3E3DA"),
    "constant": Look("=", "#E3E3DA", "passes unchanged"),
    "grows": Look("G", "#F4A582"),
    "explodes": Look("E", "#B2182B"),
    "breaks": Look("B", "#5A0A14", "breaks down"),
    "every": Look("L", "#9A9A9A", "has a loss at every step"),
}
"""A letter and a colour for each regime: blue where the gradient shrinks, red where it grows, as in all maps."""


def verdict_map(verdicts: Map, *, theme: str = "light") -> go.Figure:
    """Draw the most frequent verdict among the networks of each setting.

    Args:
        verdicts: A map whose measure is "verdict".
        theme: "light" or "dark".
    """
    return verdict_map_chart(verdicts).styled(theme)


def verdict_map_chart(sweep: Map) -> Chart:
    """Draw the squares with their letters; the legend explains those that there are."""
    plan, places = check_measure("verdicts", sweep, "verdict").plan, sweep.typical()
    present = [REGIMES[int(place)] for place in np.unique(places[~np.isnan(places)])]
    traces = [
        _heat(plan, places),
        *(_letters(plan, places, regime) for regime in present),
        *draw_marks(plan, ~found(sweep), NOT_YET, HATCH),
    ]
    words = [word for row in _words(places) for word in row]
    table = grid_columns(plan) | {"verdict": words}
    return Chart(build(traces, map_layout(plan)), _title(plan, places), _summary(sweep, places), table, HEIGHT)


def _heat(plan: Plan, places: Array) -> dict[str, Any]:
    """Squares coloured by the place of their regime."""
    count = len(REGIMES)
    stops = [[(i + end) / count, LOOKS[regime].color] for i, regime in enumerate(REGIMES) for end in (0, 1)]
    return draw_squares(plan, places, (-0.5, count - 0.5), _words(places), scale=stops, name="verdict")


def _letters(plan: Plan, places: Array, regime: str) -> dict[str, Any]:
    """The letter of a regime on its squares, and its entry in the legend."""
    look = LOOKS[regime]
    rows, columns = np.nonzero(places == REGIMES.index(regime))
    ink = ink_on(tuple(int(look.color[i : i + 2], 16) for i in (1, 3, 5)))  # type: ignore[arg-type]
    square = {"symbol": "square", "size": 12, "color": look.color}
    return scatter(
        np.array(plan.x.values)[columns],
        np.array(plan.y.values)[rows],
        f"{look.letter}: {does(regime)}",
        None,
        mode="markers+text" if is_coarse(plan) else "markers",
        marker=square,
        text=[look.letter] * len(rows),
        textfont={"color": ink},
    )


def does(regime: str) -> str:
    """What a gradient of a regime does, as a sentence goes on after "the gradient"."""
    return LOOKS[regime].words or regime


def _words(places: Array) -> list[list[str]]:
    return [[NOT_YET if np.isnan(place) else does(REGIMES[int(place)]) for place in row] for row in places]


def _counts(places: Array) -> dict[str, int]:
    """How many squares have each regime, the most frequent first."""
    counts = {regime: int((places == i).sum()) for i, regime in enumerate(REGIMES)}
    return dict(sorted(((regime, count) for regime, count in counts.items() if count), key=lambda pair: -pair[1]))


def _title(plan: Plan, places: Array) -> str:
    counts = _counts(places)
    if not counts:
        return f"{subject_words(plan)}: nothing is measured yet"
    regime, count = next(iter(counts.items()))
    return f"{subject_words(plan)}: the gradient {does(regime)} at {count:,} of {settings_words(sum(counts.values()))}"


def _summary(sweep: Map, places: Array) -> str:
    base = f"The most frequent verdict on the gradient before training; {conditions(sweep.plan)}"
    counts = _counts(places)
    if not counts:
        return f"{base}. Nothing is measured yet."
    told = listed([f"{does(regime)} at {count:,}" for regime, count in counts.items()])
    return f"{base}: it {told} of {settings_words(sum(counts.values()))}.{so_far(found(sweep), 'measured')}"
