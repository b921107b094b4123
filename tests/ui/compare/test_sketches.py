"""The small pictures on the cards: their strokes against the numbers that they stand for."""

import numpy as np
import pytest

from gruviz.comparison.memory import BIASES, Carry
from gruviz.comparison.published import PUBLISHED
from gruviz.figures.drawing.palette import CELL_COLORS
from gruviz.ui.compare.sketches import HEIGHT, WIDTH, bars, best_biases, leads, nothing_yet


def strokes(sketch, tag):
    return [attributes for name, attributes, _ in sketch.strokes if name == tag]


def test_bars_are_as_long_as_the_amounts():
    sketch = bars([("gru", 3.0, "3"), ("lstm", 4.0, "4")], "Gates")
    gru, lstm = strokes(sketch, "rect")
    assert gru["width"] / lstm["width"] == pytest.approx(3 / 4, abs=0.01)
    assert (gru["fill"], lstm["fill"]) == (CELL_COLORS["gru"], CELL_COLORS["lstm"])
    assert sketch.words == "Gates: GRU 3 and LSTM 4"


def test_a_dot_is_on_the_side_of_the_winner():
    dots = strokes(leads(PUBLISHED), "circle")
    assert len(dots) == 9, "one of the ten nobody learned"
    right = [dot for dot in dots if dot["cx"] > WIDTH / 2]
    ahead = [one for one in PUBLISHED if one.lead("gru") > 0 and one.benchmark != "Copying, T = 1000"]
    assert len(right) == len(ahead)
    assert {dot["fill"] for dot in right} == {CELL_COLORS["gru"]}
    assert all(0 <= dot["cx"] <= WIDTH and 0 <= dot["cy"] <= HEIGHT for dot in dots)


def test_the_best_bias_falls_with_the_distance():
    places = np.array([[1.0, -k] for k in range(4)])
    norms = np.array([[-abs(bias - best) for _, best in places] for bias in BIASES])
    sketch = best_biases(Carry(np.array(BIASES), norms, 1))
    [curve] = strokes(sketch, "path")
    heights = [float(point.split()[1]) for point in curve["d"].removeprefix("M").split("L")]
    assert heights == sorted(heights)
    assert sketch.words == "Best bias −1 for the nearest input, −3 for the farthest"


def test_what_was_not_measured_has_no_number():
    assert all("?" in text for tag, _, text in nothing_yet().strokes if tag == "text" and "ms" in text)
