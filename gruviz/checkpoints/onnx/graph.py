"""The nodes and tensors of an ONNX graph: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto has the numbers."""

from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gruviz.checkpoints.onnx.fields import Fields, bytes_in, text_in
from gruviz.checkpoints.stored import Stored, broken, check_count, check_total

GRAPH, NODE, INITIALIZER = 7, 1, 5
TYPES = {1: ("float32", "<f4"), 10: ("float16", "<f2"), 11: ("float64", "<f8")}
BFLOAT16, EXTERNAL = 16, 1


@dataclass
class Node:
    """One operation.

    Args:
        kind: Such as "GRU".
        name: As the exporter called it.
        inputs: Names of tensors; "" where one is left out.
        numbers: Whole-number attributes.
        texts: Attributes of text, joined by commas.
        reals: Names of the attributes of real numbers.
    """

    kind: str = ""
    name: str = ""
    inputs: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    reals: set[str] = field(default_factory=set)


@dataclass
class Graph:
    """What is read of a graph.

    Args:
        nodes: In the order of computing.
        tensors: By name.
        outside: Names of tensors whose numbers lie in another file.
    """

    nodes: list[Node] = field(default_factory=list)
    tensors: dict[str, Stored] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)


def read_graph(body: bytes) -> Graph:
    """The graph of a model.

    Raises:
        GruvizError: If it is damaged or too large.
    """
    graph, fields = Graph(), Fields()
    for number, value in fields.of(memoryview(body)):
        if number == GRAPH:
            for part, content in fields.of(bytes_in(value)):
                if part == NODE:
                    graph.nodes.append(_node(fields, bytes_in(content)))
                elif part == INITIALIZER:
                    _keep(graph, fields, bytes_in(content))
    check_total(one.array.nbytes for one in graph.tensors.values() if one.array is not None)
    return graph


def _keep(graph: Graph, fields: Fields, message: memoryview) -> None:
    stored, is_outside = _tensor(fields, message)
    graph.tensors[stored.name] = stored
    check_count(len(graph.tensors))
    if is_outside:
        graph.outside.add(stored.name)


def _node(fields: Fields, message: memoryview) -> Node:
    node = Node()
    for number, value in fields.of(message):
        if number == 1:
            node.inputs.append(text_in(value))
        elif number == 3:
            node.name = text_in(value)
        elif number == 4:
            node.kind = text_in(value)
        elif number == 5:
            _attribute(node, fields, bytes_in(value))
    return node


def _attribute(node: Node, fields: Fields, message: memoryview) -> None:
    name = ""
    for number, value in fields.of(message):
        if number == 1:
            name = text_in(value)
        elif number == 3 and isinstance(value, int):
            node.numbers[name] = value
        elif number in (4, 9):
            node.texts[name] = f"{node.texts[name]},{text_in(value)}" if name in node.texts else text_in(value)
        elif number in (2, 7):
            node.reals.add(name)


def _tensor(fields: Fields, message: memoryview) -> tuple[Stored, bool]:
    """A tensor, and whether its numbers lie in another file."""
    shape: list[int] = []
    kind, name, outside = 0, "", False
    raw, typed = None, bytearray()
    for number, value in fields.of(message):
        if number == 1:
            shape += fields.numbers(value)
        elif number == 2 and isinstance(value, int):
            kind = value
        elif number == 8:
            name = text_in(value)
        elif number == 9:
            raw = bytes_in(value)
        elif number in (4, 10):
            typed += bytes_in(value)
        elif number == 14:
            outside = value == EXTERNAL
    dtype = TYPES.get(kind, ("bfloat16" if kind == BFLOAT16 else f"type {kind}", ""))[0]
    array = None if outside else _numbers(kind, tuple(shape), bytes(typed) if raw is None else raw)
    return Stored(name, tuple(shape), dtype, array), outside


def _numbers(kind: int, shape: tuple[int, ...], content: bytes | memoryview) -> NDArray[Any] | None:
    if kind == BFLOAT16:
        flat = (np.frombuffer(content, "<u2").astype(np.uint32) << 16).view(np.float32)
    elif kind in TYPES and len(content) % np.dtype(TYPES[kind][1]).itemsize == 0:
        flat = np.frombuffer(content, TYPES[kind][1])
    else:
        return None
    if flat.size != prod(shape):
        raise broken("ONNX")
    return flat.reshape(shape)
