"""The recurrent nodes of an ONNX graph: https://onnx.ai/onnx/operators/ defines RNN, GRU and LSTM."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from gruviz.arrays import Array
from gruviz.checkpoints.found_layer import Candidate, FoundLayer, not_finite
from gruviz.checkpoints.onnx.graph import Graph, Node
from gruviz.checkpoints.reading import ONNX, Reading, Rows, readings
from gruviz.checkpoints.stored import numbers, shown
from gruviz.validation import InvalidValue

KINDS = {"RNN": 1, "GRU": 3, "LSTM": 4}
"""Blocks of rows by the name of a node."""
USUAL = {"RNN": ("Tanh", "Relu"), "GRU": ("Sigmoid,Tanh",), "LSTM": ("Sigmoid,Tanh,Tanh",)}
"""Activations that our cells have."""


def onnx_layers(graph: Graph) -> Iterator[Candidate]:
    """Every layer with the names of the tensors that it takes, in the order of computing."""
    seen: dict[str, int] = {}
    for node in graph.nodes:
        if node.kind in KINDS:
            seen[node.kind] = seen.get(node.kind, 0) + 1
            name = shown(node.name.lstrip("/")) or f"{node.kind} {seen[node.kind]}"
            names = tuple(one for one in node.inputs[1:4] if one)
            for direction in range(2 if node.texts.get("direction") == "bidirectional" else 1):
                yield Candidate(partial(_layer, graph, node, name, direction), names)


def _layer(graph: Graph, node: Node, name: str, side: int) -> FoundLayer:
    arrays = [_array(graph, tensor, name) for tensor in node.inputs[1:4] if tensor]
    if len(arrays) < 2 or any(len(array) <= side or array.ndim != (3, 3, 2)[i] for i, array in enumerate(arrays)):
        raise _refusal(f"The arrays of {name} are not those of an ONNX {node.kind}.")
    W, R, *B = (array[side] for array in arrays)
    half = len(B[0]) // 2 if B else 0
    rows = Rows(W, R, *((B[0][:half], B[0][half:]) if B else ()))
    rows.check(name)
    if rows.blocks != KINDS[node.kind]:
        raise _refusal(f"The arrays of {name} are not those of an ONNX {node.kind}.")
    reading = _reading(node, side)
    direction = 1 if node.texts.get("direction") == "reverse" else side
    names = dict(zip([shown(tensor) for tensor in node.inputs[1:4] if tensor], (W, R, *B), strict=True))
    trouble = _unlike(graph, node, name, side) or not_finite(names)
    return FoundLayer(name, 0, direction, rows, reading, _how(node, reading), readings(rows.blocks), trouble)


def _array(graph: Graph, tensor: str, layer: str) -> Array:
    if tensor in graph.outside:
        said = (
            "The weights of this ONNX file lie in a second file beside it: export it in one, as with "
            "torch.onnx.export(…, external_data=False)."
        )
        raise _refusal(said)
    if tensor not in graph.tensors:
        raise _refusal(f"The weights of {layer} are computed by other nodes of the ONNX file: bring the state_dict.")
    return numbers(graph.tensors[tensor])


def _reading(node: Node, side: int) -> Reading:
    if node.kind == "RNN":
        relu = _activations(node, side) == "Relu"
        return Reading("irnn" if relu else "rnn", ONNX["rnn"])
    if node.kind == "LSTM":
        return Reading("lstm", ONNX["lstm"])
    after = node.numbers.get("linear_before_reset", 0) == 1
    return Reading("gru_reset_after" if after else "gru", ONNX["gru"], z_keeps=True)


def _activations(node: Node, side: int) -> str:
    """Of one direction, joined by commas."""
    usual = USUAL[node.kind][0]
    count = usual.count(",") + 1
    given = node.texts.get("activations", "").split(",")[side * count : (side + 1) * count]
    return ",".join(given) if any(given) else usual


def _unlike(graph: Graph, node: Node, name: str, side: int) -> str:
    """A sentence on what our cells do not compute; "" for nothing."""
    what = ""
    if _activations(node, side) not in USUAL[node.kind]:
        what = f"the activations {shown(_activations(node, side))}"
    if "clip" in node.reals:
        what = "clipped sums"
    if node.numbers.get("input_forget", 0):
        what = "a forget gate that is coupled to the input gate"
    peepholes = node.inputs[7] if len(node.inputs) > 7 else ""
    if peepholes and not (peepholes in graph.tensors and not np.any(_array(graph, peepholes, name))):
        what = "peepholes"
    return f"{name} has {what}, which no cell here computes." if what else ""


def _how(node: Node, reading: Reading) -> str:
    said = f"{'A' if node.kind == 'GRU' else 'An'} {node.kind}: a node of this kind in the ONNX graph"
    if node.kind == "GRU":
        said += f", with the reset {'after' if reading.cell == 'gru_reset_after' else 'before'} the product"
    if node.kind == "RNN":
        said += f", with {'ReLU' if reading.cell == 'irnn' else 'tanh'}"
    return f"{said}."


def _refusal(sentence: str) -> InvalidValue:
    return InvalidValue("file", "an ONNX file", "one with its weights in it", sentence)
