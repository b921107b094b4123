"""The picture of a map: what the component `map` is given, and what it sends back."""

import math
from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

import streamlit as st

from gruviz.arrays import Array
from gruviz.figures.drawing.palette import STATE_SCALES
from gruviz.figures.maps.gradient import GRADIENT_ENDS, gradient_scale, proven_lines, theory_lines
from gruviz.figures.maps.squares import TIME_CONSTANTS, map_lines
from gruviz.maps.axis import SETTINGS, Axis
from gruviz.maps.trainability_map import DIVERGED, LEARNED, Map, Training
from gruviz.ui.caching import shared
from gruviz.ui.components import component
from gruviz.ui.controls.panel import Panel
from gruviz.ui.trainability.controls import LARGEST, LENGTHS
from gruviz.ui.trainability.guess import guess_of, keep_guess
from gruviz.ui.trainability.plans import has_ground, measured, square_at, values_at
from gruviz.ui.trainability.run import note_move
from gruviz.ui.trainability.sentences import map_words, panel_note
from gruviz.ui.trainability.shown import TaskMap, budget_of, enough, length_of
from gruviz.wording import signed

HEIGHT = 650
"""Pixels that are kept free before it is drawn; trainability.css has those of a phone."""
BEYOND = 400.0
"""Stands for infinity, which JSON lacks."""
PERCENT = -2.0
"""Power of ten of what is left along the thin line."""
TICKS = [(-15, "under 1 in 10¹⁵"), (-9, "1 in a billion"), (-3, "1 in 1,000"), (0, "all of it"), (5, "100,000 times")]
"""Powers of ten of what is left, and what they are called on the scale of colours."""


def map_picture(panel: Panel, maps: Sequence[TaskMap], sentence: str) -> None:
    """Draw the picture, and take guess, square, budget, length and view from it."""
    data, name = picture_data(maps), map_key(maps)
    key = f"{panel.key('picture')}_{len(maps)}_{name}"
    plan, guess = maps[0].training.plan, guess_of(name)
    most = max(one.config.steps for one in maps)

    def told(what: str) -> Any:
        return (st.session_state.get(key) or {}).get(what)

    def take_square() -> None:
        note_move()
        square = told("square")
        panel.set("square", None if square is None else values_at(plan, (int(square[0]), int(square[1]))))

    def take_budget() -> None:
        note_move()
        updates = int(told("budget") or 0)
        panel.set("budget", LARGEST if updates >= most else max(0, updates))

    def take_guess() -> None:
        note_move()
        keep_guess(name, told("guess"))

    def take(name: str) -> None:
        note_move()
        panel.set(name, str(told(name)))

    component(
        "map",
        key=key,
        height=HEIGHT,
        data=data
        | {
            "sentence": sentence,
            "asks": True,
            "guess": guess and guess.sent,
            "budget": budget_of(maps, panel.values["budget"]),
            "length": length_shown(panel, maps),
            "view": panel.values["view"],
            "square": square_at(plan, panel.values["square"]),
        },
        on_guess_change=take_guess,
        on_square_change=take_square,
        on_budget_change=take_budget,
        on_length_change=lambda: take("length"),
        on_view_change=lambda: take("view"),
    )


def length_shown(panel: Panel, maps: Sequence[TaskMap]) -> int | None:
    """The length at which the ground is shown; None where it is an axis."""
    return None if length_of(maps[0].wanted) is None else int(panel.values["length"])


def map_key(maps: Sequence[TaskMap]) -> str:
    """Name of a map: whatever is looked at of it, the name is the same."""
    plans = [repr((one.wanted.x, one.wanted.y, _without_length(one))) for one in maps]
    return blake2b(" ".join(plans).encode(), digest_size=6).hexdigest()


def _without_length(one: TaskMap) -> str:
    config = one.config
    return repr((config.task, config.learners, config.hidden_size, config.seeds, config.steps, config.seed))


