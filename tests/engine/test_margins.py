"""What saturates does not become an exact zero: against cells in decimals."""

from dataclasses import replace

import numpy as np
import pytest

from gruviz import CELLS, Clamp, gradient_flow, init_weights, record, step_jacobians
from gruviz.engine.linear_map import linearised
from gruviz.engine.readouts import random_readout
from gruviz.engine.weights import joined
from tests.decimals import exact_jacobian
from tests.runs import DESIGNS


def saturated(cell, dtype, scale):
    """A run whose preactivations are of the size of the scale, with either sign."""
    weights = init_weights(cell, input_size=2, hidden_size=3, seed=4, gain=2.0, dtype=dtype)
    inputs = scale * np.random.default_rng(3).standard_normal((2, 1, 2))
    return record(cell, weights, inputs)


SATURATED = [("float64", 60, 1e-7), ("float64", 3, 1e-7), ("float32", 30, 1e-3)]
"""Precision, size of the inputs, largest error of a row relative to its largest number."""


@pytest.mark.parametrize(
    ("cell", "dtype", "scale", "tolerance"),
    [*((cell, *case) for cell in CELLS for case in SATURATED), *((cell, *SATURATED[0]) for cell in DESIGNS)],
)
def test_every_row_of_a_saturated_jacobian_has_its_digits(cell, dtype, scale, tolerance):
    recording = saturated(cell, dtype, scale)
    ours = step_jacobians(recording).matrices[:, 0]
    errors = []
    for t in (1, 2):
        true = exact_jacobian(recording, t)
        largest = np.abs(true).max(-1, keepdims=True)
        np.testing.assert_array_equal(ours[t - 1][largest[:, 0] == 0], 0)  # a ReLU that is off
        visible = largest > 100 * float(np.finfo(dtype).tiny)  # what is smaller cannot have all its digits
        errors.extend((np.abs(ours[t - 1] - true) / np.where(visible, largest, np.inf)).ravel())
    assert max(errors) < tolerance


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_run_beside_one_that_saturates_is_rounded_as_if_alone(cell):
    sizes = {"input_size": 2, "hidden_size": 16, "seeds": 2, "dtype": "float32"}
    each = [init_weights(cell, gain=gain, **sizes) for gain in (0.3, 40.0)]
    inputs = np.random.default_rng(0).standard_normal((20, 4, 2))
    both = record(cell, joined(each), inputs)
    side_by_side = gradient_flow(replace(both, beside=2)).gradients
    for first, weights in zip((0, 2), each, strict=True):
        readout = random_readout(both)[first : first + 2]
        alone = gradient_flow(record(cell, weights, inputs), grad_final=readout).gradients
        np.testing.assert_array_equal(side_by_side[:, first : first + 2], alone)
    assert (gradient_flow(both).gradients[:, :2] != side_by_side[:, :2]).any(), "or nothing was to be seen here"


def test_a_saturated_run_vanishes_and_is_not_cut():
    """Two units, inputs of standard deviation 10: 1 − h² rounds to 0 at step 15."""
    weights = init_weights("rnn", input_size=8, hidden_size=2, seeds=20)
    flow = gradient_flow(record("rnn", weights, 10 * np.random.default_rng(0).standard_normal((20, 8, 8))))
    assert (np.abs(flow.recording.state) == 1).any()
    assert flow.norms["state"].min() > 0


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_gate_that_writes_nearly_all_copies_a_little(dtype):
    weights = init_weights("mingru", input_size=1, hidden_size=1, update_bias=42.0, dtype=dtype)
    flow = gradient_flow(record("mingru", weights, np.zeros((1, 1, 1))))
    assert flow.recording.gates["z"].item() == 1
    bias = float(weights.bias["z"].item())
    assert flow.norms["h"][0].item() == pytest.approx(np.exp(-bias), rel=1e-5)


@pytest.mark.parametrize(("gate", "cell"), [("z", "gru"), ("z", "mgu"), ("f", "lstm_coupled")])
def test_a_held_gate_is_held_at_its_value_and_no_other(gate, cell):
    """Free it would be far from it: where other units saturate, its margin is still that of the value."""
    weights = init_weights(cell, input_size=2, hidden_size=3, seed=1, gain=2.0)
    inputs = 40 * np.random.default_rng(0).standard_normal((4, 2, 2))
    recording = record(cell, weights, inputs, clamps=[Clamp(gate, 1.0, 3, 3)])
    paths = linearised(recording).adjoint(np.ones_like(recording.state[1:])).paths
    closed = paths["candidate" if cell == "lstm_coupled" else "leak"]
    assert not closed[2].any()
    assert closed[3].any()
