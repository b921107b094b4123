"""Truncated backpropagation against that of the pieces."""

import numpy as np
import pytest

from gruviz.engine.backpropagation import backpropagate, enough_window, truncation_cuts
from tests.engine.autograd import close
from tests.runs import Sizes, every_cell, random_run


@every_cell
@pytest.mark.parametrize("truncation", [1, 2, 3, 5, 6, 100])
def test_truncation_sends_nothing_across_a_cut(cell, truncation):
    """Between two cuts the gradient is that of the piece alone, from what the loss reads there."""
    recording = random_run(cell, Sizes(T=6))
    direct = np.random.default_rng(0).standard_normal(recording.state.shape)
    gradients = backpropagate(recording, direct, cuts=truncation_cuts(truncation, 6))
    ends = [t for t in range(6, -1, -1) if (6 - t) % truncation == 0]
    for end, start in zip(ends, [*ends[1:], -1], strict=True):
        own = np.zeros_like(direct)
        own[start + 1 : end + 1] = direct[start + 1 : end + 1]
        close(gradients[start + 1 : end + 1], backpropagate(recording, own)[start + 1 : end + 1])


@every_cell
@pytest.mark.parametrize("size", [Sizes(), Sizes(E=1, B=1)], ids=["several", "one"])
def test_several_losses_at_once_are_each_of_them_alone(cell, size):
    recording = random_run(cell, size)
    several = np.random.default_rng(0).standard_normal((len(recording.state), 3, *recording.state.shape[1:]))
    together = backpropagate(recording, several)
    for i in range(3):
        close(together[:, i], backpropagate(recording, several[:, i]))


def test_the_order_of_numbers_in_memory_is_of_no_concern():
    recording = random_run("lstm", Sizes(E=1, B=1))
    direct = np.random.default_rng(0).standard_normal(recording.state.shape)
    np.testing.assert_array_equal(backpropagate(recording, np.asfortranarray(direct)), backpropagate(recording, direct))


def test_cuts_are_counted_from_the_last_step():
    assert list(truncation_cuts(3, 10)) == [8, 5, 2]
    assert not truncation_cuts(None, 10)


@pytest.mark.parametrize(
    ("windows", "kept", "enough"),
    [
        ((1, 2), (0.99, 1.0), 1),
        ((1, 2), (0.95, 1.0), 1),
        ((1, 2, 4, 8), (0.96, 0.9, 0.97, 1.0), 4),
        ((1, 2, 4), (0.96, 1.2, 1.0), 4),
        ((1, 2, 4), (0.96, np.nan, 1.0), 4),
        ((1, 2), (0.5, np.nan), 2),
    ],
)
def test_a_window_is_enough_only_if_no_longer_one_keeps_too_little_or_too_much(windows, kept, enough):
    assert enough_window(windows, kept) == enough


def test_less_may_be_enough():
    assert enough_window((1, 2, 3), (0.4, 0.7, 1.0), 0.6) == 2
