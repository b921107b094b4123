"""Clamps: where they hold, at what value, and which of two wins."""

import numpy as np
import pytest
from hypothesis import given

from gruviz import CELLS, Clamp
from gruviz.engine.cells import find_cell
from gruviz.engine.holds import holds_of
from gruviz.validation import InvalidValue
from tests.runs import Sizes, few, gated_cell, random_run, sizes, some_clamps
from tests.truth import rerun

SIZE = Sizes()


def test_a_run_without_clamps_holds_nothing():
    holds = holds_of((), find_cell("gru"), 3, 2)
    assert holds.masks == holds.values == {}


def test_holds_are_laid_out_by_step():
    holds = holds_of([Clamp("z", 0.25, first=2, last=2)], find_cell("gru"), 3, 2)
    assert holds.masks["z"][:, 0, 0].tolist() == [[False, False], [True, True], [False, False]]
    assert holds.values["z"][1, 0, 0].tolist() == [0.25, 0.25]


@gated_cell
@few
@given(size=sizes)
def test_clamped_states_are_the_textbooks(cell, size):
    clamps = some_clamps(cell, size)
    recording = random_run(cell, size, clamps)
    for e in range(size.E):
        _, _, states = rerun(recording, e, clamps)
        for t, true in enumerate(states):
            np.testing.assert_allclose(recording.state[t, e], true.detach().numpy(), rtol=0, atol=1e-12)


@gated_cell
def test_a_clamp_holds_its_span_and_units_and_the_later_wins(cell):
    gate = CELLS[cell].gate_names[-1]
    clamps = (Clamp(gate, 0.25, first=2, last=4, units=(0, 2)), Clamp(gate, 0.75, first=4, last=5, units=(2,)))
    recording, free = random_run(cell, SIZE, clamps), random_run(cell, SIZE)
    activation, held = recording.gates[gate], np.zeros((5, 4), bool)
    held[1:4, [0, 2]] = held[3:5, 2] = True
    np.testing.assert_array_equal(recording.held[gate][:, 0, 0], held)
    assert (activation[1:3][..., [0, 2]] == 0.25).all()
    assert (activation[3, ..., 0] == 0.25).all()
    assert (activation[3:5][..., 2] == 0.75).all()
    assert not np.isin(activation[:, 0, 0][~held], [0.25, 0.75]).any()
    np.testing.assert_array_equal(activation[0], free.gates[gate][0])
    assert not free.held


@gated_cell
def test_a_clamp_without_span_and_units_holds_all(cell):
    gate = CELLS[cell].gate_names[0]
    assert (random_run(cell, SIZE, [Clamp(gate, 1.0)]).gates[gate] == 1).all()


@pytest.mark.parametrize(
    ("cell", "value", "allowed"),
    [("light_gru", -0.1, "from 0 up"), ("light_gru", np.inf, "from 0 up"), ("mingru", np.nan, "finite")],
)
def test_a_candidate_without_bounds_is_held_at_any_value_it_can_take(cell, value, allowed):
    recording = random_run(cell, SIZE, [Clamp("n", 7.5, first=2)])
    assert (recording.gates["n"][1:] == 7.5).all()
    with pytest.raises(InvalidValue, match=f"clamp.value = .* {allowed}"):
        random_run(cell, SIZE, [Clamp("n", value)])
