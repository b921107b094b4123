"""Cells composed from a design: each against autograd, and against the cells written by hand where they coincide."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from gruviz import CELLS, gradient_flow, init_weights, mean_square_factor, pascanu_bound, record
from gruviz.engine.cells import Gated, find_cell
from gruviz.engine.linear_map import linearised
from tests.runs import DESIGNS, Sizes, random_run, random_weights, some_clamps
from tests.truth import Params, grads, holding, leaf, only, rerun, true_step

every_design = pytest.mark.parametrize("key", DESIGNS)
BY_HAND = {
    "rnn": "own_none_none_tanh",
    "gru": "own_before_independent_tanh",
    "gru_reset_after": "own_after_independent_tanh_bias",
}
NAMED = {cell.key: cell.design.key for cell in CELLS.values() if isinstance(cell, Gated)}


def close(ours, true, tolerance=1e-10):
    np.testing.assert_allclose(ours, true, rtol=0, atol=tolerance * np.abs(true).max(initial=1e-30))


@every_design
@pytest.mark.parametrize("clamped", [False, True])
def test_states_gradients_and_paths_of_every_design_are_autograds(key, clamped):
    size = Sizes(T=4, E=1, B=2, H=3, seed=5)
    clamps = some_clamps(key, size) if clamped else ()
    recording = random_run(key, size, clamps)
    readout = np.random.default_rng(4).standard_normal(recording.state.shape[1:])
    flow = gradient_flow(recording, grad_final=readout)
    params, inputs, states = rerun(recording, 0, clamps)
    total = (torch.tensor(readout[0]) * states[-1]).sum()
    close(recording.state[:, 0], np.stack([state.detach() for state in states]))
    close(flow.gradients[:, 0], np.stack(grads(total, states)))
    close(flow.input_gradients[:, 0], grads(total, [inputs])[0])
    names = {"W": "W", "U": "U", "b": "b"} | ({"recurrent_bias": "c"} if find_cell(key).has_recurrent_bias else {})
    assert flow.weight_gradients.keys() == names.keys()
    for ours, theirs in names.items():
        by_step = grads(total, [getattr(p, theirs) for p in params])
        close(flow.weight_gradients[ours][0], sum(by_step))
        if ours in flow.weight_norms:
            close(flow.weight_norms[ours][:, 0], [np.linalg.norm(g) for g in by_step])
    ways = linearised(recording).adjoint(flow.gradients[1:]).paths
    assert tuple(ways) == find_cell(key).path_names
    for t in range(size.T):
        p, state = Params.of(recording.weights, 0), leaf(recording.state[t, 0])
        x, g = torch.tensor(np.array(recording.inputs[t])), torch.tensor(flow.gradients[t + 1, 0])
        for path, way in ways.items():
            after = true_step(key)(p, x, only(path, state), holding(t + 1, clamps))
            np.testing.assert_allclose(way[t, 0], grads(after, [state], g)[0], rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize(("cell", "key"), BY_HAND.items())
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_design_is_the_cell_written_by_hand(cell, key, dtype):
    size = Sizes(T=6, E=2, B=3, H=5)
    clamps = some_clamps(cell, size)
    hand = random_run(cell, size, clamps)
    weights = hand.weights.astype(dtype)
    runs = [
        record(name, replace(weights, cell=name), hand.inputs, initial_state=hand.state[0], clamps=clamps)
        for name in (cell, key)
    ]
    tolerance = 1e-13 if dtype == "float64" else 1e-5
    flows = [gradient_flow(run) for run in runs]
    true, ours = flows
    close(ours.recording.state, true.recording.state, tolerance)
    assert ours.recording.state.dtype == ours.gradients.dtype == dtype
    for gate, values in true.recording.gates.items():
        close(ours.recording.gates[gate], values, tolerance)
    close(ours.gradients, true.gradients, tolerance)
    close(ours.input_gradients, true.input_gradients, tolerance)
    for name, gradient in true.weight_gradients.items():
        close(ours.weight_gradients[name], gradient, tolerance)
    hand_ways, own_ways = (linearised(flow.recording).adjoint(true.gradients[1:]) for flow in (true, ours))
    assert tuple(own_ways.paths) == tuple(hand_ways.paths)
    for path, way in hand_ways.paths.items():
        close(own_ways.paths[path], way, tolerance)
    np.testing.assert_allclose(mean_square_factor(ours.recording), mean_square_factor(true.recording), rtol=tolerance)
    np.testing.assert_array_equal(pascanu_bound(ours.recording), pascanu_bound(true.recording))


@pytest.mark.parametrize(("cell", "key"), BY_HAND.items())
def test_a_design_is_described_as_the_cell_written_by_hand(cell, key):
    hand, own = find_cell(cell), find_cell(key)
    assert own.equations == hand.equations
    assert own.paths == hand.paths
    assert (own.block_names, own.gate_ranges) == (hand.block_names, hand.gate_ranges)
    assert (own.leak, own.update_block, own.has_recurrent_bias) == (
        hand.leak,
        hand.update_block,
        hand.has_recurrent_bias,
    )
    assert own.script.replace(key, cell) == hand.script
    assert own.chrono_biases(np.ones(2)).keys() == hand.chrono_biases(np.ones(2)).keys()


@pytest.mark.parametrize(("cell", "key"), NAMED.items())
def test_the_named_variants_are_designs(cell, key):
    weights = random_weights(cell, Sizes())
    own = init_weights(key, input_size=2, hidden_size=4, seeds=2, gain=2.0)
    np.testing.assert_array_equal(own.U, weights.U)
    np.testing.assert_array_equal(random_run(key).state, random_run(cell).state)
    assert find_cell(key).equations == CELLS[cell].equations


def test_the_variants_have_the_parts_that_their_papers_give_them():
    assert NAMED == {
        "mgu": "own_before_coupled_tanh",
        "light_gru": "own_none_independent_relu",
        "gru_no_reset": "own_none_independent_tanh",
        "gru_no_update": "own_before_none_tanh",
        "irnn": "own_none_none_relu",
    }


@pytest.mark.parametrize("cell", [*CELLS, *DESIGNS])
@pytest.mark.parametrize(("inputs", "hidden"), [(3, 4), (1, 1), (7, 2)])
def test_the_count_of_parameters_is_that_of_the_arrays(cell, inputs, hidden):
    weights = init_weights(cell, input_size=inputs, hidden_size=hidden, seeds=2)
    held = sum(array[0].size for array in weights.arrays.values())
    assert find_cell(cell).parameter_count(inputs, hidden) == held


@pytest.mark.parametrize(("cell", "module", "blocks"), [("rnn", nn.RNN, 1), ("gru", nn.GRU, 3), ("lstm", nn.LSTM, 4)])
def test_pytorch_counts_a_second_bias_for_every_block(cell, module, blocks):
    theirs = sum(parameter.numel() for parameter in module(5, 7).parameters())
    assert find_cell(cell).parameter_count(5, 7) == theirs - 7 * blocks
