import math

import pytest

from gruviz.diagnosis.findings import Severity, find
from gruviz.diagnosis.findings.bad_loss import bad_loss
from tests.diagnosis.layers import layer


@pytest.mark.parametrize(("loss", "what"), [(math.nan, "not a number"), (math.inf, "infinite")])
def test_a_loss_that_is_no_number_breaks_a_network_whose_layers_are_well(loss, what):
    [first, *others] = find([layer("gru", seq_len=6)], loss=loss)
    assert first.title == f"The loss is {what}: nothing can be learned from it."
    assert first.severity is Severity.BROKEN
    assert all(other.key != "nothing_wrong" for other in others)


@pytest.mark.parametrize("loss", [None, 0.0, 1e300])
def test_any_other_does_not(loss):
    assert bad_loss(loss) is None


def test_it_only_follows_from_a_state_that_overflows():
    broken = layer("irnn", seq_len=400, scheme="identity", gain=8.0)
    keys = {finding.key for finding in find([broken], loss=math.nan)}
    assert "breakdown" in keys
    assert "bad_loss" not in keys
