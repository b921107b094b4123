import numpy as np
import pytest

from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.findings.latched_units import latched_units
from tests.diagnosis.layers import biased, layer, noise, run_of, seen, units_biased

RNN = biased("rnn", size=20)


def with_latched(count, batch=4):
    return seen(run_of(units_biased(RNN, count, 30.0), noise(20, batch=batch)))


@pytest.mark.parametrize(("count", "severity"), [(2, Severity.WORTH_KNOWING), (10, Severity.COSTLY)])
def test_latched_units_weigh_by_their_part(count, severity):
    found = latched_units(with_latched(count))
    assert found.severity == severity
    assert found.title == f"{count} of 20 units of rnn are latched: after step 5 they never change."


def test_a_few_serve_as_a_bias():
    assert latched_units(with_latched(1)) is None


def test_one_sequence_cannot_tell_a_memory_from_a_stuck_unit():
    assert latched_units(with_latched(10, batch=1)) is None


def test_memories_that_differ_between_sequences_are_no_fault():
    run = layer("rnn", seq_len=40, size=6, batch=4, scheme="identity", gain=8.0, scale=5.0)
    moved = np.abs(np.diff(run.recording.states["h"][11:, 0], axis=0)).max((0, 1))
    assert latched_units(seen(run)) is None
    assert len(moved) == 6


def test_units_that_read_a_constant_have_nothing_to_move_for():
    assert latched_units(seen(run_of(units_biased(RNN, 10, 30.0), np.zeros((20, 4, 3))))) is None
