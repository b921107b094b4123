"""Which way a gradient takes through a step, and how often it leaves the leak."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gruviz import CELLS, Clamp, gradient_flow
from gruviz.engine.linear_map import linearised
from gruviz.validation import InvalidValue, TooLarge
from tests.runs import Sizes, every_cell, few, leaky_cell, random_run, sizes, some_clamps
from tests.truth import Params, grads, holding, leaf, only, true_step


def true_paths(recording, grad, t, e, clamps):
    """Gradient that reaches s_{t-1} from s_t by each path, the others being constants, path → (B, S)."""
    params, state = Params.of(recording.weights, e), leaf(recording.state[t - 1, e])
    x, step = torch.tensor(np.array(recording.inputs[t - 1])), true_step(recording.cell)
    through = {p: step(params, x, only(p, state), holding(t, clamps)) for p in CELLS[recording.cell].path_names}
    return {p: grads(after, [state], torch.tensor(grad))[0] for p, after in through.items()}


@every_cell
@few
@given(size=sizes, clamped=st.booleans())
def test_each_path_is_the_gradient_with_the_others_cut(cell, size, clamped):
    clamps = some_clamps(cell, size) if clamped else ()
    recording = random_run(cell, size, clamps)
    flow = gradient_flow(recording)
    ours = linearised(recording).adjoint(flow.gradients[1:]).paths
    for t, e in np.ndindex(size.T, size.E):
        true = true_paths(recording, flow.gradients[t + 1, e], t + 1, e, clamps)
        total = sum(true.values())
        assert true.keys() == ours.keys()
        for path, grad in true.items():
            np.testing.assert_allclose(ours[path][t, e], grad, rtol=1e-10, atol=1e-14)
            with np.errstate(invalid="ignore"):
                share = (grad * total).sum(-1) / (total**2).sum(-1)
            scale = np.abs(share[np.isfinite(share)]).max(initial=1)
            np.testing.assert_allclose(flow.path_shares[path][t, e], share, rtol=0, atol=1e-8 * scale)


@every_cell
@given(size=sizes)
def test_path_shares_sum_to_one(cell, size):
    flow = gradient_flow(random_run(cell, size))
    assert tuple(flow.path_shares) == CELLS[cell].path_names
    whole = np.where(flow.norms["state"][:-1] > 0, 1, np.nan)  # a ReLU can shut off all there is
    np.testing.assert_allclose(sum(flow.path_shares.values()), whole, rtol=1e-8)


def test_path_shares_outlive_the_squares_of_the_gradient():
    recording, grad = random_run("gru"), np.random.default_rng(0).standard_normal((3, 4))
    faint, clear = (gradient_flow(recording, grad_final=scale * grad) for scale in (1e-200, 1.0))
    assert not np.square(faint.gradients).any()
    for path, share in clear.path_shares.items():
        np.testing.assert_allclose(faint.path_shares[path], share, rtol=1e-10)
    np.testing.assert_allclose(faint.detour_shares(), clear.detour_shares(), rtol=1e-9, atol=1e-9)


@leaky_cell
@given(size=sizes, most=st.integers(0, 4))
def test_detour_shares_sum_to_one(cell, size, most):
    shares = gradient_flow(random_run(cell, size)).detour_shares(most)
    assert shares.shape == (size.T + 1, most + 2, size.E, size.B)
    np.testing.assert_allclose(shares.sum(1), 1, rtol=1e-7)


@pytest.mark.parametrize("cell", ["gru", "gru_reset_after"])
@given(size=sizes)
def test_zero_detours_are_the_product_of_leaks(cell, size):
    recording = random_run(cell, size)
    flow = gradient_flow(recording)
    leak = 1 - recording.gates["z"]
    for t in range(size.T + 1):
        leaked = np.prod(leak[t:], axis=0) * flow.gradients[-1]
        true = (leaked * flow.gradients[t]).sum(-1) / (flow.gradients[t] ** 2).sum(-1)
        np.testing.assert_allclose(flow.detour_shares()[t, 0], true, rtol=1e-7, atol=1e-9)


@leaky_cell
@given(size=sizes)
def test_no_way_has_more_detours_than_steps(cell, size):
    flow = gradient_flow(random_run(cell, size))
    shares = flow.detour_shares(size.T)
    np.testing.assert_array_equal(shares[:, -1], 0)
    for back in range(size.T + 1):
        np.testing.assert_array_equal(shares[size.T - back, back + 1 :], 0)
    fewer = flow.detour_shares(1)
    np.testing.assert_allclose(fewer[:, :2], shares[:, :2], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(fewer[:, 2], shares[:, 2:].sum(1), rtol=1e-7, atol=1e-7)


def test_one_detour_by_hand():
    """Two steps of a GRU: leave at the first or at the second, stay on the leak at the other."""
    recording = random_run("gru", Sizes(T=2, E=1, B=1))
    flow = gradient_flow(recording)
    last, middle, first = flow.gradients[2, 0], flow.gradients[1, 0], flow.gradients[0, 0]
    keep = 1 - recording.gates["z"][:, 0]
    late_then_leak = keep[0] * (middle - keep[1] * last)
    leak_then_early = sum(g for p, g in true_paths(recording, keep[1] * last, 1, 0, ()).items() if p != "leak")
    true = ((late_then_leak + leak_then_early) * first).sum() / (first**2).sum()
    np.testing.assert_allclose(flow.detour_shares()[0, 1, 0, 0], true, rtol=1e-10)


def test_a_gru_that_never_writes_takes_no_detour():
    flow = gradient_flow(random_run("gru", Sizes(T=9), [Clamp("z", 0.0)]))
    np.testing.assert_array_equal(flow.detour_shares()[:, 0], 1)
    np.testing.assert_array_equal(flow.path_shares["leak"], 1)
    assert flow.decay().regime == "constant"


def test_too_many_detours_are_refused(monkeypatch):
    flow = gradient_flow(random_run("gru"))
    monkeypatch.setattr("gruviz.validation.MEMORY_LIMIT", 100)
    with pytest.raises(TooLarge, match=r"most = .* use fewer detours"):
        flow.detour_shares()


@pytest.mark.parametrize(
    ("cell", "loss", "most", "message"),
    [
        ("rnn", "last", 4, "cell = 'rnn' is not possible: a cell with a leak"),
        ("gru", "every", 4, "loss = 'every' is not possible: choose one of last"),
        ("gru", "last", 51, "most = 51 .* from 0 to 50"),
        ("gru", "last", -1, "most = -1 .* from 0 to 50"),
    ],
)
def test_detours_that_cannot_be_counted(cell, loss, most, message):
    with pytest.raises(InvalidValue, match=message):
        gradient_flow(random_run(cell), loss=loss).detour_shares(most)


@leaky_cell
@few
@given(size=sizes)
def test_one_path_alone_is_the_gradient_of_a_run_whose_others_are_constants(cell, size):
    recording = random_run(cell, size)
    flow = gradient_flow(recording)
    for path in CELLS[cell].path_names:
        ours = flow.along(path)
        for e in range(size.E):
            params, inputs = [Params.of(recording.weights, e)] * size.T, torch.tensor(np.array(recording.inputs))
            states = [leaf(recording.state[0, e])]
            for p, x in zip(params, inputs, strict=True):
                states.append(true_step(cell)(p, x, only(path, states[-1]), holding(1, ())))
            true = grads(states[-1], states, torch.tensor(np.array(flow.gradients[-1, e])))
            np.testing.assert_allclose(ours[:, e], true, rtol=1e-9, atol=1e-14)


@every_cell
def test_all_paths_at_every_step_are_the_whole_gradient(cell):
    flow = gradient_flow(random_run(cell))
    np.testing.assert_allclose(flow.along(*CELLS[cell].path_names), flow.gradients, rtol=1e-10, atol=1e-300)


def test_a_path_that_a_cell_has_not_is_refused():
    flow = gradient_flow(random_run("rnn"))
    with pytest.raises(InvalidValue, match="paths = 'leak' is not possible: choose one of recurrent"):
        flow.along("leak")
    with pytest.raises(InvalidValue, match="at least one path"):
        flow.along()
    with pytest.raises(InvalidValue, match="loss"):
        gradient_flow(random_run("gru"), loss="every").along("leak")
