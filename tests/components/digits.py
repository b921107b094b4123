"""Drawings for the tests in JavaScript, each as Python brings it to the form of the data, and what a network says."""

import json
from pathlib import Path

import numpy as np

from gruviz.applications.beliefs import beliefs
from gruviz.applications.digits import normalised
from gruviz.arrays import Array
from gruviz.models.shipped import application_models
from gruviz.tasks.digits import READINGS
from gruviz.ui.applications.browser_network import browser_network

BLANK = 5


def write_drawings(folder: Path) -> None:
    """Drawings of many sizes and places, as digits.json."""
    cases = [{"drawing": drawing.ravel().tolist(), "pages": _pages(drawing)} for drawing in _drawings()]
    said = [_case(reading) for reading in READINGS]
    folder.joinpath("digits.json").write_text(json.dumps({"drawings": cases, "said": said}), encoding="utf-8")


def _drawings() -> list[Array]:
    """Strokes, (28, 28); the last two are a dot in a corner and a full page."""
    rng = np.random.default_rng(4)
    drawings = []
    for _ in range(40):
        picture = np.zeros((28, 28))
        top, left = rng.integers(0, 20, 2)
        height, width = rng.integers(1, 29 - top), rng.integers(1, 29 - left)
        part = rng.integers(0, 16, (height, width)) / 15 * (rng.random((height, width)) > 0.4)
        part[rng.integers(height), rng.integers(width)] = 1
        picture[top : top + height, left : left + width] = part
        drawings.append(picture)
    dot = np.zeros((28, 28))
    dot[27, 0] = 1
    return [*drawings, dot, np.ones((28, 28))]


def _pages(drawing: Array) -> dict[str, list[float]]:
    return {str(side): normalised(drawing, side).ravel().tolist() for side in READINGS.values()}


def _case(reading: str) -> dict[str, object]:
    """What a shipped GRU says while it reads a drawing: beliefs after each step, (T, K)."""
    model = application_models("digits" if reading == "row" else "digits_by_pixel")["GRU"]
    task, side = model.kind, READINGS[reading]
    page = normalised(_drawings()[3], side)
    inputs = page.reshape(-1, 1, task.input_size)
    inputs = np.concatenate([inputs, np.zeros((BLANK, 1, task.input_size))])
    return {
        "way": {"reading": reading, "side": side},
        "blank": BLANK,
        "network": browser_network(model),
        "page": page.ravel().tolist(),
        "beliefs": beliefs(model, inputs)[:, 0, 0].tolist(),
    }
