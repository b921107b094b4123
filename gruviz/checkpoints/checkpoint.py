"""A network's file, read: its recurrent layers, what stands around them, and what else is there."""

from collections.abc import Sequence
from dataclasses import dataclass

from gruviz.arrays import Array
from gruviz.checkpoints.apart import read_apart
from gruviz.checkpoints.found_layer import FoundLayer
from gruviz.checkpoints.pytorch_names import pytorch_layers
from gruviz.checkpoints.safetensors_file import is_safetensors, read_safetensors
from gruviz.checkpoints.stacks import Stack, stacks_of
from gruviz.checkpoints.stored import LIMIT, Found, Other, Stored, by_name, some
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
        others: Arrays that are not used.
    """

    format: str
    layers: tuple[FoundLayer, ...]
    stacks: tuple[Stack, ...]
    embedding: Array | None
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
    title, stored = _opened(body)
    found = by_name(stored)
    layers: list[FoundLayer] = []
    used: set[str] = set()
    for layer, names in pytorch_layers(found):
        layers.append(layer)
        used.update(names)
    if not layers:
        raise _none(found)
    others = [one for key, one in found.items() if key not in used]
    stacks = tuple(sorted(stacks_of(layers), key=len, reverse=True))
    return Checkpoint(
        format=title,
        layers=tuple(layer for stack in stacks for layer in stack),
        stacks=stacks,
        embedding=_embedding(others, stacks[0][0]),
        others=tuple(_other(one) for one in others),
    )


def _opened(body: bytes) -> tuple[str, Sequence[Stored]]:
    if is_safetensors(body):
        return "safetensors", read_safetensors(body)
    if body.startswith((b"PK\3\4", b"\x80")):
        return "PyTorch", read_safetensors(read_apart("torch", body))
    said = "The file is none that GRUViz can read: it takes safetensors and PyTorch's state_dict (.pt)."
    raise InvalidValue("file", "something else", "a network's file", said)


def _none(found: Found) -> InvalidValue:
    said = f"No recurrent layer was found among its {some(found)}."
    return InvalidValue("file", "no recurrent layer", "a network with an RNN, GRU or LSTM", said)


def _embedding(others: Sequence[Stored], first: FoundLayer) -> Array | None:
    fits = [
        one.array
        for one in others
        if one.array is not None and len(one.shape) == 2 and one.shape[1] == first.input_size and "emb" in one.name
    ]
    return fits[0] if fits else None


def _other(one: Stored) -> Other:
    return Other(one.shown, one.shape, one.dtype)
