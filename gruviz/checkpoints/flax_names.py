"""Recurrent layers by the names that Flax gives their parameters: one small matrix for each gate."""

import re
from collections.abc import Iterator
from functools import partial

import numpy as np

from gruviz.arrays import Array
from gruviz.checkpoints.found_layer import Candidate, FoundLayer, not_finite
from gruviz.checkpoints.reading import GATES, TITLES, Reading, Rows, readings
from gruviz.checkpoints.stored import Found, numbers, shown

PARAMETER = re.compile(r"(?P<cell>(?:.*[./])?)(?P<gate>[ih][rznifgo]?)[./](?P<what>kernel|bias)", re.DOTALL)
"""Such as "params/GRUCell_0/hr/kernel", the way of r from the state."""
CELLS = {1: "rnn", 3: "gru_reset_after", 4: "lstm"}


def flax_layers(found: Found) -> Iterator[Candidate]:
    """Every layer with the names of the arrays that it takes."""
    cells: dict[str, dict[tuple[str, str], str]] = {}
    for name in found:
        match = PARAMETER.fullmatch(name)
        if match:
            cells.setdefault(match["cell"], {})[match["gate"], match["what"]] = name
    for cell, names in cells.items():
        gates = next((gates for gates in _orders() if _has_all(names, gates)), None)
        if gates:
            yield Candidate(partial(_layer, found, cell, names, gates), tuple(names.values()))


def _orders() -> Iterator[tuple[str, ...]]:
    yield from (GATES[4], GATES[3], ("",))


def _has_all(names: dict[tuple[str, str], str], gates: tuple[str, ...]) -> bool:
    return all((side + gate, "kernel") in names for side in "ih" for gate in gates)


def _layer(found: Found, cell: str, names: dict[tuple[str, str], str], gates: tuple[str, ...]) -> FoundLayer:
    title = shown(cell.rstrip("./").removeprefix("params/").removeprefix("params."))
    arrays = {key: numbers(found[name]) for key, name in names.items()}
    size = arrays["h" + gates[0], "kernel"].shape[-1]

    def joined(side: str, what: str) -> Array:
        zeros = np.zeros(size)
        return np.concatenate([arrays.get((side + gate, what), zeros).T for gate in gates])

    rows = Rows(joined("i", "kernel"), joined("h", "kernel"), joined("i", "bias"), joined("h", "bias"))
    rows.check(title or "this layer")
    reading = Reading(CELLS[len(gates)], GATES[len(gates)], z_keeps=len(gates) == 3)
    how = f"{TITLES[len(gates)]}: named as Flax does, with one matrix for each gate."
    trouble = not_finite({shown(names[key]): array for key, array in arrays.items()})
    return FoundLayer(title, 0, 0, rows, reading, how, readings(len(gates)), trouble)
