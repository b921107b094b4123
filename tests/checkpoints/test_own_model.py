"""Models that save_model wrote."""

import io

import numpy as np
import pytest

from gruviz import CELLS
from gruviz.checkpoints import read_checkpoint
from gruviz.models.files import save_model
from gruviz.models.shipped import collection_key, collection_model
from tests.checkpoints.making import refused
from tests.models.made import a_model


def saved(cell):
    model, file = collection_model(collection_key("adding", cell)), io.BytesIO()
    save_model(model, file)
    return model, file.getvalue()


@pytest.mark.parametrize("cell", ["rnn", "gru", "gru_reset_after", "lstm"])
def test_a_model_of_ours_comes_back_as_it_was(cell):
    model, body = saved(cell)
    checkpoint = read_checkpoint("a.npz", body)
    (layer,) = checkpoint.layers
    for name in ("W", "U", "b", "recurrent_bias"):
        assert np.array_equal(getattr(layer.weights, name), getattr(model.weights, name))
    assert layer.choices == (layer.reading,)
    np.testing.assert_array_equal(checkpoint.readout.W, model.readout_W[0])


@pytest.mark.parametrize("cell", [*CELLS, "own_before_input_tanh_bias", "own_after_none_tanh_bias"])
def test_so_does_one_of_every_cell(cell):
    model, file = a_model(cell, "adding"), io.BytesIO()
    save_model(model, file)
    (layer,) = read_checkpoint("a.npz", file.getvalue()).layers
    assert layer.weights.arrays.keys() == model.weights.arrays.keys()
    for name, array in layer.weights.arrays.items():
        np.testing.assert_array_equal(array[0], model.weights.arrays[name][0])


def test_a_damaged_one_is_named():
    assert refused(saved("gru")[1][:-30]).startswith("The file begins like a model saved by GRUViz")
