import numpy as np
import pytest

from gruviz.diagnosis.findings.constant_inputs import constant_inputs
from tests.diagnosis.layers import layer, run_of, seen

WEIGHTS = layer().recording.weights


@pytest.mark.parametrize(("value", "said"), [(0.0, "All inputs are zero"), (0.25, "0.25")])
def test_inputs_that_never_change_are_told(value, said):
    assert said in constant_inputs(seen(run_of(WEIGHTS, np.full((20, 4, 3), value)))).evidence


def test_one_number_that_differs_is_enough():
    inputs = np.zeros((20, 4, 3))
    inputs[19, 3, 2] = 1e-9
    assert constant_inputs(seen(run_of(WEIGHTS, inputs))) is None


def test_what_differs_in_the_padding_does_not_count():
    inputs = np.zeros((20, 4, 3))
    inputs[15:] = 1
    assert constant_inputs(seen(run_of(WEIGHTS, inputs, lengths=(15,) * 4))) is not None


def test_a_single_step_is_no_constant():
    assert constant_inputs(seen(run_of(WEIGHTS, np.zeros((1, 1, 3))))) is None
