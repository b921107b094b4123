"""The scoreboard drawn: each learner a row, each task a column, the numbers in the cells."""

import numpy as np
import pytest

from gruviz import figures
from gruviz.comparison.scoreboard import load_scoreboard
from gruviz.engine.cells.names import KINDS
from gruviz.figures.comparison.scoreboard import scoreboard_chart
from gruviz.validation import InvalidValue
from tests.boards import board
from tests.figures.checks import check_chart

BOARD = board(("rnn", "adding", 0), ("gru", "adding", 5), ("gru", "copying", 2), ("lstm", "copying", 3))


def test_every_learner_and_task_has_its_numbers():
    chart = check_chart(scoreboard_chart(BOARD))
    shaded, words = chart.figure.data
    assert list(shaded.y) == ["RNN", "GRU", "LSTM"]
    assert len(shaded.x) == 2
    np.testing.assert_array_equal(np.array(shaded.z, float), [[0, np.nan], [1, 0.4], [np.nan, 0.6]])
    written = dict(zip(zip(words.y, words.x, strict=True), words.text, strict=True))
    adding, copying = shaded.x
    assert written == {
        ("RNN", adding): "0/5",
        ("GRU", adding): "5/5<br>100",
        ("GRU", copying): "2/5<br>100",
        ("LSTM", copying): "3/5<br>100",
    }
    assert shaded.customdata[1][0].startswith("5/5 @ 100 of at most 600 updates")
    assert list(chart.figure.layout.xaxis.ticktext) == ["Adding problem", "Copy after a delay"]
    phone = chart.figure.layout.meta["narrow"]["layout"]
    assert phone["xaxis"]["ticktext"] == ["Adding<br>problem", "Copy<br>after<br>a<br>delay"]
    assert chart.figure.layout.yaxis.ticktext[0] == "RNN"
    assert chart.title == "Of 2 tasks, solved by most seeds from the best start: RNN 0, GRU 1 and LSTM 1"
    assert "Adding problem: GRU 5/5 @ 100." in chart.summary
    assert "Trained on 2026-01-02 with version 0.1.0, 32 units, Adam at 0.01 for all" in chart.summary
    assert chart.table["solved"] == [0, 5, 2, 3]
    assert (shaded.zmin, shaded.zmax) == (0, 1)


def test_a_task_that_nobody_solved_is_said_to_be():
    assert "Copy after a delay: nobody." in check_chart(scoreboard_chart(board(("rnn", "copying", 0)))).summary


def test_a_board_of_some_cells_has_no_others():
    chart = check_chart(scoreboard_chart(BOARD.of({"gru"})))
    assert chart.table["cell and start"] == ["GRU", "GRU"]
    assert chart.title.endswith("GRU 1")


def test_none_is_refused():
    with pytest.raises(InvalidValue, match="Choose at least one cell that was trained"):
        scoreboard_chart(board())


def test_the_shipped_one_is_drawn_by_default():
    figure = figures.scoreboard()
    rows = [label for label in figure.data[0].y if label not in KINDS]
    assert len(rows) == len({score.label for score in load_scoreboard().scores})


def test_several_kinds_of_cells_stand_below_their_headings():
    scores = [(cell, "adding", 1) for cell in ("mingru", "rg_lru", "mgu", "gru", "rnn")]
    chart = check_chart(scoreboard_chart(board(*scores)))
    shaded, words = chart.figure.data
    rows = ["Textbook", "RNN", "GRU", "Variants", "MGU", "Linear in the state", "MINGRU", "RG_LRU"]
    assert list(shaded.y) == rows
    assert not {*KINDS} & {*words.y}, "a heading has no numbers"
    assert chart.figure.layout.yaxis.ticktext[0] == "<b>Textbook</b>"
