"""Forward and backward of the layer against torch's own autograd."""

from functools import partial
from typing import NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn

from gruviz import CELLS, from_module
from gruviz.networks.recurrence import Recurrence
from gruviz.validation import GruvizError
from tests.runs import Sizes, every_cell, few, random_weights, sizes
from tests.truth import Params, everywhere, grads, leaf, true_step

SIZE = Sizes()
MODULES = {"rnn": nn.RNN, "irnn": partial(nn.RNN, nonlinearity="relu"), "gru_reset_after": nn.GRU, "lstm": nn.LSTM}
own_inputs = st.booleans()


class Case(NamedTuple):
    """A layer, what it reads, and what the loss reads of its states."""

    layer: Recurrence
    inputs: Tensor
    start: Tensor
    readout: Tensor

    def states(self) -> Tensor:
        return self.layer(self.inputs, self.start)

    def backward(self) -> Tensor:
        states = self.states()
        (states * self.readout).sum().backward()
        return states.detach()


def make(cell, size=SIZE, own=False, truncation=None, last=False):
    rng, state_size = np.random.default_rng([6, size.seed]), CELLS[cell].state_size(size.H)
    seeds = (size.E,) if own else ()
    readout = rng.standard_normal((size.T, size.E, size.B, state_size))
    if last:
        readout[:-1] = 0
    return Case(
        Recurrence(random_weights(cell, size), truncation=truncation),
        leaf(rng.standard_normal((size.T, *seeds, size.B, size.D))),
        leaf(rng.uniform(-0.9, 0.9, (size.E, size.B, state_size))),
        torch.tensor(readout),
    )


class Truth(NamedTuple):
    states: np.ndarray
    state_gradients: np.ndarray
    inputs: np.ndarray
    start: np.ndarray
    parameters: dict[str, np.ndarray]


def truth(case):
    """The same loss on the textbook's equations; where it is truncated, the previous state is detached."""
    weights, steps = case.layer.weights(), len(case.inputs)
    inputs, start = leaf(case.inputs.detach().numpy()), leaf(case.start.detach().numpy())
    cut = case.layer.truncation or steps + 1
    step, params, runs, total = true_step(weights.cell), [], [], torch.zeros((), dtype=torch.float64)
    for e in range(weights.seeds):
        params.append(Params.of(weights, e))
        states = [start[e]]
        for t, x in enumerate(inputs[:, e] if inputs.ndim == 4 else inputs):
            previous = states[-1] if (steps - t) % cut else states[-1].detach()
            states.append(step(params[-1], x, everywhere(previous), lambda gate, value: value))
        runs.append(states)
        total = total + sum((state * read).sum() for state, read in zip(states[1:], case.readout[:, e], strict=True))
    names = {name: {"recurrent_bias": "c"}.get(name, name) for name in weights.arrays}
    return Truth(
        np.stack([[state.detach().numpy() for state in states[1:]] for states in runs], 1),
        np.stack([grads(total, states) for states in runs], 1),
        *grads(total, [inputs, start]),
        {ours: np.stack(grads(total, [getattr(p, theirs) for p in params])) for ours, theirs in names.items()},
    )


def close(ours, true, tolerance=1e-10):
    true = np.asarray(true)
    np.testing.assert_allclose(ours, true, rtol=0, atol=tolerance * np.abs(true).max(initial=1.0))


def assert_true(case):
    states, true = case.backward(), truth(case)
    close(states, true.states)
    close(case.layer.flow.gradients, true.state_gradients)
    close(case.inputs.grad, true.inputs)
    close(case.start.grad, true.start)
    assert {name for name, _ in case.layer.named_parameters()} == set(true.parameters)
    for name, gradient in true.parameters.items():
        close(getattr(case.layer, name).grad, gradient)
        close(case.layer.flow.weight_gradients[name], gradient)
    flow = case.layer.flow
    close(flow.input_gradients if case.inputs.ndim == 4 else flow.input_gradients.sum(1), true.inputs)


@every_cell
@few
@given(size=sizes, own=own_inputs)
def test_states_and_all_gradients_are_autograds(cell, size, own):
    assert_true(make(cell, size, own))


@every_cell
@few
@given(size=sizes, own=own_inputs, truncation=st.integers(1, 8))
def test_truncation_is_a_detached_state(cell, size, own, truncation):
    assert_true(make(cell, size, own, truncation))


