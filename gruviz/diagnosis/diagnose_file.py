"""The network of a file, run over numbers of one's own or over noise, and judged."""

from collections.abc import Sequence

import numpy as np

from gruviz.arrays import Array
from gruviz.checkpoints import Checkpoint, FoundLayer, read_checkpoint
from gruviz.checkpoints.stacks import Stack
from gruviz.data.tables import Table, read_table
from gruviz.diagnosis.feeds import SEQUENCES, Feed, random_feed, sequences, windows
from gruviz.diagnosis.findings import Finding, Severity
from gruviz.diagnosis.from_weights import run_layers
from gruviz.diagnosis.report.report import Report
from gruviz.validation import InvalidShape, InvalidValue, check_integer
from gruviz.wording import counted, listed, quoted

NAMED = 5
"""Columns whose names are said, at most."""


def diagnose_file(
    name: str,
    body: bytes,
    table: str | None = None,
    *,
    module: str | None = None,
    reading: str | None = None,
    seq_len: int = 200,
    lag: int | None = None,
    seed: int = 0,
) -> Report:
    """Run the recurrent layers of a network's file, and say what is wrong with them.

    A file has no loss: a random readout of the last state stands for one.

    Args:
        name: Of the file.
        body: Its content; nothing in it is executed.
        table: Numbers as text, one step in each row, one input in each column, or one column of ids where the file has
            an embedding; by default noise, or random ids.
        module: Name of the layers to run, as the file has it; by default the first ones.
        reading: Key of the way in which their arrays are understood, such as "gru_reset_after.rzn.keeps".
        seq_len: Steps of a sequence; a longer table is read in pieces of this length.
        lag: Steps back that the network has to hear; by default the whole sequence.
        seed: Of noise and readout.

    Raises:
        GruvizError: With a sentence, if the file or the table cannot be read, or they do not fit each other.
    """
    seq_len, seed = check_integer("steps", seq_len, 2, 100_000), check_integer("seed", seed, 0, 2**31)
    if lag is not None:
        check_integer("lag", lag, 1, 1_000_000)
    checkpoint = read_checkpoint(name, body)
    stack = understood(stack_of(checkpoint, module), reading)
    if broken := _broken(stack):
        return Report((), broken, title=name)
    embedding = checkpoint.embedding_for(stack)
    feed = (
        table_feed(table, stack, embedding, seq_len)
        if table
        else random_feed(embedding, stack[0].input_size, seq_len, SEQUENCES, seed)
    )
    runs = run_layers(stack, feed.inputs, seed=seed)
    notes = (*_recognised(stack, is_asked=reading is not None), feed.words, *_not_run(checkpoint, stack))
    return Report.of(runs, needed_lag=lag, title=name, notes=notes)


def _broken(stack: Stack) -> tuple[Finding, ...]:
    """What keeps layers from being run at all."""
    return tuple(
        Finding(
            key="weights_not_finite",
            severity=Severity.BROKEN,
            cost=1.0,
            title=layer.trouble,
            evidence="",
            advice="Go back to the last weights that are finite, and train on within gruviz.watch(model), which names "
            "the step and the place where the first value stops being a finite number.",
            layer=layer.name,
        )
        for layer in stack
        if layer.trouble
    )


def _recognised(stack: Stack, *, is_asked: bool) -> list[str]:
    """How the arrays are understood, and why: once for all layers that are understood alike."""
    alike = {layer.reading: layer for layer in stack[::-1]}
    if is_asked:
        return [f"The arrays are understood as asked: {reading.title}." for reading in alike]
    return [layer.how for layer in alike.values()]


def _not_run(checkpoint: Checkpoint, stack: Stack) -> list[str]:
    names = dict.fromkeys(quoted(other[0].name) for other in checkpoint.stacks if other[0].name != stack[0].name)
    return [f"The file has other recurrent layers, which were not run: {listed([*names])}."] if names else []


def stack_of(checkpoint: Checkpoint, module: str | None) -> Stack:
    """The layers that begin with a module of this name, or the first ones."""
    if module is None:
        return checkpoint.stacks[0]
    names = [stack[0].name for stack in checkpoint.stacks]
    if module not in names:
        said = f"The file has no layer {quoted(module)}: it has {', '.join(map(quoted, names))}."
        raise InvalidValue("layer", module, ", ".join(names), said)
    return checkpoint.stacks[names.index(module)]


def understood(stack: Stack, reading: str | None) -> Stack:
    """The layers, with their arrays understood as the key of a reading says.

    Raises:
        GruvizError: With all ways of reading them, where this is none.
    """
    return stack if reading is None else tuple(_corrected(layer, reading) for layer in stack)


def _corrected(layer: FoundLayer, key: str) -> FoundLayer:
    choices = {one.key: one for one in layer.choices}
    if key not in choices:
        ways = "".join(f"\n  {way:26}{one.title}" for way, one in choices.items())
        said = f"{layer.name or 'The layer'} cannot be read as {quoted(key)}. Its arrays may be:{ways}"
        raise InvalidValue("reading", key, ", ".join(choices), said)
    return layer.corrected(choices[key])


def table_feed(text: str, stack: Stack, embedding: Array | None, seq_len: int) -> Feed:
    """The rows of a table as steps, in pieces that are evenly spread over it; ids go through the embedding.

    Raises:
        GruvizError: If a cell is no number, or there are not as many columns as the network has inputs.
    """
    table, size = read_table(text), stack[0].input_size
    columns = {column.name: _numbers(table, place) for place, column in enumerate(table.columns) if column.is_numeric}
    left_out = _left_out([column.name for column in table.columns if column.name not in columns])
    if embedding is not None and len(columns) == 1:
        [(name, ids)] = columns.items()
        return _ids_feed(name, ids, embedding, seq_len)
    if len(columns) != size:
        found = f"the table has {counted(len(columns), 'column')} of numbers"
        said = f"The network reads {counted(size, 'number')} at every step, and {found}{left_out}."
        raise InvalidShape("input", f"{len(columns)} columns", f"{size} columns", said)
    pieces = windows(np.stack([*columns.values()], axis=-1), seq_len)
    names = f", columns {listed([*columns])}" if 1 < size <= NAMED else ""
    read = f"It reads {sequences(pieces.shape[1], len(pieces))} of the table"
    return Feed(pieces, f"{read}{names}, with the numbers as they are{left_out}.")


def _ids_feed(name: str, ids: Array, embedding: Array, seq_len: int) -> Feed:
    wrong = ids[(ids % 1 != 0) | (ids < 0) | (ids >= len(embedding))]
    if len(wrong):
        rows = counted(len(embedding), "row")
        said = (
            f"The embedding has {rows}, with the ids 0 to {len(embedding) - 1}, and the table has the id {wrong[0]:g}."
        )
        raise InvalidValue("input", float(wrong[0]), f"ids from 0 to {len(embedding) - 1}", said)
    pieces = windows(embedding[ids.astype(np.intp)], seq_len)
    read = f"It reads {sequences(pieces.shape[1], len(pieces))} of the table"
    return Feed(pieces, f"{read}, the ids in column {name} through its embedding of {counted(len(embedding), 'row')}.")


def _left_out(names: Sequence[str]) -> str:
    """Columns that are no input, at the end of a sentence."""
    return f"; {listed([quoted(name) for name in names])} {'has' if len(names) == 1 else 'have'} none" if names else ""


def _numbers(table: Table, place: int) -> Array:
    column = table.columns[place]
    numbers = np.array(column.numbers)
    table.refuse(column, np.flatnonzero(~np.isfinite(numbers)).tolist())
    return numbers
