from dataclasses import replace

import pytest

from gruviz.diagnosis.findings.stuck_gates import STUCK
from tests.diagnosis.layers import biased, layer, noise, run_of, seen


def keys(run):
    return [found.key for rule in STUCK if (found := rule(seen(run))) is not None]


def gated(cell, seq_len=20, **biases):
    return run_of(biased(cell, **biases), noise(seq_len))


@pytest.mark.parametrize(
    ("cell", "sick", "healthy", "key"),
    [
        ("gru_reset_after", {"z": 8.0}, {"z": 4.6}, "stuck_z_open"),
        ("gru_reset_after", {"z": -8.0}, {"z": -3.0}, "stuck_z_shut"),
        ("lstm", {"f": -8.0}, {"f": -4.6}, "stuck_f_shut"),
        ("lstm", {"i": -8.0}, {"i": -3.0}, "stuck_i_shut"),
        ("lstm", {"o": -8.0}, {"o": -4.6}, "stuck_o_shut"),
    ],
)
def test_a_gate_at_the_end_that_loses_is_told_and_one_near_it_is_not(cell, sick, healthy, key):
    assert key in keys(gated(cell, **sick))
    assert keys(gated(cell, **healthy)) == []


def test_a_shut_gate_that_writes_over_a_long_sequence_is_a_slow_memory():
    assert keys(gated("gru_reset_after", seq_len=200, z=-5.5)) == []
    assert keys(gated("gru_reset_after", seq_len=50, z=-5.5)) == ["stuck_z_shut"]


def test_an_output_gate_that_opens_for_the_answer_is_no_fault():
    run = gated("lstm", o=-8.0)
    gates = {**run.recording.gates, "o": run.recording.gates["o"].copy()}
    gates["o"][-1] = 0.5
    opened = replace(run, recording=replace(run.recording, gates=gates))
    assert "stuck_o_shut" in keys(run)
    assert "stuck_o_shut" not in keys(opened)


@pytest.mark.parametrize("cell", ["gru_reset_after", "lstm"])
@pytest.mark.parametrize("start", [{}, {"chrono": 20}, {"chrono": 500}])
def test_no_start_is_told_of(cell, start):
    assert keys(layer(cell, seq_len=20, size=16, **start)) == []


def test_the_sign_of_pytorch_is_told_beside_ours():
    run = gated("gru_reset_after", z=8.0)
    found = next(found for rule in STUCK if (found := rule(seen(run))) is not None)
    part = (run.recording.gates["z"] > 0.99).mean()
    assert part == 1
    assert found.title == "The layer rnn keeps nothing of its past: 100% of the update gate's values are above .99."
    assert "PyTorch's z is 1 minus this one, and below .01 there" in found.evidence
    assert "bias 8" in found.evidence
    assert "bias" in found.advice


def test_the_size_of_the_inputs_is_named_where_it_is_the_cause():
    weights = biased("gru_reset_after", z=0.0)
    large = run_of(replace(weights, W=abs(weights.W)), 500 + noise(20))
    found = next(found for rule in STUCK if (found := rule(seen(large))) is not None)
    assert found.key == "stuck_z_open"
    assert found.advice == "Scale the inputs to a size of about 1: the root mean square of their numbers is 500."
