import numpy as np

from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.findings.one_sequence import one_sequence
from gruviz.diagnosis.findings.rules import find
from tests.diagnosis.layers import layer, noise, run_of, seen


def reading(steps, sequences):
    direct = np.zeros((20, 4, 6))
    direct[steps, sequences] = noise(20, size=6)[steps, sequences]
    return run_of(layer().recording.weights, noise(20), direct=direct)


def test_the_last_sequence_at_every_step_is_time_and_batch_mixed_up():
    run = reading(slice(None), slice(3, 4))
    found = one_sequence(seen(run))
    assert found.severity == Severity.BROKEN
    assert "sequence 4 alone, after all of its 20 steps" in found.evidence
    assert [finding.key for finding in find([run]) if finding.severity == Severity.BROKEN] == ["one_sequence"]


def test_two_sequences_or_a_last_step_are_not():
    assert one_sequence(seen(reading(slice(None), slice(2, 4)))) is None
    assert one_sequence(seen(reading(slice(19, 20), slice(3, 4)))) is None
    assert one_sequence(seen(layer(batch=1, reads="every"))) is None
