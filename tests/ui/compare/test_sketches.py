"""The small pictures on the cards: their strokes against the numbers that they stand for."""

import numpy as np
import pytest

from gruviz.comparison.memory import BIASES, Carry
from gruviz.comparison.published import PUBLISHED
from gruviz.comparison.selection import Selection
from gruviz.comparison.spread import Spread
from gruviz.figures.drawing.palette import CELL_COLORS
from gruviz.ui.compare.sketches import HEIGHT, WIDTH, bars, best_biases, leads, nothing_yet, selections


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


def test_a_bar_is_as_wide_as_what_an_input_may_count():
    found = [Selection("mingru", Spread(0.5, 1.0, 2.0), False, 1), Selection("lru", Spread(1.0, 1.0, 1.0), False, 1)]
    sketch = selections(found)
    wide, dot = strokes(sketch, "rect")
    assert dot["width"] == 4
    assert 0 <= wide["x"] < dot["x"]
    assert dot["x"] + 4 < wide["x"] + wide["width"] <= WIDTH
    assert sketch.words == "1 of 2 newer cells have gates"
    assert strokes(selections(found[1:]), "rect") == [dot | {"height": 3, "y": 12.0}]
