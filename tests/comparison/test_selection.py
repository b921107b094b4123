"""Whether what a cell reads decides what an input counts: against the recurrences' own derivatives."""

import numpy as np
import pytest

from gruviz import gradient_flow, init_weights, record
from gruviz.comparison.selection import INPUT_SIZE, LAG, NEWER, SEQUENCES, Selection, measure_selection
from gruviz.comparison.spread import Spread
from gruviz.engine.cells import CELLS
from gruviz.validation import GruvizError


@pytest.mark.parametrize("cell", NEWER)
def test_only_a_cell_without_gates_treats_all_inputs_alike(cell):
    found = measure_selection(cell, hidden_size=5, seeds=2, seed=3)
    has_gates = any(equation.activation != "identity" for equation in CELLS[cell].activated)
    assert found.selects == has_gates == (cell != "lru")
    assert not found.reads_state
    assert found.counts.median == pytest.approx(1, rel=1e-12)


def test_the_numbers_are_those_of_finite_differences():
    """The gradient of the loss along one input, of every sequence alone."""
    weights = init_weights("mingru", input_size=INPUT_SIZE, hidden_size=3)
    noise = np.random.default_rng(0).normal(size=(2 * LAG, SEQUENCES, INPUT_SIZE))
    norms = np.empty(SEQUENCES)
    for sequence in range(SEQUENCES):
        slopes = []
        for direction in np.eye(INPUT_SIZE):
            moved = np.repeat(noise[:, sequence : sequence + 1], 2, axis=1)
            moved[-1 - LAG] += 1e-5 * np.outer([1, -1], direction)
            up, down = record("mingru", weights, moved).state[-1, 0].sum(-1) / np.sqrt(3)
            slopes.append((up - down) / 2e-5)
        norms[sequence] = np.linalg.norm(slopes)
    found = measure_selection("mingru", hidden_size=3, seeds=1)
    assert found.counts == pytest.approx(Spread.of(norms / np.median(norms)), rel=1e-6)


def test_cells_that_read_their_state_are_told_apart():
    assert measure_selection("gru", hidden_size=4, seeds=1).reads_state
    assert measure_selection("lstm", hidden_size=4, seeds=1).selects


def test_rounding_is_no_difference():
    assert not Selection("lru", Spread(1 - 1e-15, 1.0, 1 + 1e-15), False, 1).selects
    assert Selection("lru", Spread(0.999, 1.0, 1.001), False, 1).selects
    weights = init_weights("lru", input_size=2, hidden_size=4)
    run = record("lru", weights, np.random.default_rng(0).normal(size=(9, 2, 2)))
    same = np.tile([1.0] * 4 + [0.0] * 4, (2, 1))
    norms = gradient_flow(run, grad_final=same).input_norms
    np.testing.assert_allclose(norms[..., 0], norms[..., 1], rtol=1e-14)


def test_there_is_no_network_of_nothing():
    with pytest.raises(GruvizError, match="hidden_size"):
        measure_selection("gru", hidden_size=0)
