"""Digits as sequences: rows from top to bottom, then pixels."""

import numpy as np

from gruviz.data.recorded import handwritten_digits
from gruviz.tasks import Digits
from tests.tasks.recorded import as_rows


def test_digits_are_read_from_top_to_bottom():
    pictures, digits = handwritten_digits(28)
    inputs = Digits().read(pictures[:5], 40)
    for b in range(5):
        np.testing.assert_array_equal(inputs[:28, b], pictures[b])
        assert not inputs[28:, b].any()
    small, _ = handwritten_digits(14)
    assert Digits("pixel").read(small[:3], 196)[17, 2, 0] == small[2, 1, 3]
    training, held_out = Digits().split(28)
    assert training.inputs.shape[1] + held_out.inputs.shape[1] == len(digits)
    assert not as_rows(training.inputs) & as_rows(held_out.inputs)
