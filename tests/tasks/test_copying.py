"""Copying: the first three symbols, and cues where they are asked for."""

from gruviz.tasks import Copying
from tests.tasks.synthetic import check_targets, only_one


def answer(x):
    symbols = [only_one(row) for row in x]
    assert symbols[3:] == [4] * (len(x) - 6) + [5] * 3
    return symbols[:3]


def test_the_target_follows_from_the_sequence():
    check_targets(Copying(), answer)
