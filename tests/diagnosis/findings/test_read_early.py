import numpy as np
import pytest

from gruviz.diagnosis.findings.read_early import read_early
from tests.diagnosis.layers import layer, noise, run_of, seen


def read_after(step, **place):
    weights = layer().recording.weights
    direct = np.zeros((20, 4, 6))
    direct[step - 1] = noise(1, size=6)[0]
    return seen(run_of(weights, noise(20), direct=direct, **place))


def test_a_backward_direction_that_is_read_after_its_first_step_is_told():
    found = read_early(read_after(1, direction=1, directions=2))
    assert found.title == "The layer rnn (backward) is read after 1 step of 20: its later steps are wasted."
    assert "h_n[-1]" in found.advice


@pytest.mark.parametrize(("step", "told"), [(10, True), (11, False)])
def test_half_of_a_sequence_is_the_limit(step, told):
    assert (read_early(read_after(step)) is not None) == told


def test_short_sequences_among_long_ones_are_not_told():
    assert read_early(seen(layer(lengths=(20, 2, 5, 1)))) is None


@pytest.mark.parametrize(("tail", "told"), [(1.0, True), (0.0, False)])
def test_data_behind_the_last_step_that_is_read_is_told_and_padding_is_not(tail, told):
    run = layer(lengths=(1, 1, 1, 1))
    inputs = run.recording.inputs.copy()
    inputs[1:] *= tail
    found = read_early(seen(run_of(run.recording.weights, inputs, lengths=run.lengths)))
    assert (found is not None) == told
    if found is not None:
        assert found.title == "The layer rnn is read after 1 step of 20: its later steps are wasted."
