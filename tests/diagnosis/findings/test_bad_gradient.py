import numpy as np
import pytest

from gruviz.diagnosis.findings.bad_gradient import bad_gradient
from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.layer_run import LayerRun
from gruviz.engine.gradients import flow_of
from tests.diagnosis.layers import layer, seen


def with_gradient(value):
    run = layer()
    direct = run.flow.direct.copy()
    direct[7, 0, 2, 1] = value
    place = {**vars(run), "flow": flow_of(run.recording, direct)}
    return LayerRun(**place)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_gradient_that_is_no_number_is_broken(value):
    found = bad_gradient(seen(with_gradient(value)))
    assert found.severity == Severity.BROKEN
    assert "first at step 7" in found.title
    assert "1 of 4 sequences" in found.evidence


def test_a_very_large_gradient_is_a_number():
    assert bad_gradient(seen(with_gradient(1e300))) is None
