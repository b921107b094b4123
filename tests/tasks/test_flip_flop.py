"""The flip-flop: how the switch stands after the last pulse."""

from gruviz.tasks import FlipFlop
from tests.tasks.synthetic import check_targets, only_one


def answer(x):
    switch = None
    for t, row in enumerate(x):
        symbol = only_one(row)
        if symbol < 2:
            assert t < len(x) // 2
            switch = symbol
        assert switch is not None, "the first step carries a pulse"
    return [switch]


def test_the_target_follows_from_the_sequence():
    check_targets(FlipFlop(), answer)
