from gruviz.diagnosis.findings.hard_gates import hard_gates
from tests.diagnosis.layers import biased, layer, noise, run_of, seen


def test_large_inputs_drive_gates_to_both_ends():
    look = seen(run_of(biased("lstm", size=16), noise(20, scale=400.0)))
    found = hard_gates(look)
    at_ends = max(gate.open + gate.shut for gate in look.numbers.gates.values())
    assert at_ends >= 0.9
    assert found.cost == at_ends
    assert found.advice.startswith("Scale the inputs to a size of about 1")


def test_a_third_of_the_values_in_between_is_a_gate_that_learns():
    look = seen(run_of(biased("lstm", size=16), noise(20, scale=30.0)))
    assert max(gate.open + gate.shut for gate in look.numbers.gates.values()) > 0.3
    assert hard_gates(look) is None


def test_a_bias_pushes_a_gate_to_one_end_which_may_be_meant():
    look = seen(run_of(biased("lstm", f=9.0, i=-9.0), noise(20)))
    assert look.numbers.gates["f"].open == 1
    assert hard_gates(look) is None
    assert hard_gates(seen(layer("lstm", chrono=5000))) is None
