import numpy as np
import pytest
import torch
from hypothesis import given

from gruviz import CELLS, init_weights, record
from gruviz.engine.cells import find_cell
from gruviz.validation import InvalidValue
from tests.runs import Sizes, every_cell, few, random_run, sizes
from tests.truth import everywhere, holding, leaf, rerun, true_step


@every_cell
@few
@given(size=sizes)
def test_states_are_the_textbooks(cell, size):
    recording = random_run(cell, size)
    for e in range(size.E):
        _, _, states = rerun(recording, e)
        true = torch.stack(states).detach().numpy()
        np.testing.assert_allclose(recording.state[:, e], true, rtol=0, atol=1e-12)


@every_cell
def test_gates_are_the_textbooks(cell):
    recording = random_run(cell, Sizes(T=3, E=1))
    params, inputs, states = rerun(recording, 0)
    gates = {}

    def spy(gate, value):
        gates[gate] = value.detach().numpy()
        return value

    true_step(cell)(params[2], inputs[2], everywhere(states[2]), spy)
    assert gates.keys() == set(CELLS[cell].gate_names)
    for gate, value in gates.items():
        np.testing.assert_allclose(recording.gates[gate][2, 0], value, rtol=0, atol=1e-12)


@every_cell
def test_a_cell_describes_itself(cell):
    kind = CELLS[cell]
    assert kind.key == cell
    assert kind.title
    assert kind.reference
    assert {equation.symbol for equation in kind.equations} == {*kind.gate_names, *kind.state_names}
    assert kind.leak is None or kind.leak in kind.path_names
    assert {kind.update_block, kind.forget_block} - {None} <= set(kind.block_names)
    assert set(random_run(cell).states) == set(kind.state_names)


def test_reset_before_and_after_are_different_cells():
    after = random_run("gru_reset_after", Sizes(T=1))
    state, weights = after.state[0, 0], after.weights
    step = true_step("gru")
    params, inputs, _ = rerun(after, 0)
    before = step(params[0], inputs[0], everywhere(leaf(state)), holding(1, ()))
    assert weights.recurrent_bias is not None
    assert np.abs(before.detach().numpy() - after.state[1, 0]).max() > 1e-3


def test_a_saturated_gate_neither_warns_nor_breaks():
    huge = record("gru", init_weights("gru", input_size=2, hidden_size=4), 1e5 * np.ones((3, 1, 2)))
    assert np.isfinite(huge.state).all()
    assert set(np.round(huge.gates["z"].ravel(), 12)) <= {0.0, 1.0}


def test_an_unknown_cell_names_the_known_ones():
    with pytest.raises(InvalidValue, match="cell = 'elman' is not possible: choose one of rnn, gru"):
        find_cell("elman")
