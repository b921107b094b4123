"""Does the gradient before training tell? What was left of it against how many networks learn, a mark per setting."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.arrays import Array, Mask
from gruviz.figures.drawing.axes import Axis, axis
from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.grid import grid, grid_axes, narrow, titled
from gruviz.figures.drawing.left_scale import tick_words
from gruviz.figures.drawing.lines import scatter
from gruviz.figures.drawing.panels import on_panel, upright_line
from gruviz.figures.maps.gradient import GRADIENT_ENDS
from gruviz.figures.maps.kinds import FEW, KINDS, Kind, limits, of_kind
from gruviz.figures.maps.outcomes import (
    MOST,
    Learned,
    heading_of,
    kinds_learned,
    measure_learned,
    outcome_counts,
    outcome_words,
    outcomes_table,
)
from gruviz.figures.maps.squares import once_in_legend
from gruviz.figures.maps.words import conditions, grid_words, part_words, place_words, settings_words, so_far
from gruviz.maps.trainability_map import Map
from gruviz.validation import InvalidValue
from gruviz.wording import listed

TICKS = (-15, -10, -5, 0, 5)
BIN, APART, WIDEST = 0.5, 0.014, 0.09
"""Powers of ten within which marks of one height would hide each other; how far they are moved apart, and at most."""
PIXELS, PHONE = 300, 260


def success_against_gradient(
    trainings: Mapping[str, Map], gradients: Mapping[str, Map], *, budget: int | None = None, theme: str = "light"
) -> go.Figure:
    """Draw, for each setting, how many networks learn against what was left of the gradient before training.

    Args:
        trainings: Maps whose measure is "success", by label; a panel each.
        gradients: Maps whose measure is "gradient" over the same settings, by the same labels.
        budget: Updates; a training that made fewer is shown at its end. None shows all at their ends.
        theme: "light" or "dark".
    """
    return success_chart(measure_success(trainings, gradients, budget)).styled(theme)


def measure_success(
    trainings: Mapping[str, Map], gradients: Mapping[str, Map], budget: int | None = None
) -> dict[str, Learned]:
    """Count networks by outcome, and read what was left before."""
    missing = [label for label in trainings if label not in gradients]
    if missing:
        raise InvalidValue("gradients", [*gradients], f"a gradient map for each of {', '.join(trainings)}")
    return measure_learned(trainings, gradients, budget)


def concordance(left: Array, learned: Array) -> float:
    """Of all pairs of settings with different success, the share in which the better one keeps its gradient better.

    Better is nearer to 100%: |log₁₀ left| is smaller; where both are equal it counts half. 1 is a gradient that tells
    everything, ½ one that tells nothing. Settings where one of the two is unknown are left out; nan without a pair.

    Args:
        left: log₁₀ of what is left, of any shape.
        learned: How many networks have learned, likewise.

    Reference:
        The c-index of Harrell et al. 1982; without ties the area under a ROC curve.
    """
    both = ~np.isnan(left) & ~np.isnan(learned)
    change, count = np.abs(left[both]), learned[both]
    better = count[:, None] > count
    if not better.any():
        return float("nan")
    nearer = np.where(change[:, None] == change, 0.5, change[:, None] < change)
    return float(nearer[better].mean())


def success_chart(panels: Mapping[str, Learned]) -> Chart:
    """Draw the panels side by side, on the same two axes."""
    headings = titled({label: heading_of(one) for label, one in panels.items()})
    places = grid(headings, columns=2, pixels=PIXELS)
    lines = [upright_line(limit, i) for i in range(len(panels)) for limit in limits()]
    layout = grid_axes(places, _along(), _up()) | {"shapes": lines, "showlegend": True}
    layout["meta"] = {"narrow": narrow(headings, PHONE)}
    traces = [trace for i, one in enumerate(panels.values()) for trace in _marks(one, i)]
    summary = " ".join(_summary(label, one) for label, one in panels.items())
    return Chart(build(once_in_legend(traces), layout), _title(panels), summary, outcomes_table(panels), places.height)


PAIRS = (
    " Of two settings with different success the better one keeps its gradient nearer to 100% in {} of such pairs; "
    "without any relation it would be 50%."
)
SAME = " No two settings differ in success: there is no pair to compare."


def _along() -> Axis:
    low, high = GRADIENT_ENDS
    words = [tick_words(tick) for tick in TICKS]
    ends = {"range": [low - 0.7, high + 0.7], "zeroline": False}
    return axis("gradient left at the first step, before training", tickvals=list(TICKS), ticktext=words, **ends)


def _up() -> Axis:
    return axis("networks that learn", range=[-0.13, 1.13], tickformat=".0%", dtick=0.2, tick0=0, zeroline=False)


def _marks(one: Learned, index: int) -> list[dict[str, Any]]:
    """A mark for each square, in the colour and shape of its kind; a cross where the gradient is no finite number."""
    x = np.clip(one.left, *GRADIENT_ENDS)
    y = spread_apart(x, one.learned / one.networks)
    words = np.array(outcome_words(one), dtype=object)
    return [
        _mark(one, kind, where & one.known, (x, y), words) | on_panel(index)
        for kind, where in zip(KINDS, of_kind(one.left), strict=True)
        if (where & one.known).any()
    ]


def _mark(one: Learned, kind: Kind, where: Mask, at: tuple[Array, Array], words: Array) -> dict[str, Any]:
    rows, columns = np.nonzero(where)
    hover = [f"{place_words(one.plan, (int(i), int(j)))}<br>{words[j, i]}" for i, j in zip(columns, rows, strict=True)]
    symbols = np.where(np.isfinite(one.left[where]), kind.symbol, "x").tolist()
    marker = {"symbol": symbols, "color": kind.color, "size": 8, "line": {"color": "#ffffff", "width": 0.5}}
    x, y = (numbers[where] for numbers in at)
    return scatter(x, y, kind.words, "%{text}<extra></extra>", mode="markers", marker=marker, text=hover)


def spread_apart(x: Array, y: Array) -> Array:
    """Heights of marks such that those at nearly the same place stand one above the other, around their own."""
    moved = y.copy()
    bins = np.floor(x / BIN)
    for place in {(row, column) for row, column in zip(bins.ravel(), y.ravel(), strict=True) if row == row == row}:
        here = (bins == place[0]) & (y == place[1])
        count = int(here.sum())
        reach = min(WIDEST, APART * (count - 1) / 2)
        order = np.argsort(np.argsort(x[here], kind="stable"))
        moved[here] += np.linspace(-reach, reach, count)[order] if count > 1 else 0.0
    return moved


def _title(panels: Mapping[str, Learned]) -> str:
    """How often networks learn where next to nothing is left; where there is no such setting, what tells them apart."""
    faint = {label: of_kind(one.left)[0] & one.known for label, one in panels.items()}
    told = [
        f"{(where & panels[label].most).sum():,} of {settings_words(int(where.sum()))} ({label})"
        for label, where in faint.items()
        if where.any()
    ]
    if told:
        return f"With {KINDS[0].words} before training, {MOST} {listed(told)}"
    if not any(one.known.any() for one in panels.values()):
        return f"{listed([*panels])}: no setting is trained yet"
    return f"At no setting was the gradient before training as small as {FEW}"


def _summary(label: str, one: Learned) -> str:
    base = f"{label}, {grid_words(one.plan)}; {conditions(one.plan, one.budget)}:"
    if not one.known.any():
        return f"{base} no setting is trained yet."
    told = concordance(one.left, one.learned)
    pairs = SAME if np.isnan(told) else PAIRS.format(part_words(told))
    return f"{base} {outcome_counts(one)}.{so_far(one.known, 'trained')}{kinds_learned(one)}{pairs}"
