"""The example of labelled sequences, read as anyone's file."""

import numpy as np

from gruviz.data.drawn_shapes import PEOPLE, SHAPES, shapes_csv
from gruviz.data.labelled import read_labelled


def test_the_example_is_read_as_it_says():
    read = read_labelled(shapes_csv())
    assert len(read.ids) == PEOPLE * len(SHAPES)
    assert read.classes == tuple(sorted(SHAPES))
    turns = {shape: [] for shape in SHAPES}
    for label, sequence in zip(read.labels, read.sequences, strict=True):
        before, after = sequence[:-1].T, sequence[1:].T
        turns[label].append(np.sign((before[0] * after[1] - before[1] * after[0]).mean()))
    assert set(turns["clockwise"]) == {-1}
    assert set(turns["anticlockwise"]) == {1}
