"""The mark where a line leaves the chart, by hand."""

import numpy as np

from gruviz.figures.drawing.exits import LEAVES, back_line, exits
from gruviz.figures.drawing.left_scale import LeftScale
from gruviz.figures.drawing.lines import pen

UP = LeftScale("log", -4, 1)
LAGS = np.arange(3, -1, -1)


def test_a_line_within_the_chart_has_no_mark():
    assert exits("a", LAGS, np.array([0.1, 0.2, 0.5, 1]), UP, "#000000") == []


def test_the_mark_stands_where_a_line_first_leaves_on_its_way_back():
    [below] = exits("a", LAGS, np.array([1e-9, 1e-6, 0.1, 1]), UP, "#000000")
    assert (below["x"], below["y"], below["marker"]["symbol"]) == ([2], [1e-4], "triangle-down")
    assert below["name"] == "a" + LEAVES
    assert below["hovertemplate"] == "the line goes on to 1 in 1 billion"
    [above] = exits("a", LAGS, np.array([np.nan, 50, 5, 1]), UP, "#000000")
    assert (above["x"], above["y"], above["marker"]["symbol"]) == ([2], [10], "triangle-up")
    assert above["hovertemplate"] == "the line goes on"


def test_a_line_has_gaps_where_there_is_nothing_and_words_for_what_is_left():
    trace, mark = back_line("a", LAGS, np.array([0.0, 1e-6, 0.5, 1]), UP, pen("#000000"))
    np.testing.assert_array_equal(trace["y"], [np.nan, 1e-6, 0.5, 1])
    assert trace["customdata"] == ["nothing", "1 in 1 million", "50%", "100%"]
    assert mark["x"] == [2]
