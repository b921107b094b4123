"""Recurrent nodes of ONNX graphs that PyTorch's two exporters and onnx wrote."""

import numpy as np
import pytest

from gruviz.checkpoints import read_checkpoint
from gruviz.checkpoints.onnx.graph import read_graph
from gruviz.checkpoints.onnx.layers import onnx_layers
from tests.checkpoints.foreign import body, expected
from tests.checkpoints.making import CLOSE, outputs, refused


@pytest.mark.parametrize(
    "file",
    [
        *("torch_rnn.onnx", "torch_gru.onnx", "torch_gru_dynamo.onnx", "torch_lstm.onnx", "torch_lstm_dynamo.onnx"),
        *("onnx_gru_before.onnx", "onnx_gru_after.onnx"),
    ],
)
def test_states_from_onnx_are_those_of_the_exported_module(file):
    checkpoint = read_checkpoint(file, body(file))
    assert checkpoint.format == "ONNX"
    assert len(checkpoint.stacks) == 1
    np.testing.assert_allclose(outputs(checkpoint.stacks[0]), expected(file), **CLOSE)


def outside():
    """An ONNX file whose tensors say that their numbers lie elsewhere: data_location = EXTERNAL."""
    tensor = b"\x08\x01\x08\x04\x10\x01\x42\x01W\x70\x01"
    node = b"".join(b"\x0a\x01" + name for name in (b"X", b"W", b"W")) + b"\x22\x03RNN"
    graph = b"\x0a" + bytes([len(node)]) + node + b"\x2a" + bytes([len(tensor)]) + tensor
    return b"\x08\x07\x3a" + bytes([len(graph)]) + graph


def test_weights_in_another_file_are_asked_for():
    assert "lie in a second file beside it: export it in one" in refused(outside())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda node: node.texts.update(activations="Sigmoid,Relu,Tanh"), "the activations Sigmoid?Relu?Tanh"),
        (lambda node: node.reals.add("clip"), "clipped sums"),
        (lambda node: node.numbers.update(input_forget=1), "coupled to the input gate"),
        (lambda node: node.inputs.extend([""] * (7 - len(node.inputs)) + [node.inputs[1]]), "peepholes"),
    ],
)
def test_what_our_cells_do_not_compute_is_not_run(change, words):
    graph = read_graph(body("torch_lstm.onnx"))
    node = next(node for node in graph.nodes if node.kind == "LSTM")
    change(node)
    layer = next(onnx_layers(graph)).build()
    assert words in layer.trouble
    assert layer.trouble.endswith("which no cell here computes.")


def test_weights_that_other_nodes_compute_are_not_guessed():
    graph = read_graph(body("torch_lstm.onnx"))
    graph.tensors.clear()
    with pytest.raises(ValueError, match="are computed by other nodes of the ONNX file"):
        next(onnx_layers(graph)).build()
