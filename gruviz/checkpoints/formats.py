"""The formats, told apart by what a file begins with and never by its name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from gruviz.checkpoints.apart.reader import read_apart
from gruviz.checkpoints.computed import settled
from gruviz.checkpoints.flax_names import flax_layers
from gruviz.checkpoints.found_layer import Candidate
from gruviz.checkpoints.guesses import guessed_layers
from gruviz.checkpoints.keras_names import keras_layers
from gruviz.checkpoints.onnx.graph import read_graph
from gruviz.checkpoints.onnx.layers import onnx_layers
from gruviz.checkpoints.own_model import is_own, own_layers
from gruviz.checkpoints.pytorch_names import pytorch_layers
from gruviz.checkpoints.safetensors_file import is_safetensors, read_safetensors
from gruviz.checkpoints.stored import Contents, Found, by_name
from gruviz.validation import InvalidValue


@dataclass(frozen=True, eq=False)
class Opened:
    """A file, and the layers in it.

    Args:
        format: In words.
        found: All its arrays.
        layers: What may be layers.
        chained: Whether every layer is a module of its own, so that only sizes say which reads which.
        ordered: Whether they come in the order of the network.
        notes: Sentences on arrays that could not be understood.
    """

    format: str
    found: Found
    layers: Sequence[Candidate]
    chained: bool = False
    ordered: bool = True
    notes: tuple[str, ...] = ()


def opened(body: bytes) -> Opened:
    """Open a file of any format.

    Raises:
        GruvizError: With a sentence, if it is of none of them, damaged or too large.
    """
    for is_one, read in FORMATS:
        if is_one(body):
            return read(body)
    raise InvalidValue("file", "something else", "the file of a network", _not_one(body))


def _not_one(body: bytes) -> str:
    takes = (
        "GRUViz reads safetensors, a state_dict of PyTorch (.pt, .pth), Keras weights (.weights.h5, .h5, .keras), "
        "ONNX, and models that it saved itself."
    )
    if not body:
        return f"The file is empty. {takes}"
    return f"This is none of the files that networks are kept in. {takes}"


def _begins(mark: bytes) -> Callable[[bytes], bool]:
    return lambda body: body.startswith(mark)


def _is_keras_archive(body: bytes) -> bool:
    return body.startswith(b"PK\3\4") and b"model.weights.h5" in body[-4096:]  # where a zip archive lists its parts


def _safetensors(body: bytes) -> Opened:
    return _by_names(Contents("safetensors", read_safetensors(body)))


def _apart(kind: str) -> Callable[[bytes], Opened]:
    return lambda body: _by_names(read_apart(kind, body))


def _onnx(body: bytes) -> Opened:
    graph = read_graph(body)
    return Opened("ONNX", graph.tensors, [*onnx_layers(graph)], chained=True)


def _own(body: bytes) -> Opened:
    found, layers = own_layers(BytesIO(body))
    return Opened("a model saved by GRUViz", found, layers)


def _by_names(contents: Contents) -> Opened:
    """By the names that libraries give; where these say nothing, by shapes."""
    found, notes = settled(by_name(contents.arrays))
    layers = [*pytorch_layers(found), *keras_layers(found, contents.texts), *flax_layers(found)]
    return Opened(
        format=contents.format,
        found=found,
        layers=layers or [*guessed_layers(found)],
        chained=contents.format.startswith("Keras"),
        ordered=bool(contents.texts.get("config")) or contents.texts.get("order", "[]") != "[]",
        notes=notes,
    )


FORMATS: tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Opened]], ...] = (
    (is_own, _own),
    (is_safetensors, _safetensors),
    (_is_keras_archive, _apart("keras")),
    (_begins(b"PK\3\4"), _apart("zip")),
    (_begins(b"\x80"), _apart("pickle")),
    (_begins(b"\x89HDF\r\n\x1a\n"), _apart("hdf5")),
    (_begins(b"\x08"), _onnx),
)
"""How each is recognised and read; ONNX begins with the number of a field, and is asked last."""
