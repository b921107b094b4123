from dataclasses import replace

import numpy as np
import pytest

from gruviz.diagnosis.findings.breakdown import breakdown
from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.findings.rules import find
from gruviz.engine.gradients import flow_of
from gruviz.engine.initialisation import init_weights
from gruviz.engine.recording import run_of
from tests.diagnosis.layers import layer, seen


def overflowing(seq_len):
    return layer("irnn", seq_len=seq_len, scheme="orthogonal", gain=20.0, seeds=1)


def first_bad(run):
    return int(np.argmax(~np.isfinite(run.recording.state).all((1, 2, 3))))


def test_a_state_that_overflows_is_told_with_its_step_and_unit():
    run = overflowing(400)
    step = first_bad(run)
    unit = int(np.argwhere(~np.isfinite(run.recording.state[step, 0]))[0, 1])
    found = breakdown(seen(run))
    assert found.severity == Severity.BROKEN
    assert found.title == f"The state of the layer rnn overflows at step {step} in unit {unit}."


def test_one_step_less_does_not_overflow():
    assert breakdown(seen(overflowing(first_bad(overflowing(400)) - 1))) is None


def test_nothing_else_is_said_of_a_state_that_is_no_number():
    assert [finding.key for finding in find([overflowing(400)])] == ["breakdown"]


@pytest.mark.parametrize("place", ["weights", "inputs"])
def test_what_was_given_and_is_no_number_is_named_as_the_cause(place):
    run = layer("rnn", seq_len=12)
    weights, inputs = init_weights("rnn", input_size=3, hidden_size=6), run.recording.inputs.copy()
    if place == "weights":
        U = weights.U.copy()
        U[0, 0, 0] = np.nan
        object.__setattr__(weights, "U", U)
    else:
        inputs[3] = np.nan
    recording = run_of(weights, inputs, run.recording.state[0])
    found = breakdown(seen(replace(run, recording=recording, flow=flow_of(recording, run.flow.direct))))
    assert found.evidence.startswith(f"Its {place} are not all finite numbers.")
    assert f"at step {1 if place == 'weights' else 4} " in found.title


@pytest.mark.parametrize(("place", "is_told"), [(0, True), (1, False)])
def test_what_a_layer_below_gives_on_is_told_there(place, is_told):
    run = layer("rnn", seq_len=12)
    inputs = run.recording.inputs.copy()
    inputs[3] = np.nan
    recording = run_of(run.recording.weights, inputs, run.recording.state[0])
    flow = flow_of(recording, run.flow.direct)
    found = breakdown(seen(replace(run, recording=recording, flow=flow, layer=place, layers=2)))
    assert (found is not None) is is_told
