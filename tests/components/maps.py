"""Made-up maps for the tests in JavaScript, with what the engine's own record says of them."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from plotly.colors import sample_colorscale

from gruviz.figures.drawing.palette import STATE_SCALES
from gruviz.maps.axis import Axis
from gruviz.maps.plan import Plan, Square
from gruviz.maps.trainability_map import Map, Training
from gruviz.training.settings import Learner, TrainConfig
from gruviz.wording import left

UPDATES = np.arange(0, 110, 10)
SEEDS, ENOUGH = 5, 3
BUDGETS = (0, 5, 10, 37, 60, 99, 100)
LOGS = (-400.0, -310.0, -30.5, -12.3, -3.2, -2.0, -0.7, -0.01, 0.0, 0.2, 0.9, 5.3, 400.0)
LOW, HIGH = -15, 5


def write_maps(folder: Path) -> None:
    """A map with squares that are not trained yet, a guess about it, and a scale of colours, as maps.json."""
    rng = np.random.default_rng(17)
    found = _map(rng)
    marked = {square for square in _squares(found.plan) if rng.random() < 0.4}
    case = {
        "x": _axis(found.plan.x, log=True),
        "y": _axis(found.plan.y, log=False),
        "updates": UPDATES.tolist(),
        "seeds": SEEDS,
        "enough": ENOUGH,
        "squares": [_sent(found.results.get(square)) for square in _squares(found.plan)],
        "marked": [_index(found.plan, square) for square in sorted(marked)],
        "truth": [_truth(found, budget, marked) for budget in BUDGETS],
        "left": [[log, left(0.0 if log == LOGS[0] else 10.0**log if log < 300 else np.inf)] for log in LOGS],
        "scales": {theme: _scale(theme) for theme in STATE_SCALES},
    }
    folder.joinpath("maps.json").write_text(json.dumps(case, allow_nan=False), encoding="utf-8")


def _map(rng: np.random.Generator) -> Map:
    steps = int(UPDATES[-1])
    base = TrainConfig("first_symbol", (Learner("gru"),), length=10, seeds=SEEDS, steps=steps, report_every=10)
    plan = Plan(base, Axis("gain", (0.5, 1.0, 2.0, 4.0)), Axis("update_bias", (-4.0, -2.0, 0.0)), "success")
    return Map(plan, {square: _training(rng) for square in _squares(plan) if square != (1, 2)})


def _training(rng: np.random.Generator) -> Training:
    """Networks that learn, fall back or diverge at random."""
    solved = rng.random((len(UPDATES), SEEDS)) < np.linspace(0, 1, len(UPDATES))[:, None] * rng.random()
    diverged = np.maximum.accumulate(rng.random((len(UPDATES), SEEDS)) < 0.03)
    return Training(UPDATES, solved & ~diverged, diverged)


def _squares(plan: Plan) -> list[Square]:
    return [(column, row) for row in range(len(plan.y.values)) for column in range(len(plan.x.values))]


def _index(plan: Plan, square: Square) -> int:
    return square[1] * len(plan.x.values) + square[0]


def _axis(axis: Axis, *, log: bool) -> dict[str, Any]:
    """Its values, and where its squares begin and end, from 0 to 1."""
    at = np.log10(axis.values) if log else np.array(axis.values)
    step = at[1] - at[0]  # the same everywhere
    edges = np.append(at - step / 2, at[-1] + step / 2)
    return {"values": axis.values, "log": log, "edges": ((edges - edges[0]) / (edges[-1] - edges[0])).tolist()}


def _sent(result: Any) -> dict[str, Any] | None:
    if result is None:
        return None
    return {"learned": result.solved.sum(1).tolist(), "diverged": result.diverged.sum(1).tolist()}


def _truth(found: Map, budget: int, marked: set[Square]) -> dict[str, Any]:
    """What the record says of every square and of the guess; null where nothing is known."""
    learned, diverged = found.learned(budget), found.diverged(budget)
    squares = _squares(found.plan)
    counts = [(learned[row, column], diverged[row, column]) for column, row in squares]
    learns = {square for square, (count, _) in zip(squares, counts, strict=True) if count >= ENOUGH}
    return {
        "budget": budget,
        "squares": [None if np.isnan(one) else [int(one), int(other)] for one, other in counts],
        "guess": {
            "marked": len(marked),
            "right": len(marked & learns),
            "missed": len(learns - marked),
            "learned": len(learns),
            "trained": len(found.results),
        },
    }


def _scale(theme: str) -> dict[str, Any]:
    """A diverging scale around 0, where all is left, and its colours at some powers of ten by Plotly."""
    colors = STATE_SCALES[theme]
    at = np.interp(np.linspace(-1, 1, len(colors)), (-1, 0, 1), (0, -LOW / (HIGH - LOW), 1)).tolist()
    stops = [[place, color] for place, color in zip(at, colors, strict=True)]
    logs = np.linspace(LOW - 3, HIGH + 3, 27)
    parts = np.clip((logs - LOW) / (HIGH - LOW), 0, 1)
    rgb = sample_colorscale(stops, parts.tolist(), colortype="tuple")
    truth = [[log, [255 * one for one in color]] for log, color in zip(logs, rgb, strict=True)]
    return {"stops": stops, "truth": truth}
