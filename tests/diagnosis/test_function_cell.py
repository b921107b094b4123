"""Functions of PyTorch against our own cells, against autograd over the whole run, and against finite differences."""

import numpy as np
import pytest
import torch
from torch import nn

import gruviz
from gruviz import GruvizError
from gruviz.diagnosis.function_cell import gradients_of

T, B, D, H = 7, 3, 2, 5
ZEROS = torch.zeros(B, H).double()


def noise(*shape, seed=0):
    return torch.as_tensor(np.random.default_rng(seed).standard_normal(shape))


def built(kind, *args, **kwargs):
    torch.manual_seed(0)
    return kind(*args, **kwargs).double()


class LayerNormGRU(nn.Module):
    """A GRU whose preactivations are normalised, in nobody's library."""

    def __init__(self):
        super().__init__()
        self.gates, self.candidate = nn.Linear(D + H, 2 * H), nn.Linear(D + H, H)
        self.norm = nn.LayerNorm(2 * H)

    def forward(self, x, h):
        r, z = torch.sigmoid(self.norm(self.gates(torch.cat([x, h], -1)))).chunk(2, -1)
        n = torch.tanh(self.candidate(torch.cat([x, r * h], -1)))
        return (1 - z) * h + z * n


def close(ours, theirs, tolerance=1e-10):
    np.testing.assert_allclose(ours, theirs, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize(("kind", "states"), [(nn.GRUCell, 1), (nn.RNNCell, 1), (nn.LSTMCell, 2)])
def test_pytorchs_cells_have_the_gradients_of_our_own(kind, states):
    cell, x = built(kind, D, H), noise(T, B, D)
    start = [noise(B, H, seed=1 + part) for part in range(states)]
    flow = gradients_of(cell, x, start[0] if states == 1 else start)
    run = gruviz.record(*gruviz.from_module(cell), x, initial_state=torch.cat(start, -1))
    ours = gruviz.gradient_flow(run)
    close(flow.recording.state, run.state)
    close(flow.gradients, ours.gradients)
    close(flow.input_gradients, ours.input_gradients)
    close(flow.input_norms, ours.input_norms)
    assert flow.norms.keys() == ours.norms.keys()
    close(flow.ratio().median, ours.ratio().median)
    assert flow.readout_lag == ours.readout_lag
    assert flow.decay().verdict == ours.decay().verdict
    assert flow.loss == ours.loss == "last"


def test_the_default_loss_is_that_of_gradient_flow_at_every_length():
    cell = built(nn.GRUCell, D, H)
    for steps in (1, 2, 5):
        x = noise(steps, B, D)
        ours = gruviz.gradient_flow(gruviz.record(*gruviz.from_module(cell), x))
        close(gradients_of(cell, x, torch.zeros(B, H).double()).gradients, ours.gradients)


def test_a_variant_of_ones_own_has_the_gradients_of_the_unrolled_loop():
    cell, x = built(LayerNormGRU), noise(T, B, D)
    target = noise(T, B, H, seed=2)
    flow = gradients_of(cell, x, torch.zeros(B, H).double(), loss=lambda h: ((h - target) ** 2).mean())
    state, states, x = torch.zeros(B, H).double().requires_grad_(), [], x.requires_grad_()
    states.append(state)
    for row in x:
        state = cell(row, state)
        state.retain_grad()
        states.append(state)
    ((torch.stack(states[1:]) - target) ** 2).mean().backward()
    close(flow.recording.state[:, 0], torch.stack(states).detach())
    close(flow.gradients[:, 0], torch.stack([state.grad for state in states]), 1e-13)
    close(flow.input_gradients[:, 0], x.grad, 1e-13)
    assert flow.loss == "every"
    assert all(parameter.grad is not None for parameter in cell.parameters())  # of the loop above


@pytest.mark.parametrize("step", range(T))
def test_a_changed_state_changes_the_loss_by_its_gradient(step):
    cell, x, readout = built(LayerNormGRU), noise(T, B, D), noise(B, H, seed=3)
    flow = gradients_of(cell, x, torch.zeros(B, H).double(), loss=lambda h: (h[-1] * readout).sum())
    way = noise(B, H, seed=4)

    def loss(amount):
        state = torch.as_tensor(flow.recording.state[step, 0].copy()) + amount * way
        for row in x[step:]:
            state = cell(row, state)
        return float((state * readout).sum())

    with torch.no_grad():
        difference = (loss(1e-5) - loss(-1e-5)) / 2e-5
    assert float((flow.gradients[step, 0] * way.numpy()).sum()) == pytest.approx(difference, rel=1e-6, abs=1e-10)


def test_a_loss_of_several_states_reads_each_in_the_form_of_the_function():
    cell, x = built(nn.LSTMCell, D, H), noise(T, B, D)
    start = (torch.zeros(B, H).double(), torch.zeros(B, H).double())
    flow = gradients_of(cell, x, start, loss=lambda states: states[0][-1].sum() + 3 * states[1][2].sum())
    assert np.array_equal(flow.direct[-1, 0], np.tile([1.0] * H + [0.0] * H, (B, 1)))
    assert np.array_equal(flow.direct[3, 0], np.tile([0.0] * H + [3.0] * H, (B, 1)))
    direct = flow.direct.copy()
    run = gruviz.record(*gruviz.from_module(cell), x)
    close(flow.gradients, gruviz.follow_loss(run, direct).gradients)


def named_gru(x, h, cell):
    """nn.GRUCell's step with our four paths: a product's two factors get their gradients apart."""
    drive, product = x @ cell.weight_ih.T + cell.bias_ih, h @ cell.weight_hh.T + cell.bias_hh
    (xr, xz, xn), (hr, hz, hn) = drive.chunk(3, -1), product.chunk(3, -1)
    r, keep = torch.sigmoid(xr + hr), torch.sigmoid(xz + hz)
    z, n = 1 - keep, torch.tanh(xn + r * hn)
    by_reset = torch.tanh(xn + r * hn.detach())
    return (1 - z) * h + z * n, {
        "leak": (1 - z.detach()) * h,
        "candidate": z.detach() * torch.tanh(xn + r.detach() * hn),
        "update": (z - z.detach()) * (n - h).detach(),
        "reset": z.detach() * (by_reset - by_reset.detach()),
    }


def test_paths_that_are_named_have_the_shares_of_our_own():
    cell, x = built(nn.GRUCell, D, H), noise(T, B, D)
    flow = gradients_of(lambda x, h: named_gru(x, h, cell), x, torch.zeros(B, H).double())
    ours = gruviz.gradient_flow(gruviz.record(*gruviz.from_module(cell), x))
    assert flow.path_shares.keys() == ours.path_shares.keys()
    for name, shares in ours.path_shares.items():
        close(flow.path_shares[name], shares)
    close(sum(flow.path_shares.values()), np.ones((T, 1, B)))


def two_terms(x, h):
    z = torch.sigmoid(h + x[:, :1])
    keep, write = (1 - z) * h, z * torch.tanh(h - x[:, 1:])
    return keep + write, {"keep": keep, "write": write}


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_rounding_is_no_way_that_is_cut_off(dtype):
    exact = gradients_of(two_terms, noise(T, B, D), ZEROS + 0.5)
    rounded = gradients_of(two_terms, noise(T, B, D).to(dtype), (ZEROS + 0.5).to(dtype))
    np.testing.assert_allclose(rounded.path_shares["keep"], exact.path_shares["keep"], atol=0.1)


def test_a_start_of_another_precision_is_taken():
    flow = gradients_of(two_terms, noise(T, B, D), (ZEROS + 0.5).float())
    exact = gradients_of(two_terms, noise(T, B, D), ZEROS + 0.5)
    close(flow.gradients, exact.gradients, 1e-6)
    close(flow.path_shares["keep"], exact.path_shares["keep"], 1e-6)


def test_terms_of_a_state_in_two_parts_are_in_two_parts():
    def f(x, state):
        h, c = state
        keep, write = (0.3 * h, 0.5 * c), (torch.tanh(c), torch.sin(h))
        return (keep[0] + write[0], keep[1] + write[1]), {"keep": keep, "write": write}

    flow = gradients_of(f, noise(T, B, D), [noise(B, H), noise(B, H, seed=1)])
    close(sum(flow.path_shares.values()), np.ones((T, 1, B)))
    grad, c = flow.gradients[-1, 0], flow.recording.states["c"][-2, 0]
    keep = np.concatenate([0.3 * grad[:, :H], 0.5 * grad[:, H:]], -1)
    write = np.concatenate([0 * grad[:, H:], grad[:, :H] / np.cosh(c) ** 2], -1)
    close(flow.path_shares["keep"][-1, 0], (keep * (keep + write)).sum(-1) / ((keep + write) ** 2).sum(-1))


def test_words_that_are_embedded_have_no_gradient_and_their_states_have():
    embedding, cell = built(nn.Embedding, 4, D), built(nn.GRUCell, D, H)
    ids = torch.tensor([[0, 1], [2, 3], [1, 1]])
    flow = gradients_of(lambda x, h: cell(embedding(x), h), ids, torch.zeros(2, H).double())
    with torch.no_grad():
        x = embedding(ids)
    close(flow.gradients, gruviz.gradient_flow(gruviz.record(*gruviz.from_module(cell), x)).gradients)
    with pytest.raises(GruvizError, match="These inputs have no gradient: they are whole numbers."):
        _ = flow.input_gradients


def test_nothing_is_left_behind_in_the_function():
    cell = built(LayerNormGRU)
    with torch.no_grad():
        flow = gradients_of(cell, noise(T, B, D), torch.zeros(B, H).double())
    assert all(parameter.grad is None for parameter in cell.parameters())
    assert flow.norms["state"][0].min() > 0


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_a_lower_precision_stays_that_of_the_function(dtype):
    cell = built(nn.GRUCell, D, H)
    exact = gradients_of(cell, noise(T, B, D), torch.zeros(B, H).double())
    rounded = gradients_of(cell.to(dtype), noise(T, B, D).to(dtype), torch.zeros(B, H, dtype=dtype))
    assert rounded.gradients.dtype == np.float32
    np.testing.assert_allclose(
        rounded.ratio().median, exact.ratio().median, rtol=1e-5 if dtype == torch.float32 else 0.1
    )


@pytest.mark.parametrize(
    ("f", "start", "loss", "said"),
    [
        (lambda x, h: h[:, 1:], ZEROS, None, "^f gives 3 × 4 where the state is 3 × 5.$"),
        (lambda x, h: (h, h), ZEROS, None, "f gives 3 × 5 and 3 × 5 where the state is 3 × 5."),
        (lambda x, h: None, ZEROS, None, "f gives no tensor where"),
        (lambda x, h: (h, {"a": h, "b": h}), ZEROS + 1, None, "The terms a, b do not add up to the state"),
        (lambda x, h: (h, {"a": h[:, :2]}), ZEROS, None, "The term a gives 3 × 2"),
        (lambda x, h: (h, {str(x[0, 0].item()): h}), ZEROS, None, "the same terms at every step"),
        (lambda x, h: h, ZEROS[0], None, r"a tensor \(B, H\) of real numbers"),
        (lambda x, h: h, [], None, r"a tensor \(B, H\) of real numbers"),
        (lambda x, h: h, ZEROS.long(), None, r"a tensor \(B, H\) of real numbers"),
        (lambda x, h: h, ZEROS, lambda h: h[-1], "The loss has to be one number"),
        (lambda x, h: h, ZEROS, lambda h: torch.zeros(()), "one number that depends on the states"),
    ],
)
def test_what_does_not_fit_is_said(f, start, loss, said):
    with pytest.raises(GruvizError, match=said):
        gradients_of(f, noise(T, B, D), start, loss=loss)


@pytest.mark.parametrize("inputs", [np.zeros((T, B, D)), torch.zeros(3), torch.zeros(0, B, D)])
def test_inputs_are_a_tensor_of_steps(inputs):
    with pytest.raises(GruvizError, match="of at least one step"):
        gradients_of(lambda x, h: h, inputs, ZEROS)


def test_terms_whose_gradient_is_cut_off_are_said():
    flow = gradients_of(lambda x, h: (0.5 * h + 0.5 * h, {"a": 0.5 * h, "b": 0.5 * h.detach()}), noise(T, B, D), ZEROS)
    with pytest.raises(GruvizError, match="The terms a, b add up to the state, but their gradients do not"):
        _ = flow.path_shares


def test_a_function_without_terms_has_no_paths():
    flow = gradients_of(built(nn.GRUCell, D, H), noise(T, B, D), ZEROS)
    with pytest.raises(GruvizError, match="This function names no paths"):
        _ = flow.path_shares
