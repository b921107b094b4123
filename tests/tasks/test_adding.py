"""The adding problem: the sum once more, from the two marked numbers."""

from gruviz.tasks import Adding
from tests.tasks.synthetic import check_targets


def answer(x):
    marked = [t for t in range(len(x)) if x[t, 1] == 1]
    assert all(x[t, 1] == 0 for t in range(len(x)) if t not in marked)
    assert all(0 <= number < 1 for number in x[:, 0])
    first, second = marked
    assert first < len(x) // 2 <= second
    return [x[first, 0] + x[second, 0]]


def test_the_target_follows_from_the_sequence():
    check_targets(Adding(), answer)
