"""Which layers are run, other readings of their arrays, and the same layers as PyTorch starts them."""

from dataclasses import replace

import numpy as np
import pytest

from gruviz.diagnosis.from_weights import run_layers
from gruviz.ui.your_network.chosen import chosen_stack, found_words, fresh
from tests.ui.your_network.made import checkpoint


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"layers": 2, "inputs": 24, "units": 6}, "Found 2 GRU layers in rnn: 24 inputs, 6 units."),
        ({"cell": "lstm", "inputs": 1}, "Found 1 LSTM layer in rnn: 1 input, 4 units."),
        ({"cell": "rnn", "bidirectional": True}, "Found 1 RNN layer in rnn, in both directions: 3 inputs, 4 units."),
    ],
)
def test_what_was_found_is_said(how, words):
    assert found_words(checkpoint(**how).stacks[0]) == words


def test_modules_above_one_another_are_named():
    below, above = (checkpoint(inputs=size, units=units).stacks[0][0] for size, units in ((3, 4), (8, 1)))
    stack = (*(replace(below, name="a", direction=way) for way in (0, 1)), replace(above, name="b"))
    assert found_words(stack) == "Found 2 GRU layers (a, b), 1 of them in both directions: 3 inputs, 4 and 1 units."


def test_a_reading_from_a_link_is_taken_and_a_wrong_one_is_not():
    found = checkpoint(layers=2)
    keys = [one.key for one in found.layers[0].choices]
    assert len(set(keys)) == len(keys)
    for key in keys:
        assert {one.reading.key for one in chosen_stack(found, "", key)} == {key}
    recognised = found.layers[0].reading.key
    assert recognised == "gru_reset_after.rzn.keeps"
    assert {one.reading.key for one in chosen_stack(found, "nowhere", "lstm.ifgo")} == {recognised}


def test_the_other_sign_of_z_is_another_network():
    found, inputs = checkpoint(), np.random.default_rng(0).standard_normal((6, 1, 3))
    keeps, writes = (
        run_layers(chosen_stack(found, "", f"gru_reset_after.rzn{sign}"), inputs)[0].recording
        for sign in (".keeps", "")
    )
    assert np.allclose(keeps.gates["z"][0], 1 - writes.gates["z"][0])
    assert not np.allclose(keeps.states["h"], writes.states["h"])


@pytest.mark.parametrize("how", [{}, {"cell": "lstm", "layers": 2, "bidirectional": True}, {"cell": "rnn", "units": 9}])
def test_a_fresh_start_has_the_same_shapes_and_pytorchs_range(how):
    stack = checkpoint(**how).stacks[0]
    begun = fresh(stack, 0)
    for one, other in zip(stack, begun, strict=True):
        bound = 1 / np.sqrt(one.hidden_size)
        assert other.weights.W.shape == one.weights.W.shape
        assert other.weights.U.shape == one.weights.U.shape
        assert other.reading == one.reading
        assert 0.7 * bound < np.abs(other.rows.U).max() <= bound
        assert not np.array_equal(other.rows.U, one.rows.U)
    assert np.array_equal(fresh(stack, 0)[0].rows.U, begun[0].rows.U)
    assert not np.array_equal(fresh(stack, 1)[0].rows.U, begun[0].rows.U)
