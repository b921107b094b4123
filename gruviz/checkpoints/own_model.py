"""Models that `gruviz.save_model` wrote."""

from typing import IO

from gruviz.arrays import Array
from gruviz.checkpoints.found_layer import Candidate, FoundLayer
from gruviz.checkpoints.reading import Reading, Rows
from gruviz.checkpoints.stored import Stored
from gruviz.engine.cells import find_cell
from gruviz.engine.weights import Weights
from gruviz.validation import GruvizError, InvalidValue


def is_own(body: bytes) -> bool:
    """Whether it begins as one: an archive whose first part describes the model."""
    return body.startswith(b"PK\3\4") and body[30:39] == b"about.npy"


def own_layers(file: IO[bytes]) -> tuple[dict[str, Stored], list[Candidate]]:
    """Its arrays, and its one layer, or two where another one answers.

    Raises:
        GruvizError: With a sentence, if it is damaged or too large.
    """
    from gruviz.models.files import load_model  # with all tasks, which no other format needs

    try:
        model = load_model(file)
    except GruvizError as error:
        said = f"The file begins like a model saved by GRUViz, but it cannot be read: {error}"
        raise InvalidValue("file", "a model", "a model saved by GRUViz", said) from None
    layers: list[Candidate] = [_layer("model", model.weights)]
    if model.decoder is not None:
        layers.append(_layer("decoder", model.decoder))
    readout: dict[str, Array] = {"readout.weight": model.readout_W[0], "readout.bias": model.readout_b[0]}
    return {name: Stored(name, array.shape, str(array.dtype), array) for name, array in readout.items()}, layers


def _layer(name: str, weights: Weights) -> Candidate:
    kind = find_cell(weights.cell)
    b, second = weights.b[0].astype("f8"), None
    if weights.recurrent_bias is not None:
        second = 0 * b
        second[-weights.hidden_size :] = weights.recurrent_bias[0]
    constants = None if weights.constants is None else weights.constants[0].astype("f8")
    rows = Rows(weights.W[0].astype("f8"), weights.U[0].astype("f8"), b, second, constants=constants)
    reading = Reading(kind.key, kind.block_names)
    layer = FoundLayer(name, 0, 0, rows, reading, f"{kind.title}: as GRUViz saved it.", (reading,))
    return Candidate(lambda: layer, ())
