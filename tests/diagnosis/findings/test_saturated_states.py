import numpy as np
import pytest

from gruviz.diagnosis.findings.finding import Severity
from gruviz.diagnosis.findings.rules import find
from gruviz.diagnosis.findings.saturated_states import saturated_states
from gruviz.wording import share
from tests.diagnosis.layers import biased, layer, noise, run_of, seen


def test_states_at_the_ends_of_tanh_are_told_with_their_share():
    look = seen(run_of(biased("rnn", size=16), noise(20, scale=100.0)))
    part = (np.abs(look.run.recording.states["h"][1:]) > 0.99).mean()
    found = saturated_states(look)
    assert found.severity == Severity.COSTLY
    assert found.title.startswith(f"{share(part)} of the values of the state h in rnn")


@pytest.mark.parametrize(("cell", "scale"), [("rnn", 8.0), ("gru_reset_after", 8.0), ("lstm", 8.0)])
def test_states_that_reach_the_ends_now_and_then_are_not(cell, scale):
    look = seen(run_of(biased(cell, size=16), noise(20, scale=scale)))
    assert max(look.numbers.saturated.values()) > 0.1
    assert saturated_states(look) is None


def test_a_cell_state_past_its_tanh_is_told_with_what_lets_it_grow():
    look = seen(run_of(biased("lstm", f=9.0, i=9.0, g=5.0), noise(40)))
    found = saturated_states(look)
    assert look.numbers.saturated["g"] > 0.99
    assert found is not None


def test_a_plain_network_is_told_once_and_with_what_it_hears():
    run = run_of(biased("rnn", size=16), noise(40, scale=100.0))
    found = {finding.key: finding for finding in find([run])}
    assert "vanishing" not in found
    assert "That is why the layer rnn hears" in found["saturated_states"].evidence


def test_a_fresh_layer_is_not_told():
    assert saturated_states(seen(layer("rnn", scheme="orthogonal"))) is None
