"""What a browser sends as a guess."""

import pytest

from gruviz.ui.trainability.guess import Guess, _read


def test_what_was_painted_comes_back_as_it_was_sent():
    guess = _read({"squares": [[[0, 1], [2, 0]], []], "shown": True})
    assert guess == Guess((frozenset({(0, 1), (2, 0)}), frozenset()), shown=True)
    assert guess.sent == {"squares": [[(0, 1), (2, 0)], []], "shown": True}


@pytest.mark.parametrize("told", [None, "x", 3, {"squares": 1}, {"squares": [[1]]}, {"squares": [[["a", "b"]]]}])
def test_anything_else_is_no_guess(told):
    assert _read(told) is None
