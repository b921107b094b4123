"""Shares on grids of words, written by hand."""

import numpy as np
import pytest

from gruviz import figures
from gruviz.figures.applications.word_grids import Grid, GridWords, word_grid_chart
from gruviz.validation import InvalidValue
from tests.figures.checks import check_chart

GRID_WORDS = GridWords("Least certain", "probability", "word said", "candidate")


def test_word_grids_keep_their_shares_and_names():
    grid = Grid(("un", "."), ("likeliest", "second"), np.array([[0.9, 0.1], [0.6, 0.4]]), [["un", "deux"], [".", "et"]])
    chart = check_chart(word_grid_chart({"RNN": grid}, GRID_WORDS))
    shaded, words = chart.figure.data
    assert list(words.text) == ["un", "deux", ".", "et"]
    np.testing.assert_array_equal(shaded.z, grid.values)
    assert (shaded.zmin, shaded.zmax) == (0, 1)
    assert chart.title == "Least certain: RNN 60%"
    assert chart.table["probability"] == [0.9, 0.1, 0.6, 0.4]
    assert chart.table["word"] == ["un", "deux", ".", "et"]


def test_only_the_lowest_panel_names_the_columns():
    grid = Grid(("un",), ("a", "b"), np.array([[0.9, 0.1]]))
    layout = check_chart(word_grid_chart({"RNN": grid, "GRU": grid}, GRID_WORDS)).figure.layout
    assert [list(axis.ticktext) for axis in (layout.xaxis, layout.xaxis2)] == [["", ""], ["a", "b"]]
    assert [axis.title.text for axis in (layout.xaxis, layout.xaxis2)] == ["", "candidate"]


def test_nothing_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^grids = "):
        figures.word_grids({}, GRID_WORDS)
