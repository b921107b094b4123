"""Networks of a single unit whose gates stand where they are put: what can be followed by hand, run by the engine."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from gruviz.arrays import Array
from gruviz.engine.cells import find_cell
from gruviz.engine.weights import Weights


def single_units(cell: str, *, biases: Mapping[str, Any], constants: Mapping[str, Any] | None = None) -> Weights:
    """Networks of one unit that reads one input with a weight of 1, beside each other as seeds.

    No gate reads the input or the state: each stands where its bias puts it, at every step.

    Args:
        cell: Registry key of a cell whose candidate is not squashed.
        biases: By block, a number or (E,); 0 for the others.
        constants: Of the cell's constants by name, likewise.

    Raises:
        GruvizError: If the cell is unknown.
    """
    kind = find_cell(cell)
    known = dict(constants or {})
    seeds = np.broadcast_shapes((1,), *(np.shape(one) for one in (*biases.values(), *known.values())))[0]
    reads = [float(block == kind.candidate.block) for block in kind.block_names]
    return Weights(
        cell,
        kind.block_names,
        W=np.tile(np.array(reads)[:, None], (seeds, 1, 1)),
        U=np.zeros((seeds, len(kind.recurrent_blocks), 1)),
        b=_rows(seeds, kind.block_names, biases),
        input_only=kind.input_only,
        constants=_rows(seeds, kind.constant_names, known) if kind.constant_names else None,
    )


def _rows(seeds: int, names: tuple[str, ...], values: Mapping[str, Any]) -> Array:
    return np.stack([np.broadcast_to(values.get(name, 0.0), seeds) for name in names], axis=1).astype(np.float64)
