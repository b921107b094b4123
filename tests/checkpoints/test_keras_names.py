"""Layers by Keras's names, of version 3 and of the older form: their states are those that Keras computed."""

import numpy as np
import pytest
from safetensors.numpy import save

from gruviz.checkpoints import read_checkpoint
from tests.checkpoints.foreign import body, expected
from tests.checkpoints.making import CLOSE, outputs

pytestmark = pytest.mark.usefixtures("here")
FILES = ("keras.weights.h5", "keras.h5", "keras.keras")


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("layer", ["tanh", "relu", "after", "before", "no_bias", "long", "both"])
def test_states_are_those_that_keras_computed(file, layer):
    checkpoint = read_checkpoint(file, body(file))
    found = [one for one in checkpoint.layers if one.name == layer]
    if layer == "relu" and "weights" in file:
        assert "assumed" in found[0].how
        found = [found[0].corrected(found[0].choices[1])]
    np.testing.assert_allclose(outputs(found), expected(file, layer), **CLOSE)


@pytest.mark.parametrize("file", ["keras_stack.weights.h5", "keras_stack.h5", "keras_stack.keras"])
def test_layers_that_fit_lie_above_one_another(file):
    """Beside the arrays of an optimizer, which look like theirs."""
    checkpoint = read_checkpoint("a", body(file))
    (stack,) = checkpoint.stacks
    assert [one.direction for one in stack] == [0, 1, 0]
    assert [one.name.split("_")[0] for one in stack] == ["bidirectional", "bidirectional", "lstm"]
    tokens = (np.arange(10).reshape(2, 5) % 7).T
    states = outputs(stack, checkpoint.embedding[tokens])
    logits = states @ checkpoint.readout.W.T + checkpoint.readout.b
    np.testing.assert_allclose(logits, expected(file, "logits"), **CLOSE)


def test_where_nothing_says_which_layer_reads_which_their_sizes_do():
    (stack,) = read_checkpoint("a", body("keras_order.weights.h5")).stacks
    np.testing.assert_allclose(outputs(stack), expected("keras_order.weights.h5"), **CLOSE)


def test_names_of_keras_2_are_read():
    """Which ended in ":0", and had no folder for the cell before 2.3."""
    rng = np.random.default_rng(0)
    for folder in (
        "model_weights/gru_1/gru_1/",
        "gru_1/gru_1/gru_cell/",
        "model_weights/gru_1/gru_1/while/gru_cell_3/",
    ):
        shapes = {"kernel:0": (3, 12), "recurrent_kernel:0": (4, 12), "bias:0": (2, 12)}
        arrays = {name: rng.standard_normal(shape) for name, shape in shapes.items()}
        (layer,) = read_checkpoint("a", save({folder + name: array for name, array in arrays.items()})).layers
        np.testing.assert_array_equal(layer.rows.U, arrays["recurrent_kernel:0"].T)
        assert layer.cell == "gru_reset_after"