@every_cell
def test_nothing_at_all_crosses_a_cut(cell):
    case = make(cell, Sizes(T=9), truncation=4, last=True)
    case.backward()
    reached = np.abs(case.layer.flow.gradients).max((1, 2, 3)) > 0
    assert reached.tolist() == [False] * 6 + [True] * 4
    assert not case.start.grad.any()
    assert (case.inputs.grad.abs().amax((1, 2)) > 0).tolist() == [False] * 5 + [True] * 4


@every_cell
@pytest.mark.parametrize("own", [False, True])
def test_gradcheck(cell, own):
    case = make(cell, Sizes(T=3, E=2, B=2, D=2, H=2), own)
    leaves = (case.inputs, case.start, *(p for p in case.layer.parameters() if p.numel()))
    assert torch.autograd.gradcheck(lambda *_: case.states(), leaves, atol=1e-7)


@every_cell
def test_without_an_initial_state_it_is_zero(cell):
    case = make(cell)
    zero = case._replace(start=torch.zeros_like(case.start))
    torch.testing.assert_close(case.layer(case.inputs), zero.states(), rtol=0, atol=0)


@every_cell
@pytest.mark.parametrize("own", [False, True])
def test_each_seed_of_an_ensemble_is_as_if_alone(cell, own):
    together = make(cell, Sizes(E=3), own)
    states = together.backward()
    for e in range(3):
        alone = Case(
            Recurrence(together.layer.weights().member(e)),
            leaf((together.inputs[:, e : e + 1] if own else together.inputs).detach().numpy()),
            leaf(together.start[e : e + 1].detach().numpy()),
            together.readout[:, e : e + 1],
        )
        close(alone.backward()[:, 0], states[:, e], 1e-13)
        for ours, all_seeds in zip(alone.layer.parameters(), together.layer.parameters(), strict=True):
            close(ours.grad[0], all_seeds.grad[e], 1e-13)


@pytest.mark.parametrize("kind", MODULES)
def test_states_and_gradients_are_the_modules(kind):
    torch.manual_seed(0)
    module = MODULES[kind](3, 5, dtype=torch.float64)
    case = make(kind, Sizes(T=7, E=1, B=2, D=3, H=5))._replace(layer=Recurrence(from_module(module)[1]))
    case.readout[..., 5:] = 0
    x, s0 = leaf(case.inputs.detach().numpy()), leaf(case.start.detach().numpy())
    out = module(x, tuple(part.contiguous() for part in s0.chunk(2, -1)) if kind == "lstm" else s0)[0]
    (out * case.readout[:, 0, :, :5]).sum().backward()
    close(case.backward()[:, 0, :, :5], out.detach(), 1e-12)
    close(case.inputs.grad, x.grad, 1e-12)
    close(case.start.grad, s0.grad, 1e-12)
    sign = torch.ones(len(module.weight_hh_l0), dtype=torch.float64)
    inside = module.bias_hh_l0.grad
    if kind == "gru_reset_after":
        sign[5:10] = -1  # PyTorch's z keeps, ours writes
        close(case.layer.recurrent_bias.grad[0], inside[10:], 1e-12)
        assert not torch.equal(module.bias_ih_l0.grad[10:], inside[10:])
    else:
        assert case.layer.recurrent_bias is None
        close(case.layer.b.grad[0], inside, 1e-12)
    close(case.layer.W.grad[0], sign[:, None] * module.weight_ih_l0.grad, 1e-12)
    close(case.layer.U.grad[0], sign[:, None] * module.weight_hh_l0.grad, 1e-12)
    close(case.layer.b.grad[0], sign * module.bias_ih_l0.grad, 1e-12)


@every_cell
def test_two_passes_before_one_backward(cell):
    case, other = make(cell), make(cell, Sizes(seed=1))
    (case.layer(case.inputs) * case.layer(other.inputs)).sum().backward()
    weights = case.layer.weights()
    total, params = torch.zeros((), dtype=torch.float64), []
    for e in range(SIZE.E):
        params.append(Params.of(weights, e))
        a, b = (walk(params[-1], cell, x.detach(), case.start[e] * 0) for x in (case.inputs, other.inputs))
        total = total + sum((s * r).sum() for s, r in zip(a, b, strict=True))
    for name in ("W", "U", "b"):
        close(getattr(case.layer, name).grad, np.stack(grads(total, [getattr(p, name) for p in params])))


