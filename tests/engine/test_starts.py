"""Steps that start from other states than the one before them, against autograd on the same run."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gruviz import follow_loss, from_module, gradient_flow, record
from gruviz.engine.cells import find_cell
from gruviz.engine.records import Start
from gruviz.validation import GruvizError
from tests.runs import Sizes, every_cell, few, random_inputs, random_run, random_weights, sizes
from tests.truth import Params, grads, leaf, run

steps = st.sets(st.integers(1, 6), max_size=3)


def within(chosen, size):
    return {step for step in chosen if step <= size.T}


def close(ours, true):
    np.testing.assert_allclose(ours, true, rtol=0, atol=1e-10 * np.abs(true).max(initial=1e-30))


def some_starts(cell, size):
    """All sequences from one state, some from another, one of them from a third; one of them cut only."""
    rng = np.random.default_rng([6, size.seed])
    some = tuple(sorted(rng.choice(size.B, int(rng.integers(1, size.B + 1)), replace=False).tolist()))
    width = find_cell(cell).state_size(size.H)
    places = [None, some, some[:1], some[-1:]]
    return [
        Start(
            int(rng.integers(1, size.T + 1)), rng.uniform(-0.9, 0.9, (size.B if one is None else len(one), width)), one
        )
        for one in places[int(rng.integers(4)) :]
    ]


@every_cell
@few
@given(size=sizes, resets=steps, cuts=steps)
def test_states_and_gradients_of_steps_that_start_elsewhere(cell, size, resets, cuts):
    resets, cuts, starts = within(resets, size), within(cuts, size), some_starts(cell, size)
    weights, x = random_weights(cell, size), random_inputs(size)
    recording = record(cell, weights, x, resets=resets, starts=starts)
    readout = np.random.default_rng([4, size.seed]).standard_normal(recording.state.shape)
    flow = follow_loss(recording, readout, cuts=cuts)
    for e in range(size.E):
        params, inputs = [Params.of(weights, e) for _ in x], leaf(x)
        states = run(weights, params, inputs, leaf(recording.state[0, e]), (), resets, cuts, starts)
        total = sum((torch.tensor(row[e]) * state).sum() for row, state in zip(readout, states, strict=True))
        close(recording.state[:, e], np.stack([state.detach() for state in states]))
        close(flow.gradients[:, e], np.stack(grads(total, states)))
        close(flow.input_gradients[:, e], grads(total, [inputs])[0])
        for name in "WUb":
            close(flow.weight_gradients[name][e], sum(grads(total, [getattr(p, name) for p in params])))


def test_the_way_back_of_one_sequence_ends_where_it_starts_anew():
    size = Sizes(T=5)
    whole = random_run("gru", size)
    again = record("gru", whole.weights, whole.inputs, initial_state=whole.state[0],
                   starts=[Start(3, whole.state[2][:, [1]], (1,))])  # fmt: skip
    np.testing.assert_array_equal(again.state, whole.state)
    flows = gradient_flow(again), gradient_flow(whole)
    assert not flows[0].gradients[:3, :, 1].any()
    for kept in (0, 2):
        np.testing.assert_array_equal(*(flow.gradients[:, :, kept] for flow in flows))
    assert again.resets == ()
    assert flows[0].decay().regime != "cut"


def test_a_rollout_whose_episodes_end():
    """As in reinforcement learning: h · (1 − done) before each step."""
    torch.manual_seed(0)
    cell, done = torch.nn.GRUCell(2, 3, dtype=torch.float64), torch.tensor([[0, 0], [0, 1], [1, 0], [0, 0]])
    x, h = torch.randn(4, 2, 2, dtype=torch.float64), torch.zeros(2, 3, dtype=torch.float64)
    states, loss = [], torch.zeros(())
    for inputs, ended in zip(x, done, strict=True):
        h = cell(inputs, h * (1 - ended)[:, None])
        h.retain_grad()
        states.append(h)
        loss = loss + h.square().sum()
    loss.backward()
    direct = 2 * np.stack([state.detach().numpy() for state in states])
    starts = [Start(t + 1, np.zeros((1, 3)), (b,)) for t, b in done.nonzero().tolist()]
    flow = follow_loss(record(*from_module(cell), x, starts=starts), direct)
    close(flow.recording.state[1:, 0], np.stack([state.detach() for state in states]))
    close(flow.gradients[1:, 0], np.stack([state.grad for state in states]))
    close(np.abs(flow.weight_gradients["U"][0]), cell.weight_hh.grad.abs().numpy())


@pytest.mark.parametrize(
    ("start", "message"),
    [
        (Start(6, np.zeros((3, 4))), "start.step = 6 .* from 1 to 5"),
        (Start(1, np.zeros((2, 4))), r"start.state.shape = \(2, 4\)"),
        (Start(1, np.zeros((1, 4)), (3,)), "start.sequences = 3 .* from 0 to 2"),
        ((1, np.zeros((3, 4))), "starts = .* a Start"),
    ],
)
def test_a_start_that_does_not_fit_is_refused(start, message):
    with pytest.raises(GruvizError, match=message):
        record("gru", random_weights("gru", Sizes()), random_inputs(Sizes()), starts=[start])
