"""Colours and names of layers side by side."""

from gruviz.figures.diagnosis.layers import looks, named
from gruviz.figures.drawing.palette import CELL_COLORS


def test_cells_that_differ_keep_their_own_colour():
    assert looks(["gru", "lstm", "rnn"]) == ["gru", "lstm", "rnn"]


def test_layers_of_one_cell_differ_and_the_first_has_its_own():
    chosen = looks(["gru"] * len(CELL_COLORS))
    assert chosen[0] == "gru"
    assert set(chosen) == set(CELL_COLORS)
    assert looks(["gru"] * 20)[len(CELL_COLORS)] == "gru"
    assert looks([]) == []
    assert looks(["unheard of"]) == ["unheard of"]


def test_many_layers_are_counted():
    assert named(["a", "b"]) == "a and b"
    assert named(list("abcd")) == "4 layers"
