from dataclasses import replace

import numpy as np

from gruviz.diagnosis.findings.underflow import underflow
from tests.diagnosis.layers import layer, run_of, seen

SLOW = layer(update_bias=-3.0, seq_len=40)


def scaled(largest_at_first_step, precision="float16"):
    """With a loss whose gradient has this size where it arrives at the first step."""
    first = np.median(np.abs(SLOW.flow.gradients[0, 0]).max(-1))
    direct = SLOW.flow.direct[1:, 0] * largest_at_first_step / first
    run = run_of(SLOW.recording.weights, SLOW.recording.inputs, direct=direct)
    return seen(replace(run, precision=precision))


def test_a_gradient_below_the_smallest_number_is_told():
    found = underflow(scaled(2.0**-26))
    assert found.title.startswith("In float16 the gradient of rnn is zero from ")


def test_one_that_is_just_above_it_is_not():
    assert underflow(scaled(2.0**-24.9)) is None
    assert underflow(scaled(2.0**-26, "float32")) is None
    assert underflow(scaled(2.0**-26, "")) is None
