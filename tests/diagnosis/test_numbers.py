import numpy as np
import pytest

from gruviz.diagnosis.numbers import LayerNumbers, numbers_of
from gruviz.engine.initialisation import init_weights
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
