import numpy as np

from gruviz.diagnosis.findings.breakdown import breakdown
from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.findings.rules import find
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
