"""A close-up is the very run that its parts make, with what is done to it."""

from dataclasses import replace

import numpy as np
import pytest

from gruviz import CELLS, Experiment, Weights, gradient_flow, init_weights, record
from gruviz.closeup import Closeup, follow, other_form
from gruviz.interventions import Interventions
from gruviz.validation import GruvizError
from tests.runs import every_cell

ONE = Experiment(cells=("gru",), reference=False, seeds=1, hidden_size=6, seq_len=12, seed=3)


@every_cell
def test_a_run_is_that_of_the_engine(cell):
    experiment = replace(ONE, cells=(cell,), update_bias=-2.0, forget_bias=1.0)
    run = follow(Closeup(experiment))
    weights = init_weights(cell, input_size=8, hidden_size=6, seed=3, **experiment.weight_settings(cell))
    true = gradient_flow(record(cell, weights, experiment.make_inputs()))
    np.testing.assert_array_equal(run.flow.gradients, true.gradients)
    assert run.flow is run.untouched
    assert run.label.startswith(CELLS[cell].title)
    assert run.characters is None


def test_interventions_change_one_run_and_leave_the_other():
    plain = follow(Closeup(ONE))
    run = follow(Closeup(ONE, Interventions.parse("z=0@3-6;reset@9;cut@2")))
    np.testing.assert_array_equal(run.untouched.gradients, plain.flow.gradients)
    assert not run.flow.recording.gates["z"][2:6].any()
    assert run.flow.recording.resets == (9,)
    assert run.flow.cuts == {2}
    assert not run.flow.gradients[:9].any()


def test_text_is_read_character_by_character():
    run = follow(Closeup(replace(ONE, inputs="text", text="ein Löwe 🦁 schläft", seq_len=11)))
    assert run.characters == "ein Löwe 🦁 "
    assert run.flow.recording.inputs.shape == (11, 1, len(set("ein Löwe 🦁 schläft")))


def test_a_drawing_is_read_as_it_is():
    run = follow(Closeup(replace(ONE, inputs="raw", table=((0.5,), (-1.0,), (0.25,)), scale=2.0)))
    assert run.flow.recording.inputs.ravel().tolist() == [1.0, -2.0, 0.5]


@pytest.mark.parametrize("change", [{"cells": ("rnn", "gru")}, {"seeds": 2}])
def test_it_is_one_network(change):
    with pytest.raises(GruvizError, match=next(iter(change))):
        Closeup(replace(ONE, **change))


def test_what_does_not_fit_is_left_out_and_named():
    run = follow(Closeup(ONE, Interventions.parse("cut@13;z=0@2-3;f=1@1-2")))
    assert run.interventions.text == "z=0@2-3"
    assert [problem.split(" is not")[0] for problem in run.problems] == ["cut step = 13", "hold = 'f'"]


def test_the_other_place_of_the_reset_is_another_cell():
    difference = other_form(Closeup(ONE))
    weights = init_weights("gru", input_size=8, hidden_size=6, seed=3)
    before = record("gru", weights, ONE.make_inputs())
    zeros = np.zeros((1, 6))
    turned = Weights("gru_reset_after", weights.blocks, weights.W, weights.U, weights.b, zeros)
    after = record("gru_reset_after", turned, ONE.make_inputs())
    assert difference == np.abs(before.state - after.state).max()
    assert difference > 1e-3
    assert other_form(Closeup(replace(ONE, cells=("gru_reset_after",)))) == pytest.approx(difference)
    assert other_form(Closeup(replace(ONE, cells=("lstm",)))) is None
