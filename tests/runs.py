"""Random small runs, for Hypothesis and by hand."""

from collections.abc import Collection, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from gruviz import CELLS, Clamp, Recording, Weights, init_weights, record
from gruviz.engine.cells import find_cell

every_cell = pytest.mark.parametrize("cell", CELLS)
leaky_cell = pytest.mark.parametrize("cell", [key for key, cell in CELLS.items() if cell.leak])
DESIGNS = [
    "_".join(("own", *parts))
    for *parts, bias in product(
        ("none", "before", "after"), ("none", "independent", "coupled", "input"), ("tanh", "relu"), (False, True)
    )
    if parts[:2] != ["none", "coupled"]
    for parts in [[*parts, "bias"] if bias else parts]
]
"""The key of every design there can be."""
gated_cell = pytest.mark.parametrize("cell", [key for key, cell in CELLS.items() if cell.gate_names])


few = settings(max_examples=10)
"""For slow properties, tried on every cell."""


class Sizes(NamedTuple):
    T: int = 5
    E: int = 2
    B: int = 3
    D: int = 2
    H: int = 4
    seed: int = 0


sizes = st.builds(
    Sizes,
    st.integers(1, 6),
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(1, 3),
    st.integers(1, 5),
    st.integers(0, 99),
)


def random_weights(cell: str, size: Sizes, gain: float = 2.0) -> Weights:
    return init_weights(cell, input_size=size.D, hidden_size=size.H, seeds=size.E, seed=size.seed, gain=gain)


def random_inputs(size: Sizes) -> np.ndarray:
    return np.random.default_rng([1, size.seed]).standard_normal((size.T, size.B, size.D))


def random_run(
    cell: str,
    size: Sizes = Sizes(),  # noqa: B008
    clamps: Sequence[Clamp] = (),
    resets: Collection[int] = (),
) -> Recording:
    width = find_cell(cell).state_size(size.H)
    state = np.random.default_rng([2, size.seed]).uniform(-0.9, 0.9, (size.E, size.B, width))
    weights = random_weights(cell, size)
    return record(cell, weights, random_inputs(size), initial_state=state, clamps=clamps, resets=resets)


def some_clamps(cell: str, size: Sizes) -> tuple[Clamp, ...]:
    """Every gate held somewhere: all units for a while, one unit for long, an overlap where the later wins."""
    rng = np.random.default_rng([3, size.seed])
    clamps = []
    for gate, (low, high) in find_cell(cell).gate_ranges.items():
        low, high = max(low, -2), min(high, 2)
        first = int(rng.integers(1, size.T + 1))
        clamps.append(Clamp(gate, rng.uniform(low, high), first, int(rng.integers(first, size.T + 1))))
        clamps.append(Clamp(gate, rng.uniform(low, high), units=(int(rng.integers(size.H)),)))
    rng.shuffle(clamps)
    return tuple(clamps[: int(rng.integers(1, len(clamps) + 1))]) if clamps else ()


def measured(cell: str, *, T: int = 50, E: int = 10, B: int = 4, H: int = 32, **settings: object) -> Recording:
    """The setup of every measurement in test_anchors: eight inputs of unit variance."""
    inputs = np.random.default_rng(5).standard_normal((T, B, 8))
    return record(cell, init_weights(cell, input_size=8, hidden_size=H, seeds=E, seed=1, **settings), inputs)
