import numpy as np
import pytest

from gruviz.diagnosis.findings import find
from gruviz.diagnosis.findings.bad_input import bad_input
from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.engine.gradients import follow_loss
from gruviz.engine.recording import run_of
from tests.diagnosis.layers import layer, seen


def reading(value, **place):
    """Of four sequences, one reads a value at step 7."""
    run = layer()
    inputs = run.recording.inputs.copy()
    inputs[6, 2, 1] = value
    recording = run_of(run.recording.weights, inputs, run.recording.state[0])
    made = {**vars(run), "recording": recording, "flow": follow_loss(recording, run.flow.direct), **place}
    return LayerRun(**made)


@pytest.mark.parametrize(("value", "what"), [(np.nan, "not a number"), (np.inf, "infinite"), (-np.inf, "infinite")])
def test_an_input_that_is_not_finite_is_broken(value, what):
    found = bad_input(seen(reading(value)))
    assert found.severity == Severity.BROKEN
    assert found.title == f"An input of rnn is {what}, first at step 7 in feature 1."
    assert "1 of 4 sequences" in found.evidence


def test_an_infinite_input_leaves_the_states_finite_and_not_the_gradient_of_the_weights():
    run = reading(np.inf)
    assert np.isfinite(run.recording.state).all()
    assert not np.isfinite(run.flow.weight_gradients["W"]).all()
    assert "states stay numbers" in bad_input(seen(run)).evidence
    assert find([run])[0].key == "bad_input"


def test_what_follows_from_it_is_not_told_apart():
    found = find([reading(np.nan)])
    assert found[0].key == "bad_input"
    assert "breakdown" not in {one.key for one in found}
    assert "from step 7 on" in found[0].evidence


def test_ordinary_and_very_large_inputs_are_numbers():
    assert bad_input(seen(layer())) is None
    assert bad_input(seen(reading(1e300))) is None


def test_padding_and_what_another_layer_gave_are_left_out():
    assert bad_input(seen(reading(np.nan, lengths=(20, 20, 5, 20)))) is None
    assert bad_input(seen(reading(np.nan, layer=1, layers=2))) is None
