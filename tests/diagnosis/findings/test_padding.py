import numpy as np
import pytest

from gruviz.diagnosis.findings.padding import loss_reads_padding, padding_like
from tests.diagnosis.layers import layer, noise, run_of, seen

WEIGHTS = layer().recording.weights


def padded(share):
    """Gradient of equal size at every step before sequences end, and behind it so much that it makes a share."""
    direct = np.zeros((20, 4, 6))
    direct[:10, :, 0] = 1
    direct[10:, :, 0] = share / (1 - share)
    return seen(run_of(WEIGHTS, noise(20), direct=direct, lengths=(10,) * 4))


def test_gradient_behind_the_end_of_sequences_is_told():
    assert loss_reads_padding(padded(0.31)).title == (
        "The loss reads padding: 31% of the gradient enters rnn after the sequences have ended."
    )
    assert loss_reads_padding(padded(0.009)) is None


def ending_in_zeros(tails):
    inputs = noise(20)
    for sequence, tail in enumerate(tails):
        inputs[20 - tail :, sequence] = 0
    return seen(run_of(WEIGHTS, inputs))


def test_tails_of_one_input_before_a_loss_at_the_end_look_like_padding():
    found = padding_like(ending_in_zeros((1, 4, 6, 9)))
    assert found.title == "Half of the sequences end in 5 steps or more of one and the same input: is that padding?"
    assert "1 to 9 of 20 steps" in found.evidence


@pytest.mark.parametrize("tails", [(0, 0, 0, 0), (1, 3, 4, 9), (5, 5, 5, 5), (20, 20, 20, 20)])
def test_short_and_equal_tails_do_not(tails):
    assert padding_like(ending_in_zeros(tails)) is None
