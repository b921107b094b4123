"""The scoreboard as a file, and the shipped one."""

from dataclasses import replace

import pytest

from gruviz import CELLS, TASKS
from gruviz.comparison.scoreboard import load_scoreboard, tasks_solved, write_scoreboard
from tests.boards import board


def test_what_is_written_is_read(tmp_path):
    given = board(("gru", "adding", 5), ("rnn", "adding", 0))
    write_scoreboard(given, tmp_path / "board.json")
    assert load_scoreboard(tmp_path / "board.json") == given


def test_most_seeds_have_to_solve_a_task():
    given = board(("gru", "adding", 3), ("gru", "copying", 2), ("gru", "flip_flop", 5), ("rnn", "adding", 0))
    assert tasks_solved(given, "gru") == 2
    assert tasks_solved(given, "rnn") == 0
    again = replace(given, scores=(*given.scores, *given.scores))
    assert tasks_solved(again, "gru") == 2


def test_the_shipped_one_has_every_cell_on_every_task():
    shipped = load_scoreboard()
    assert {(score.cell, score.task) for score in shipped.scores} == {(cell, task) for cell in CELLS for task in TASKS}
    for score in shipped.scores:
        assert 0 <= score.solved <= score.seeds
        assert (score.updates is None) == (score.solved == 0)
        assert score.length == TASKS[score.task].default_length
        assert score.updates is None or 0 < score.updates <= score.limit
    assert shipped.settings["learning_rate"] == 0.01


@pytest.mark.parametrize(("cell", "task", "solves"), [("gru", "adding", True), ("rnn", "adding", False)])
def test_the_story_told_everywhere_is_in_it(cell, task, solves):
    solved = [score.solved for score in load_scoreboard().scores if (score.cell, score.task) == (cell, task)]
    assert (max(solved) == 5) == solves
