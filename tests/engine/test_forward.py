"""The tape of a whole run, against its equations at one step, held gates and other starts."""

import numpy as np
import pytest

from gruviz import CELLS, Clamp, Start, record
from gruviz.engine.cells import find_cell
from tests.runs import DESIGNS, Sizes, random_inputs, random_weights


@pytest.mark.parametrize("cell", [*CELLS, *DESIGNS])
def test_one_sequence_of_one_network_runs_as_it_does_among_others(cell):
    size = Sizes()
    weights, inputs = random_weights(cell, size), random_inputs(size)
    together = record(cell, weights, inputs)
    alone = record(cell, weights.member(1), inputs[:, 2:])
    np.testing.assert_allclose(alone.state[:, 0, 0], together.state[:, 1, 2], rtol=1e-12, atol=1e-14)
    for name, gate in alone.gates.items():
        np.testing.assert_allclose(gate[:, 0, 0], together.gates[name][:, 1, 2], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("cell", CELLS)
def test_a_run_goes_on_from_where_a_start_says(cell):
    size = Sizes()
    weights, inputs = random_weights(cell, size), random_inputs(size)
    state = np.random.default_rng(0).uniform(-0.5, 0.5, (size.B, find_cell(cell).state_size(size.H)))
    whole = record(cell, weights, inputs, starts=[Start(1, state), Start(4, state[1:2], (1,))])
    first = record(cell, weights, inputs[:3], initial_state=state)
    np.testing.assert_allclose(whole.state[1:4], first.state[1:], rtol=1e-12, atol=1e-14)
    rest = record(cell, weights, inputs[3:, 1:2], initial_state=state[1:2])
    np.testing.assert_allclose(whole.state[4:, :, 1:2], rest.state[1:], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("cell", [key for key, kind in CELLS.items() if kind.gate_names])
def test_a_gate_that_is_held_is_what_others_are_computed_from(cell):
    """Every gate held at what it was anyway: nothing changes; one of them at another value: what follows does."""
    size = Sizes(T=2, E=1, B=1, H=1)
    weights, inputs = random_weights(cell, size), random_inputs(size)
    free = record(cell, weights, inputs)
    clamps = [
        Clamp(name, float(gate[t, 0, 0, 0]), t + 1, t + 1) for name, gate in free.gates.items() for t in range(size.T)
    ]
    held = record(cell, weights, inputs, clamps=clamps)
    np.testing.assert_allclose(held.state, free.state, rtol=1e-12)
    assert set(held.held) == set(find_cell(cell).gate_names)
