"""A close-up is the very run that its parts make, with what is done to it."""

from dataclasses import replace

import numpy as np
import pytest

from gruviz import CELLS, TASKS, Experiment, Weights, gradient_flow, init_weights, record
from gruviz.closeup.follow import Closeup, follow, other_form
from gruviz.closeup.interventions import Interventions
from gruviz.models.answers import answer_of
from gruviz.models.shipped import COLLECTION, collection_model
from gruviz.validation import GruvizError, InvalidShape
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
    assert run.symbols is None
    assert run.answer is None


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
    assert run.symbols == tuple("ein Löwe 🦁 ")
    assert run.channels == tuple(dict.fromkeys("ein Löwe 🦁 schläft"))
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
    assert run.problems == (
        "The gradient cannot be cut at step 13: the run has 12 steps.",
        "f cannot be held: GRU has no gate f.",
    )


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


TRAINED = replace(ONE, seq_len=50, hidden_size=16)


@pytest.mark.parametrize("key", COLLECTION)
def test_a_trained_network_reads_a_sequence_of_its_task_and_its_gradient_is_that_of_its_answer(key):
    model = collection_model(key)
    run = follow(Closeup(replace(TRAINED, cells=(model.weights.cell,)), model=key))
    batch = TASKS[model.task].sample(np.random.default_rng([3, 0, 7]), 1, 50)
    np.testing.assert_array_equal(run.flow.recording.inputs, batch.inputs)
    true = answer_of(model, run.flow.recording.state[-1, 0, 0], float(batch.targets[-1, 0]))
    assert run.answer.words == true.words
    np.testing.assert_array_equal(run.flow.gradients[-1, 0, 0], true.gradient)
    assert (run.symbols is not None) == bool(TASKS[model.task].symbols)


def test_an_intervention_may_change_the_answer_and_the_direction_stays():
    closeup = Closeup(replace(TRAINED, cells=("gru",)), Interventions.parse("reset@50"), model="flip_flop_gru")
    run = follow(closeup)
    np.testing.assert_array_equal(run.flow.gradients[-1], run.untouched.gradients[-1])
    assert run.untouched_answer.is_right
    assert not run.flow.gradients[:50].any()


def test_own_numbers_go_into_a_trained_network_as_they_are():
    rows = tuple((0.1 * i, float(i in (3, 9))) for i in range(12))
    experiment = replace(TRAINED, cells=("gru",), inputs="raw", table=rows)
    run = follow(Closeup(experiment, model="adding_gru"))
    np.testing.assert_array_equal(run.flow.recording.inputs[:, 0], rows)
    assert run.answer.truth is None
    assert run.answer.words.startswith("says ")
    with pytest.raises(InvalidShape, match="reads 4 numbers at each step, so the table needs 4 columns; it has 2."):
        follow(Closeup(experiment, model="flip_flop_gru"))


def test_an_unknown_model_is_named():
    with pytest.raises(GruvizError, match="model = 'parity_gru' is not possible: choose one of flip_flop_rnn"):
        Closeup(ONE, model="parity_gru")


def test_a_trained_network_is_of_its_own_cell_whatever_the_experiment_names():
    closeup = Closeup(replace(TRAINED, cells=("gru",)), model="flip_flop_lstm")
    assert closeup.cell == follow(closeup).flow.recording.cell == "lstm"
    assert other_form(closeup) is None