def walk(params, cell, inputs, state):
    states = []
    for x in inputs:
        state = true_step(cell)(params, x, everywhere(state), lambda gate, value: value)
        states.append(state)
    return states


def test_the_flow_is_that_of_the_last_backward_pass():
    case = make("gru")
    assert case.layer.flow is None
    first, second = case.states()[-1].sum(), case.states()[2].sum()
    first.backward()
    assert case.layer.flow.gradients[-1].all()
    second.backward()
    assert not case.layer.flow.gradients[4:].any()
    assert (case.layer.flow.gradients[3] == 1).all()


def test_the_flow_keeps_what_clipping_in_place_changes():
    case = make("gru", own=True)
    case.backward()
    flow = case.layer.flow
    copies = flow.weight_gradients["W"].copy(), flow.gradients.copy(), flow.input_gradients.copy()
    for tensor in (case.layer.W, case.start, case.inputs):
        tensor.grad.zero_()
    np.testing.assert_array_equal(flow.weight_gradients["W"], copies[0])
    np.testing.assert_array_equal(flow.gradients, copies[1])
    np.testing.assert_array_equal(flow.input_gradients, copies[2])


@pytest.mark.parametrize("change", ["states", "parameters"])
def test_what_changes_after_the_forward_pass_does_not_change_its_gradient(change):
    case, same = make("lstm"), make("lstm")
    same.backward()
    states = case.states()
    loss = (states * case.readout).sum()
    with torch.no_grad():
        (states if change == "states" else case.layer.U).zero_()
    loss.backward()
    torch.testing.assert_close(case.layer.U.grad, same.layer.U.grad, rtol=0, atol=0)


def test_a_second_derivative_is_refused_and_not_silently_wrong():
    case = make("gru")
    with pytest.raises(GruvizError, match="create_graph = True is not possible: False, since"):
        torch.autograd.grad(case.states().sum(), case.layer.U, create_graph=True)


@every_cell
def test_float32_stays_float32(cell):
    double, case = make(cell), make(cell)
    double.backward()
    single = Case(
        Recurrence(case.layer.weights().astype("float32")),
        case.inputs.detach().float().requires_grad_(),
        case.start.detach().float().requires_grad_(),
        case.readout.float(),
    )
    states, flow = single.backward(), single.layer.flow
    tensors = [states, single.inputs.grad, single.start.grad, *(p.grad for p in single.layer.parameters())]
    assert {tensor.dtype for tensor in tensors} == {torch.float32}
    arrays = [flow.gradients, flow.input_gradients, *flow.weight_gradients.values(), single.layer.weights().U]
    assert {array.dtype.name for array in arrays} == {"float32"}
    for ours, true in zip(single.layer.parameters(), double.layer.parameters(), strict=True):
        close(ours.grad, true.grad, 1e-5)


def test_it_trains_nothing_that_asks_for_nothing():
    case = make("gru")
    case.layer.U.requires_grad_(False)
    (case.layer(case.inputs.detach()) * case.readout).sum().backward()
    assert case.layer.U.grad is None
    assert case.layer.W.grad is not None
    assert case.inputs.grad is None


def test_its_parameters_save_and_load_as_those_of_any_module():
    case, other = make("gru_reset_after"), make("gru_reset_after", Sizes(seed=1))
    other.layer.load_state_dict(case.layer.state_dict())
    for name in ("W", "U", "b", "recurrent_bias"):
        np.testing.assert_array_equal(getattr(other.layer.weights(), name), getattr(case.layer.weights(), name))


@pytest.mark.parametrize("truncation", [0, -1, 2.5, True, "4"])
def test_truncation_is_a_whole_number_of_steps(truncation):
    with pytest.raises(GruvizError, match="truncation = .* a whole number from 1") as caught:
        make("rnn", truncation=truncation)
    assert caught.value.field == "truncation"


def test_inputs_of_a_wrong_shape_are_named():
    case = make("rnn")
    with pytest.raises(GruvizError, match=r"inputs.shape = \(5, 3, 3\)"):
        case.layer(torch.zeros(5, 3, 3))
    with pytest.raises(GruvizError, match=r"inputs.shape = \(5, 3, 3, 2\)"):
        case.layer(torch.zeros(5, 3, 3, 2))