def picture_data(maps: Sequence[TaskMap]) -> dict[str, Any]:
    """Everything that is drawn but what a person has chosen."""
    plan = maps[0].training.plan
    fine = measured(plan, "gradient") if has_ground(plan) else plan
    seeds = maps[0].config.seeds
    return {
        "key": map_key(maps),
        "x": axis_data(plan.x),
        "y": axis_data(plan.y),
        "fine": {"x": list(fine.x.values), "y": list(fine.y.values)},
        "panels": [_panel(one) for one in maps],
        "seeds": seeds,
        "enough": enough(seeds),
        "lengths": list(LENGTHS) if length_of(plan) is not None else [],
        "scale": _scale(),
        "status": _status(maps),
    }


def _scale() -> dict[str, Any]:
    """The colours of what is left, as in the charts: around 0, where all of it is."""
    low, high = GRADIENT_ENDS
    return {"low": low, "high": high, "ticks": TICKS} | {theme: gradient_scale(theme) for theme in STATE_SCALES}


def _status(maps: Sequence[TaskMap]) -> str:
    if any(one.is_filling for one in maps):
        return "running"
    if all(one.source == "shipped" for one in maps):
        return "shipped"
    return "finished" if all(one.training.is_complete for one in maps) else "stopped"


def axis_data(axis: Axis) -> dict[str, Any]:
    """An axis of the squares as the component has it."""
    setting = SETTINGS[axis.setting]
    return {
        "title": setting.title,
        "name": setting.name.removeprefix("the "),
        "log": setting.log,
        "values": list(axis.values),
        "labels": [signed(value) for value in axis.values],
        "second": second_words(axis),
    }


def second_words(axis: Axis) -> dict[str, Any] | None:
    """A gate's bias as the time for which the gate keeps what it holds; None for another setting."""
    if axis.setting not in TIME_CONSTANTS:
        return None
    symbol, sign = TIME_CONSTANTS[axis.setting]
    times = [1 + math.exp(sign * value) for value in axis.values]
    labels = [f"{time:,.0f}" if time >= 10 else f"{time:.1f}" for time in times]
    return {"title": f"Holds for {symbol} steps", "labels": labels}


def _panel(one: TaskMap) -> dict[str, Any]:
    return {
        "key": str(one.config.task),
        "title": one.task,
        "note": panel_note(one),
        "fields": [_field(length, found) for length, found in one.fields.items()],
        "contours": _contours(one),
        "updates": list(range(0, one.config.steps + 1, one.config.report_every)),
        "squares": _squares(one.training),
        "summary": map_words(one, one.config.steps),
        "trained_length": one.length,
    }


@shared(64)
def _field(length: int | None, found: Map) -> dict[str, Any]:
    """What is left, the median of each setting's networks; null where it is not there yet."""
    return {"length": length, "values": [[_number(value) for value in row] for row in found.typical()]}


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(min(max(value, -BEYOND), BEYOND), 2)


@shared(32)
def _squares(found: Map) -> list[dict[str, Any] | None]:
    rows, columns = len(found.plan.y.values), len(found.plan.x.values)
    return [_trained(found.results.get((column, row))) for row in range(rows) for column in range(columns)]


def _trained(result: Any) -> dict[str, Any] | None:
    if not isinstance(result, Training):
        return None
    learned, diverged = ((result.each_look == outcome).sum(1).tolist() for outcome in (LEARNED, DIVERGED))
    return {"learned": learned, "diverged": diverged if any(diverged) else None}


def _contours(one: TaskMap) -> list[dict[str, Any]]:
    lines = [
        _contour("theory: factor 1", "theory", None, one.factor),
        _contour("must vanish left of here", "bound", None, one.bound),
        *(_contour("1% is left", "gradient", length, found) for length, found in one.fields.items()),
    ]
    return [line for line in lines if line is not None and line["lines"]]


def _contour(label: str, kind: str, length: int | None, found: Map | None) -> dict[str, Any] | None:
    """One kind of line; None until its map is complete."""
    if found is None or not found.is_complete:
        return None
    return {"label": label, "kind": kind, "length": length, "lines": _lines(found, kind)}


@shared(64)
def _lines(found: Map, kind: str) -> list[list[list[float]]]:
    return [points.round(4).tolist() for points in LINES[kind](found)]


LINES: Mapping[str, Callable[[Map], list[Array]]] = {
    "theory": theory_lines,
    "bound": proven_lines,
    "gradient": lambda found: map_lines(found, found.typical(), PERCENT),
}
"""How to find the lines of each kind, in the values of the axes."""
