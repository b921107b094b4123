"""How many networks learn at each setting within a budget of updates, over what the gradient was before."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from gruviz.figures.drawing.chart import Chart, build
from gruviz.figures.drawing.grid import grid, titled
from gruviz.figures.drawing.heatmaps import color_bar, words_on
from gruviz.figures.drawing.palette import END_COLOR, GATE_SCALE
from gruviz.figures.drawing.panels import on_panel
from gruviz.figures.maps.gradient import kept_lines
from gruviz.figures.maps.outcomes import (
    Learned,
    heading_of,
    kinds_learned,
    measure_learned,
    outcome_counts,
    outcome_words,
    outcomes_table,
)
from gruviz.figures.maps.squares import (
    HATCH,
    draw_marks,
    draw_squares,
    is_coarse,
    map_panels,
    narrow_panels,
    once_in_legend,
)
from gruviz.figures.maps.words import (
    NOT_TRAINED,
    conditions,
    grid_words,
    settings_words,
    so_far,
    updates_words,
)
from gruviz.maps.trainability_map import Map
from gruviz.wording import listed

NAMED = 3
"""Most panels that the title names one by one."""
PIXELS, PHONE, FOOT = 400, 340, 84
"""Height of a panel, on a phone, and of what stands below one."""
BROKEN = {"symbol": "x", "color": END_COLOR, "size": 8, "line": {"color": "#ffffff", "width": 1}}
"""A mark on a square where networks diverged."""


def training_map(
    trainings: Mapping[str, Map],
    *,
    gradients: Mapping[str, Map] | None = None,
    budget: int | None = None,
    theme: str = "light",
) -> go.Figure:
    """Draw how many networks learn at each setting, one panel for each map.

    Args:
        trainings: Maps whose measure is "success", by label.
        gradients: What was left of the gradient before each training, by the same labels; its lines are drawn.
        budget: Updates; a training that made fewer is shown at its end. None shows all at their ends.
        theme: "light" or "dark".
    """
    return training_map_chart(measure_learned(trainings, gradients or {}, budget)).styled(theme)


def training_map_chart(panels: Mapping[str, Learned]) -> Chart:
    """Draw the panels side by side, on one colour scale: from none to all networks of a setting."""
    headings = titled({label: heading_of(one) for label, one in panels.items()})
    places = grid(headings, columns=2, pixels=PIXELS, ticks=FOOT)
    plans = [one.plan for one in panels.values()]
    layout = map_panels(plans, places) | {"showlegend": True}
    layout["meta"] = {"narrow": narrow_panels(plans, headings, PHONE)}
    traces = [trace for i, one in enumerate(panels.values()) for trace in _panel(one, i)]
    summary = " ".join(_summary(label, one) for label, one in panels.items())
    return Chart(build(once_in_legend(traces), layout), _title(panels), summary, outcomes_table(panels), places.height)


def _panel(one: Learned, index: int) -> list[dict[str, Any]]:
    """The squares with the number that learned, marks where none is or networks diverged, and the gradient's lines."""
    plan, here, shares = one.plan, on_panel(index), one.learned / one.networks
    look: dict[str, Any] = {"scale": GATE_SCALE, "name": "networks that learned", **here}
    bar = color_bar(tickvals=[0, 0.5, 1], ticktext=["none learn", "half learn", "all learn"])
    counts = [["" if np.isnan(count) else f"{count:.0f}" for count in row] for row in one.learned]
    return [
        draw_squares(plan, shares, (0, 1), outcome_words(one), bar=None if index else bar, **look),
        *(kept_lines(one.gradient, **here) if one.gradient else []),
        *([words_on(plan.x.values, plan.y.values, shares, (0, 1), counts, **look)] if is_coarse(plan) else []),
        *draw_marks(plan, one.diverged > 0, "networks diverged", BROKEN, aside=0.6, **here),
        *draw_marks(plan, ~one.known, NOT_TRAINED, HATCH, **here),
    ]


def _title(panels: Mapping[str, Learned]) -> str:
    measured = {label: one for label, one in panels.items() if one.known.any()}
    if not measured:
        return f"{listed([*panels])}: no setting is trained yet"
    if len(measured) > NAMED:
        numbers = [one.most.sum() for one in measured.values()]
        return f"Settings that most networks learn: from {min(numbers)} to {max(numbers)} in {len(measured)} maps"
    told = [
        f"{one.most.sum()} of {one.known.sum()} ({label}, {updates_words(one.budget)})"
        for label, one in measured.items()
    ]
    return f"Settings that most networks learn: {listed(told)}"


def _summary(label: str, one: Learned) -> str:
    base = f"{label}, {grid_words(one.plan)}; {conditions(one.plan, one.budget)}:"
    if not one.known.any():
        return f"{base} no setting is trained yet."
    broken = int((one.diverged > 0).sum())
    diverged = f" Networks diverged at {settings_words(broken)}." if broken else ""
    return f"{base} {outcome_counts(one)}.{diverged}{so_far(one.known, 'trained')}{kinds_learned(one)}"
