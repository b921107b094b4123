"""A trained network with what it reads, brought along: it is the end of the very run."""

from functools import partial

import numpy as np
import pytest

from gruviz import CELLS, gradient_flow, record
from gruviz.applications.attribution import follow_answer
from gruviz.closeup.follow import Closeup, follow, other_form
from gruviz.closeup.interventions import Interventions
from gruviz.closeup.reading import Reading, last_steps
from gruviz.engine.gradients import follow_loss
from gruviz.experiments.settings import Experiment
from gruviz.models.answers import answer_of
from gruviz.models.shipped import application_models
from gruviz.networks.network import run
from gruviz.tasks import Speech
from gruviz.validation import GruvizError
from tests.runs import Sizes, every_cell, random_run

SIZE = Sizes(T=9, E=2, B=3)


def closeup(reading, text=""):
    experiment = Experiment(cells=(reading.recording.cell,), reference=False, seeds=1)
    return Closeup(experiment, Interventions.parse(text), reading=reading)


def heard(label, clip=0, length=40):
    """A shipped model of speech on a held-out clip, asked for the digit that was spoken."""
    model = application_models("speech_recorded")[label]
    held_out = Speech("recorded").split(length).held_out
    inputs, asked = held_out.inputs[:, [clip]], held_out.targets[:, [clip]]
    flow = follow_answer(run(model.network, inputs, asked), asked).encoder
    says = partial(answer_of, model, target=float(asked[0, 0]), names=Speech.classes)
    return model, inputs, Reading(label, flow, "log p", read_answer=says)


@every_cell
@pytest.mark.parametrize("loss", ["last", "every"])
@pytest.mark.parametrize("steps", [None, 9, 4, 1])
def test_the_last_steps_are_those_of_the_whole_run(cell, loss, steps):
    whole = gradient_flow(random_run(cell, SIZE), loss=loss, cuts=[3, 8])
    part = last_steps(whole, steps)
    kept = steps or 9
    assert part.recording.seq_len == kept
    assert part.cuts == {cut - 9 + kept for cut in (3, 8) if cut > 9 - kept}
    np.testing.assert_allclose(part.recording.state, whole.recording.state[-kept - 1 :, :1, :1], rtol=1e-12)
    np.testing.assert_array_equal(part.gradients, whole.gradients[-kept - 1 :, :1, :1])
    again = part.on(part.recording, cuts=part.cuts)
    np.testing.assert_allclose(again.gradients[1:], part.gradients[1:], rtol=1e-9, atol=1e-14)


def test_more_steps_than_there_are_cannot_be_kept():
    with pytest.raises(GruvizError, match="steps"):
        last_steps(gradient_flow(random_run("gru", SIZE)), 10)


@every_cell
def test_the_same_loss_on_another_run_is_that_of_a_flow_made_anew(cell):
    one, other = random_run(cell, SIZE), random_run(cell, SIZE._replace(seed=1))
    readout = np.random.default_rng(0).standard_normal(one.state.shape[1:])
    found = gradient_flow(one, grad_final=readout).on(other, cuts=[4])
    np.testing.assert_array_equal(found.gradients, gradient_flow(other, grad_final=readout, cuts=[4]).gradients)
    direct = np.random.default_rng(1).standard_normal(one.state.shape)
    everywhere = follow_loss(one, direct).on(other)
    np.testing.assert_array_equal(everywhere.gradients, follow_loss(other, direct).gradients)


def test_a_shipped_network_says_the_same_inside_the_cell():
    for label, model in application_models("speech_recorded").items():
        _, inputs, reading = heard(label)
        found = follow(closeup(reading))
        chances = model.network.read(record(model.weights.cell, model.weights, inputs).states["h"][-1])
        assert found.answer.text == Speech.classes[int(chances[0, 0].argmax())]
        assert found.flow is reading.flow
        np.testing.assert_array_equal(found.flow.recording.inputs, inputs)


def test_a_gate_that_is_held_changes_what_it_says():
    _, _, reading = heard("GRU")
    found = follow(closeup(reading, "z=0" + "@1-40"))
    assert not found.flow.recording.states["h"].any(), "nothing is ever written"
    assert found.untouched.recording is reading.recording
    assert found.answer.text != found.untouched_answer.text
    assert found.flow.norms["state"][0, 0, 0] == pytest.approx(found.flow.norms["state"][-1, 0, 0], rel=1e-5)


def test_a_cut_is_exactly_zero_before_it():
    _, _, reading = heard("LSTM")
    found = follow(closeup(reading, "cut@20"))
    assert not found.flow.gradients[:20].any()
    assert found.flow.gradients[20].any()


def test_the_start_of_a_part_is_kept_when_it_is_touched():
    _, _, reading = heard("GRU")
    part = Reading(reading.label, last_steps(reading.flow, 10), "log p", before=30)
    found = follow(closeup(part, "cut@1"))
    np.testing.assert_allclose(found.flow.recording.state, reading.recording.state[-11:], rtol=1e-5, atol=1e-6)
    assert other_form(closeup(part)) > 0


def test_symbols_are_what_stands_out():
    weights = random_run("gru", Sizes(D=3, E=1, B=1)).weights
    inputs = np.eye(3)[[2, 0, 1]][:, None].copy()
    inputs[1] = 0
    flow = gradient_flow(record("gru", weights, inputs))
    assert Reading("", flow, "", ("a", "b", "c")).symbols == ("c", "", "b")
    assert Reading("", flow, "").symbols is None
    assert set(CELLS) >= {flow.recording.cell}
