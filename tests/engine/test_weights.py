"""Weights: what fits together, and how they are read."""

from dataclasses import replace

import numpy as np
import pytest

from gruviz import CELLS, Weights, init_weights
from gruviz.validation import GruvizError, InvalidValue
from tests.runs import Sizes, every_cell, random_weights

SIZE = Sizes()


@every_cell
def test_weights_are_read_by_block_and_by_seed(cell):
    weights = random_weights(cell, SIZE)
    kind = CELLS[cell]
    assert (weights.seeds, weights.hidden_size, weights.input_size) == (SIZE.E, SIZE.H, SIZE.D)
    assert (tuple(weights.input), tuple(weights.recurrent)) == (kind.block_names, kind.recurrent_blocks)
    np.testing.assert_array_equal(np.concatenate([*weights.input.values()], axis=1), weights.W)
    np.testing.assert_array_equal(np.concatenate([*weights.bias.values()], axis=1), weights.b)
    one = weights.member(1)
    assert one.seeds == 1
    np.testing.assert_array_equal(one.W[0], weights.W[1])


def test_weights_do_not_change_with_the_arrays_they_were_made_of():
    U = np.ones((1, 2, 2))
    weights = replace(init_weights("rnn", input_size=1, hidden_size=2), U=U)
    U[:] = 5
    assert (weights.U == 1).all()


def test_rounded_weights_have_the_digits_of_half_precision():
    weights = random_weights("gru", SIZE)
    np.testing.assert_array_equal(weights.rounded().U, weights.U.astype(np.float16))
    assert weights.rounded().U.dtype == weights.U.dtype == np.float64


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"U": np.zeros((1, 6, 3))}, "weights.U.shape"),
        ({"U": np.zeros((6, 2))}, "weights.U.shape"),
        ({"W": np.zeros((1, 5, 2))}, "weights.W.shape"),
        ({"b": np.zeros((2, 6))}, "weights.b.shape"),
        ({"recurrent_bias": np.zeros((1, 3))}, "weights.recurrent_bias"),
        ({"b": np.full((1, 6), np.inf)}, "weights.b[0, 0]"),
    ],
)
def test_weights_that_do_not_fit_each_other(change, field):
    with pytest.raises(GruvizError) as caught:
        replace(init_weights("gru", input_size=3, hidden_size=2), **change)
    assert caught.value.field == field


def test_weights_round_to_floats_only():
    with pytest.raises(InvalidValue, match=r"dtype .*float32 or float64"):
        random_weights("gru", SIZE).astype("int32")


@every_cell
def test_blocks_named_in_another_order_are_put_into_the_cells(cell):
    weights, kind = random_weights(cell, SIZE), CELLS[cell]
    turned = kind.block_names[::-1]
    rows = {
        "W": [weights.input[name] for name in turned],
        "U": [weights.recurrent[name] for name in turned if name in weights.recurrent] or [weights.U],
        "b": [weights.bias[name] for name in turned],
    }
    joined = {name: np.concatenate(arrays, axis=1) for name, arrays in rows.items()}
    rest = {name: getattr(weights, name) for name in ("recurrent_bias", "input_only", "constants")}
    given = Weights(cell, turned, **joined, **rest)
    assert given.blocks == kind.block_names
    for name, array in weights.arrays.items():
        np.testing.assert_array_equal(given.arrays[name], array)
        assert not given.arrays[name].flags.writeable
    for name in kind.block_names:
        np.testing.assert_array_equal(given.input[name], weights.input[name])


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"cell": "elman"}, "weights.cell", "rnn, gru"),
        ({"blocks": ("r", "z", "h")}, "weights.blocks", "r, z, n for gru"),
        ({"blocks": ("r", "z")}, "weights.blocks", "r, z, n for gru"),
        ({"blocks": ("r", "z", "z")}, "weights.blocks", "r, z, n for gru"),
        ({"cell": "lstm"}, "weights.blocks", "i, f, g, o for lstm"),
        ({"input_only": ("z",)}, "weights.input_only", "for gru"),
        ({"recurrent_bias": np.zeros((1, 2))}, "weights.recurrent_bias", "gru has no second bias"),
    ],
)
def test_weights_of_no_such_cell(change, field, words):
    with pytest.raises(GruvizError, match=words) as caught:
        replace(init_weights("gru", input_size=3, hidden_size=2), **change)
    assert caught.value.field == field
