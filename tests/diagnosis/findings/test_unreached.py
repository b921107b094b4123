from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.findings.unreached import unreached
from tests.diagnosis.layers import layer, run_of, seen


def test_a_layer_that_nothing_reads_is_broken():
    found = unreached(seen(layer(reads="none")))
    assert found.severity == Severity.BROKEN
    assert found.title == "The layer rnn gets no gradient at all: it cannot learn."


def test_a_gradient_into_a_single_number_is_enough():
    run = layer()
    direct = 0 * run.flow.direct[1:, 0]
    direct[5, 1, 3] = 1e-300
    assert unreached(seen(run_of(run.recording.weights, run.recording.inputs, direct=direct))) is None
