from dataclasses import replace

import numpy as np
import pytest

from gruviz.diagnosis.numbers import LayerNumbers, numbers_of
from gruviz.engine.gradients import follow_loss
from gruviz.engine.initialisation import init_weights
from gruviz.engine.recording import run_of as run_again
from tests.diagnosis.layers import layer, noise, run_of

CELLS = ("rnn", "irnn", "gru_reset_after", "lstm")


@pytest.mark.parametrize("cell", CELLS)
def test_padding_counts_for_nothing(cell):
    weights = init_weights(cell, input_size=3, hidden_size=6)
    padded = noise(20)
    padded[12:] = 50.0
    short, long = run_of(weights, padded[:12]), run_of(weights, padded, lengths=(12,) * 4)
    measured, expected = LayerNumbers.of(long).as_dict(), LayerNumbers.of(short).as_dict()
    del measured["gradient_at_first_step"], expected["gradient_at_first_step"]  # another random readout
    del measured["gradient_norm"], expected["gradient_norm"]
    assert measured == pytest.approx(expected)


def test_gates_are_counted_over_the_steps_that_count():
    run = layer(lengths=(20, 5, 1, 10), update_bias=4.0)
    values = np.concatenate([run.recording.gates["z"][:end, 0, one].ravel() for one, end in enumerate(run.lengths)])
    found = LayerNumbers.of(run).gates["z"]
    assert found == pytest.approx((values.mean(), (values < 0.01).mean(), (values > 0.99).mean()))


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("reads", ["last", "every", "none"])
@pytest.mark.parametrize(("seq_len", "batch", "size"), [(1, 1, 1), (2, 1, 1), (5, 3, 2)])
def test_the_smallest_layers_have_numbers(cell, reads, seq_len, batch, size):
    numbers = LayerNumbers.of(layer(cell, seq_len=seq_len, batch=batch, size=size, reads=reads), truncation=True)
    assert numbers.reads == {"none": "nothing"}.get(reads, reads if seq_len > 1 else "last")
    assert all(isinstance(value, float) for value in numbers.as_dict().values())


def test_dead_units_are_zero_everywhere():
    weights = init_weights("irnn", input_size=3, hidden_size=6)
    b = weights.b.copy()
    b[:, :2] = -50
    numbers = LayerNumbers.of(run_of(type(weights)("irnn", ("h",), weights.W, weights.U, b), noise(20)))
    assert numbers.dead[:2] == (0, 1)
    assert len(numbers.dead) < 6


def test_a_latched_unit_is_the_same_in_all_sequences():
    weights = init_weights("rnn", input_size=3, hidden_size=6)
    b = weights.b.copy()
    b[:, 4] = 30
    pinned = run_of(type(weights)("rnn", ("h",), weights.W, weights.U, b), noise(20))
    assert LayerNumbers.of(pinned).latched == (4,)
    assert LayerNumbers.of(layer("rnn")).latched == ()


def test_a_layer_below_one_that_is_read_at_the_end_hears_a_loss_at_the_end():
    below = layer(reads="every")
    above = run_of(init_weights("gru_reset_after", input_size=3, hidden_size=6), noise(20), layer=1, layers=2)
    below = type(below)(**{**vars(below), "layers": 2})
    assert [numbers.reach.whole for numbers in numbers_of([below, above])] == [True, True]
    assert not LayerNumbers.of(below).reach.whole


def test_the_first_state_that_is_no_number_is_found_before_the_padding():
    run = layer("irnn", seq_len=400, scheme="orthogonal", gain=20.0)
    found = LayerNumbers.of(run)
    h = run.recording.states["h"][:, 0]
    first = int(np.argmax(~np.isfinite(h).all((1, 2))))
    assert (found.breakdown.step, found.broken_state) == (first, "h")
    assert LayerNumbers.of(type(run)(**{**vars(run), "lengths": (first - 1,) * 4})).breakdown is None


def _reading(run, inputs):
    """The same layer, given something else to read, which may be no numbers."""
    recording = run_again(run.recording.weights, inputs, run.recording.state[0])
    flow = follow_loss(recording, run.flow.direct)
    return replace(run, recording=recording, flow=flow)


@pytest.mark.parametrize("cell", ["rnn", "gru_reset_after", "lstm"])
def test_a_sequence_that_is_no_number_is_left_out_of_what_is_measured(cell):
    weights, inputs, direct = init_weights(cell, input_size=3, hidden_size=6), noise(20, batch=5), np.ones((20, 5, 6))
    some = inputs.copy()
    some[3, 1, 2] = np.nan
    found = LayerNumbers.of(_reading(run_of(weights, inputs, direct=direct), some))
    others = LayerNumbers.of(run_of(weights, np.delete(inputs, 1, axis=1), direct=direct[:, 1:]))
    assert (found.left_out, others.left_out) == (1, 0)
    assert found.is_heard
    same = ("gate_", "saturated", "horizon", "gradient_at_first_step", "dead", "latched")
    expected = {name: value for name, value in others.as_dict().items() if name.startswith(same)}
    assert {name: found.as_dict()[name] for name in expected} == pytest.approx(expected)


def test_where_most_sequences_are_no_numbers_nothing_is_measured():
    run = layer()
    inputs = run.recording.inputs.copy()
    inputs[0, :2] = np.nan
    found = LayerNumbers.of(_reading(run, inputs))
    assert found.left_out == 0
    assert not found.is_heard
    assert np.isnan(found.gates["z"].mean)


@pytest.mark.parametrize(("broken", "is_heard"), [(1, True), (4, False)])
def test_a_gradient_that_is_no_number_at_the_loss_is_not_heard(broken, is_heard):
    run = layer("rnn")
    gradients, direct = run.flow.gradients.copy(), run.flow.direct.copy()
    gradients[:, :, :broken], direct[-1, :, :broken] = np.nan, np.nan
    found = LayerNumbers.of(replace(run, flow=replace(run.flow, gradients=gradients, direct=direct)))
    assert found.is_heard is is_heard
    if is_heard:
        norms = np.linalg.norm(run.flow.gradients[:, 0, 1:], axis=-1)
        assert found.reach.band.median == pytest.approx(np.median(norms / norms[-1], axis=-1))
