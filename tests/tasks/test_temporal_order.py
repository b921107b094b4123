"""Temporal order: which two symbols came, and in which order."""

from gruviz.tasks import TemporalOrder
from tests.tasks.synthetic import check_targets, only_one


def answer(x):
    symbols = [only_one(row) for row in x]
    first, second = (t for t, symbol in enumerate(symbols) if symbol < 2)
    T = len(x)
    assert T // 10 <= first < max(T // 10 + 1, T // 5)
    assert T // 2 <= second < max(T // 2 + 1, T * 6 // 10)
    return [["XX", "XY", "YX", "YY"].index("XY"[symbols[first]] + "XY"[symbols[second]])]


def test_the_target_follows_from_the_sequence():
    check_targets(TemporalOrder(), answer)
