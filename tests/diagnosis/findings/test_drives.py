from dataclasses import replace

import numpy as np
import pytest
import torch

from gruviz.diagnosis.findings.drives import LARGE, Drives, drives_of
from gruviz.engine.torch_weights import to_state_dict
from tests.diagnosis.layers import layer

GATES = {"r": 0, "z": 1}


@pytest.mark.parametrize("gate", GATES)
def test_parts_of_a_gates_sum_are_those_of_pytorchs_own_parameters(gate):
    run = layer(lengths=(20, 5, 1, 12))
    module = torch.nn.GRU(3, 6).double()
    module.load_state_dict(to_state_dict(run.recording.weights))
    rows = slice(6 * GATES[gate], 6 * GATES[gate] + 6)
    here = np.arange(20)[:, None] < np.array(run.lengths)
    x, h = run.recording.inputs[here], run.recording.states["h"][:-1, 0][here]
    W, U, b = (getattr(module, name).detach().numpy()[rows] for name in ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0"))
    expected = [np.sqrt(np.mean(part**2)) for part in (x @ W.T, h @ U.T, b, x)]
    assert drives_of(run, gate) == pytest.approx(expected)


def test_a_candidate_is_driven_by_what_its_own_matrix_reads():
    run = layer("gru")
    weights = replace(run.recording.weights, b=0 * run.recording.weights.b)
    reads = run.recording.gates["r"][:, 0] * run.recording.states["h"][:-1, 0]
    expected = np.sqrt(np.mean((reads @ weights.recurrent["n"][0].T) ** 2))
    assert drives_of(run, "n").state == pytest.approx(expected)


@pytest.mark.parametrize(
    ("drives", "advice"),
    [
        (Drives(9, 1, 1, 50), "Scale the inputs to a size of about 1: the root mean square of their numbers is 50."),
        (Drives(9, 1, 1, 1), "The input weights have grown large"),
        (Drives(1, 9, 1, 1), "The recurrent weights have grown large"),
        (Drives(1, 1, 9, 1), "Start again with its bias"),
        (Drives(LARGE - 0.1, 1, 1, 1), "Look at what drives it"),
    ],
)
def test_advice_is_about_the_largest_part(drives, advice):
    assert drives.advice(60).startswith(advice)
