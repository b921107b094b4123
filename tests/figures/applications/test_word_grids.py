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


def test_every_panel_names_its_columns_below_it():
    grid = Grid(("un",), ("a", "b"), np.array([[0.9, 0.1]]))
    chart = check_chart(word_grid_chart({"RNN": grid, "GRU": grid}, GRID_WORDS))
    layout = chart.figure.layout
    assert [list(axis.ticktext) for axis in (layout.xaxis, layout.xaxis2)] == [["a", "b"], ["a", "b"]]
    assert [axis.title.text for axis in (layout.xaxis, layout.xaxis2)] == ["", "candidate"]
    above, below = (layout.to_plotly_json()[name]["domain"] for name in ("yaxis", "yaxis2"))
    assert (above[0] - below[1]) * (chart.height - 110) > 80, "room for names, also turned ones, and a heading"


def test_a_title_of_its_own_leaves_the_finding_to_the_summary():
    grid = Grid(("un",), ("a", "b"), np.array([[0.9, 0.1]]))
    chart = check_chart(word_grid_chart({"RNN": grid}, GRID_WORDS._replace(title="Where each word looks")))
    assert chart.title == "Where each word looks"
    assert "Least certain: RNN 90%." in chart.summary


def test_nothing_is_refused_by_name():
    with pytest.raises(InvalidValue, match="^grids = "):
        figures.word_grids({}, GRID_WORDS)
