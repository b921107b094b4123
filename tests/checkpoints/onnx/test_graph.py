"""Tensors of ONNX, in every way in which it writes numbers."""

import numpy as np
import pytest
import torch

from gruviz.checkpoints.onnx.graph import read_graph
from gruviz.validation import GruvizError
from tests.checkpoints.foreign import body


def message(number, content):
    return bytes([number << 3 | 2, len(content)]) + content


def model(kind, field, content, shape=(3,)):
    """One tensor, "a"."""
    dims = b"".join(bytes([1 << 3, size]) for size in shape)
    tensor = dims + bytes([2 << 3, kind]) + message(field, content) + message(8, b"a")
    return bytes([1 << 3, 7]) + message(7, message(5, tensor))


VALUES = np.array([1.5, -2.0, 0.25])
BFLOAT16 = torch.tensor(VALUES).bfloat16().view(torch.int16).numpy().tobytes()
WAYS = {
    "raw float32": (1, 9, VALUES.astype("<f4").tobytes()),
    "packed float32": (1, 4, VALUES.astype("<f4").tobytes()),
    "raw float16": (10, 9, VALUES.astype("<f2").tobytes()),
    "raw float64": (11, 9, VALUES.astype("<f8").tobytes()),
    "packed float64": (11, 10, VALUES.astype("<f8").tobytes()),
    "raw bfloat16": (16, 9, BFLOAT16),
}


@pytest.mark.parametrize("way", WAYS)
def test_numbers_are_read_however_they_are_written(way):
    np.testing.assert_array_equal(read_graph(model(*WAYS[way])).tensors["a"].array, VALUES)


def test_whole_numbers_are_only_named():
    stored = read_graph(model(7, 9, bytes(24))).tensors["a"]
    assert (stored.array, stored.shape, stored.dtype) == (None, (3,), "type 7")


def test_a_shape_that_does_not_fit_is_damage():
    with pytest.raises(GruvizError, match="damaged"):
        read_graph(model(1, 9, VALUES.astype("<f4").tobytes(), shape=(3, 99)))


def test_nodes_are_read_as_they_were_exported():
    graph = read_graph(body("torch_gru.onnx"))
    node = next(node for node in graph.nodes if node.kind == "GRU")
    assert node.numbers == {"hidden_size": 4, "linear_before_reset": 1}
    assert node.texts == {"direction": "bidirectional"}
    assert graph.tensors[node.inputs[1]].shape == (2, 12, 3)
