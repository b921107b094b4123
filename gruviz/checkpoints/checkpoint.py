"""A network's file, read: its recurrent layers, what stands around them, and what else is there."""

from collections.abc import Sequence
from dataclasses import dataclass

from gruviz.arrays import Array
from gruviz.checkpoints.formats import opened
from gruviz.checkpoints.found_layer import Candidate, FoundLayer
from gruviz.checkpoints.stacks import Stack, stacks_of
from gruviz.checkpoints.stored import LIMIT, Found, Other, shown, some
from gruviz.checkpoints.surroundings import Readout, embedding_of, readout_of
from gruviz.validation import GruvizError, InvalidValue, TooLarge


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
        notes: Sentences on what looks like a layer and is none.
    """

    format: str
    layers: tuple[FoundLayer, ...]
    stacks: tuple[Stack, ...]
    embedding: Array | None
    readout: Readout | None
    others: tuple[Other, ...]
    notes: tuple[str, ...] = ()

    def embedding_for(self, stack: Stack) -> Array | None:
        """The embedding, if its rows are what these layers read."""
        fits = self.embedding is not None and self.embedding.shape[1] == stack[0].input_size
        return self.embedding if fits else None


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
    layers, used, notes = _built(file.layers)
    notes = [*file.notes, *notes]
    if not layers:
        said = notes[0] if notes else _none(name, file.found)
        raise InvalidValue("file", "no recurrent layer", "an RNN, GRU or LSTM", said)
    others = [one for key, one in file.found.items() if key not in used]
    stacks = sorted(stacks_of(layers, chained=file.chained, ordered=file.ordered), key=_place)
    return Checkpoint(
        format=file.format,
        layers=tuple(layer for stack in stacks for layer in stack),
        stacks=tuple(stacks),
        embedding=embedding_of(others, stacks[0]),
        readout=readout_of(others, stacks[0]),
        others=tuple(Other(one.shown, one.shape, one.dtype) for one in others),
        notes=tuple(notes),
    )


def _built(candidates: Sequence[Candidate]) -> tuple[list[FoundLayer], set[str], list[str]]:
    """The layers, the names of the arrays that they take, and why others are none."""
    layers: list[FoundLayer] = []
    used: set[str] = set()
    notes: list[str] = []
    for build, names in candidates:
        try:
            layers.append(build())
            used.update(names)
        except GruvizError as error:
            notes.append(str(error))
    return layers, used, notes


def _place(stack: Stack) -> tuple[int, bool]:
    """The one with the most layers first; of equals, what reads before what answers."""
    return -len(stack), "decoder" in stack[0].name.lower()


def _none(name: str, found: Found) -> str:
    return (
        f"No recurrent layer was found in {shown(name)}, which holds {some(found)}. GRUViz looks for the weights of "
        "an RNN, GRU or LSTM by the names that PyTorch, Keras, ONNX and Flax give them, and by their shapes."
    )
