"""Which of a file's layers are run, and how their arrays are understood: as recognised, or as a person corrects it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from gruviz.arrays import Array
from gruviz.checkpoints import Checkpoint
from gruviz.checkpoints.found_layer import FoundLayer
from gruviz.checkpoints.reading import Reading, Rows
from gruviz.checkpoints.stacks import Stack
from gruviz.engine.cells import find_cell
from gruviz.wording import counted, listed

NAMED = 4
"""Modules that are named one by one at most."""


def stacks(checkpoint: Checkpoint) -> Mapping[str, Stack]:
    """The layers that read one another, by the name of the lowest one's module."""
    return {stack[0].name: stack for stack in checkpoint.stacks}


def chosen_stack(checkpoint: Checkpoint, module: str, reading: str) -> Stack:
    """The layers of a module, or of the first where there is none of that name, understood as `reading` says."""
    found = stacks(checkpoint)
    stack = found.get(module) or next(iter(found.values()))
    return tuple(one.corrected(_choice(one, reading)) for one in stack)


def _choice(layer: FoundLayer, reading: str) -> Reading:
    return next((one for one in layer.choices if one.key == reading), layer.reading)


def fresh(stack: Stack, seed: int) -> Stack:
    """The same layers as PyTorch starts them: every number uniform within ±1/√H, two biases; constants as we do."""
    rng = np.random.default_rng([seed, 0, 21])
    return tuple(replace(one, rows=_drawn(one.rows, one.cell, rng), trouble="") for one in stack)


def _drawn(rows: Rows, cell: str, rng: np.random.Generator) -> Rows:
    bound = 1 / np.sqrt(rows.hidden_size)

    def like(shape: tuple[int, ...]) -> Array:
        return rng.uniform(-bound, bound, shape)

    biases = like((len(rows.W),)), like((len(rows.W),))
    return Rows(
        like(rows.W.shape),
        like(rows.U.shape),
        *biases,
        None if rows.projection is None else like(rows.projection.shape),
        None if rows.constants is None else np.concatenate([*_constants(cell, rows.hidden_size, rng).values()]),
    )


def _constants(cell: str, size: int, rng: np.random.Generator) -> Mapping[str, Array]:
    """In the order of the cell's constants."""
    drawn = find_cell(cell).start_constants(rng, size)
    return {name: drawn[name] for name in find_cell(cell).constant_names}


def kind_of(reading: Reading) -> str:
    """A cell as people call it, wherever a GRU's reset acts."""
    return {"gru_reset_after": "GRU", "irnn": "ReLU RNN"}.get(reading.cell, find_cell(reading.cell).title)


def found_words(stack: Stack) -> str:
    """Such as "Found 2 GRU layers in encoder.rnn: 24 inputs, 64 units"."""
    ways = Counter((one.name, one.layer) for one in stack)
    kinds = list(dict.fromkeys(kind_of(one.reading) for one in stack))
    sizes = list(dict.fromkeys(one.hidden_size for one in stack))
    both = sum(count > 1 for count in ways.values())
    of_them = "" if both == len(ways) else f"{both} of them "
    directions = f", {of_them}in both directions" if both else ""
    units = f"{listed([f'{size:,}' for size in sizes])} unit{'s' * (sizes != [1])}"
    found = f"Found {counted(len(ways), f'{listed(kinds)} layer')}{_place(stack)}{directions}"
    return f"{found}: {counted(stack[0].input_size, 'input')}, {units}."


def _place(stack: Stack) -> str:
    """Where they are: " in encoder.rnn", " (lstm, lstm_1)"."""
    names = [name for name in dict.fromkeys(one.name for one in stack) if name]
    if len(names) > 1:
        return f" ({', '.join(names[:NAMED])}{', …' * (len(names) > NAMED)})"
    return f" in {names[0]}" if names else ""
