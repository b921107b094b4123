"""A network's file, read: its recurrent layers, what stands around them, and what else is there."""

from dataclasses import dataclass

from gruviz.arrays import Array
from gruviz.checkpoints.formats import opened
from gruviz.checkpoints.found_layer import FoundLayer
from gruviz.checkpoints.stacks import Stack, stacks_of
from gruviz.checkpoints.stored import LIMIT, Found, Other, numbers, shown, some
from gruviz.checkpoints.surroundings import Readout, embedding_of, readout_of
from gruviz.validation import InvalidValue, TooLarge


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """What a file of somebody's network holds.

    Args:
        format: Such as "safetensors" or "PyTorch".
        layers: At least one, stack by stack.
        stacks: The same layers: those that read one another, from the lowest up, two directions side by side. The first
            is that with the most layers.
        embedding: (V, D), whose D is what the first layer reads; None where there is none.
        readout: The linear layer above the first stack; None where there is none, or several may be it.
        others: Arrays that are part of no recurrent layer, the embedding and the readout among them.
    """

    format: str
    layers: tuple[FoundLayer, ...]
    stacks: tuple[Stack, ...]
    embedding: Array | None
    readout: Readout | None
    others: tuple[Other, ...]


def read_checkpoint(name: str, body: bytes) -> Checkpoint:
    """Read the recurrent layers of a network from a file of any of the formats, told apart by their content.

    Nothing from the file is executed, and nothing is written to disk.

    Args:
        name: Of the file, for messages.
        body: Its content.

    Raises:
        GruvizError: With a sentence, if the file is damaged, too large, of another kind, or has no recurrent layer.
    """
    if len(body) > LIMIT:
        said = f"The file has {len(body) / 2**20:,.0f} MiB; at most {LIMIT >> 20} MiB can be read."
        raise TooLarge("file", f"{len(body) / 2**20:,.0f} MiB", f"at most {LIMIT >> 20} MiB", said)
    file = opened(body)
    if not file.layers:
        raise _none(name, file.found)
    used = {name for _, names in file.layers for name in names}
    others = [one for key, one in file.found.items() if key not in used]
    stacks = stacks_of([layer for layer, _ in file.layers], chained=file.chained)
    table = embedding_of(others, stacks[0])
    return Checkpoint(
        format=file.format,
        layers=tuple(layer for stack in stacks for layer in stack),
        stacks=stacks,
        embedding=None if table is None else numbers(table),
        readout=readout_of(others, stacks[0]),
        others=tuple(Other(one.shown, one.shape, one.dtype) for one in others),
    )


def _none(name: str, found: Found) -> InvalidValue:
    said = (
        f"No recurrent layer was found in {shown(name)}, which holds {some(found)}. GRUViz looks for the weights of "
        "an RNN, GRU or LSTM by the names that PyTorch, Keras, ONNX and Flax give them, and by their shapes."
    )
    return InvalidValue("file", "no recurrent layer", "a network with an RNN, GRU or LSTM", said)
