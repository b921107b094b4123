from functools import partial

import numpy as np
import pytest
import torch
from torch import nn

from gruviz import CELLS, from_module, gradient_flow, init_weights, record, to_state_dict
from gruviz.validation import InvalidValue

MODULES = {"rnn": nn.RNN, "irnn": partial(nn.RNN, nonlinearity="relu"), "gru_reset_after": nn.GRU, "lstm": nn.LSTM}
CELL_FORMS = {
    "rnn": nn.RNNCell,
    "irnn": partial(nn.RNNCell, nonlinearity="relu"),
    "gru_reset_after": nn.GRUCell,
    "lstm": nn.LSTMCell,
}
every_kind = pytest.mark.parametrize("kind", MODULES)
every_precision = pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
any_bias = pytest.mark.parametrize("bias", [True, False])


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(0)


def module_states(module, x, s0):
    """Hidden states of the top layer by the module itself, (T, B, H), from s0 (layers, B, S)."""
    start = tuple(part.contiguous() for part in s0.chunk(2, -1)) if isinstance(module, nn.LSTM) else s0
    return module(x, start)[0]


def start_of(module, batch, dtype, copies=1):
    width = module.hidden_size * (2 if isinstance(module, nn.LSTM | nn.LSTMCell) else 1)
    return (torch.rand(copies, batch, width, dtype=dtype) - 0.5).requires_grad_()


@every_kind
@every_precision
@any_bias
def test_states_and_gradients_are_the_modules(kind, dtype, bias):
    module = MODULES[kind](3, 5, bias=bias, dtype=dtype)
    x, s0 = torch.randn(7, 2, 3, dtype=dtype), start_of(module, 2, dtype)
    readout = torch.randn(2, 5, dtype=dtype)
    out = module_states(module, x, s0)
    (true,) = torch.autograd.grad((out[-1] * readout).sum(), s0)
    cell, weights = from_module(module)
    recording = record(cell, weights, x.numpy(), initial_state=s0[0].detach().numpy())
    grad_final = np.zeros(recording.state.shape[1:])
    grad_final[..., :5] = readout.numpy()
    flow = gradient_flow(recording, grad_final=grad_final)
    tolerance = 1e-12 if dtype == torch.float64 else 2e-6
    assert cell == kind
    assert recording.state.dtype == flow.gradients.dtype == x.numpy().dtype
    np.testing.assert_allclose(recording.states["h"][1:, 0], out.detach().numpy(), rtol=0, atol=tolerance)
    np.testing.assert_allclose(flow.gradients[0, 0], true[0].numpy(), rtol=0, atol=tolerance)


@every_kind
@any_bias
def test_cell_forms(kind, bias):
    module = CELL_FORMS[kind](3, 5, bias=bias, dtype=torch.float64)
    x, s0 = torch.randn(1, 2, 3, dtype=torch.float64), start_of(module, 2, torch.float64)
    out = module(x[0], s0[0].chunk(2, -1) if kind == "lstm" else s0[0])
    after = (torch.cat(out, -1) if kind == "lstm" else out).detach().numpy()
    cell, weights = from_module(module)
    recording = record(cell, weights, x.numpy(), initial_state=s0[0].detach().numpy())
    assert cell == kind
    np.testing.assert_allclose(recording.state[1, 0], after, rtol=0, atol=1e-12)


@every_kind
def test_an_upper_layer_is_fed_by_the_states_below(kind):
    module = MODULES[kind](3, 5, num_layers=2, dtype=torch.float64)
    x = torch.randn(7, 2, 3, dtype=torch.float64)
    below = record(*from_module(module, layer=0), x.numpy())
    above = record(*from_module(module, layer=1), below.states["h"][1:, 0])
    np.testing.assert_allclose(above.states["h"][1:, 0], module(x)[0].detach().numpy(), rtol=0, atol=1e-12)


@every_kind
def test_the_backward_direction_reads_the_reversed_sequence(kind):
    module = MODULES[kind](3, 5, num_layers=2, bidirectional=True, dtype=torch.float64)
    x = torch.randn(7, 2, 3, dtype=torch.float64)
    states = x.numpy()
    for layer in range(2):
        forth = record(*from_module(module, layer=layer), states).states["h"][1:, 0]
        back = record(*from_module(module, layer=layer, direction=1), states[::-1]).states["h"][1:, 0]
        states = np.concatenate([forth, back[::-1]], -1)
    np.testing.assert_allclose(states, module(x)[0].detach().numpy(), rtol=0, atol=1e-12)


def test_pytorchs_z_is_ours_negated():
    module = nn.GRU(3, 5, dtype=torch.float64)
    _, weights = from_module(module)
    np.testing.assert_array_equal(weights.input["z"][0], -module.weight_ih_l0[5:10].detach())
    np.testing.assert_array_equal(weights.recurrent["z"][0], -module.weight_hh_l0[5:10].detach())
    np.testing.assert_array_equal(weights.bias["z"][0], -(module.bias_ih_l0 + module.bias_hh_l0)[5:10].detach())
    np.testing.assert_array_equal(weights.recurrent["n"][0], module.weight_hh_l0[10:].detach())
    np.testing.assert_array_equal(weights.recurrent_bias[0], module.bias_hh_l0[10:].detach())


def test_weights_do_not_follow_the_module_afterwards():
    module = nn.RNN(3, 5)
    _, weights = from_module(module)
    before = weights.U.copy()
    with torch.no_grad():
        module.weight_hh_l0.zero_()
    np.testing.assert_array_equal(weights.U, before)


@pytest.mark.parametrize(
    ("module", "arguments", "message"),
    [
        (nn.Linear(3, 5), {}, "module = 'Linear' .* nn.RNN, nn.GRU or nn.LSTM"),
        ("gru", {}, "module = 'str' .* nn.RNN, nn.GRU or nn.LSTM"),
        (nn.LSTM(3, 5, proj_size=2), {}, "module.proj_size = 2 .* no projection"),
        (nn.GRU(3, 5, num_layers=2), {"layer": 2}, "layer = 2 .* from 0 to 1"),
        (nn.GRUCell(3, 5), {"layer": 1}, "layer = 1 .* from 0 to 0"),
        (nn.GRU(3, 5), {"direction": 1}, "direction = 1 .* from 0 to 0"),
        (nn.GRU(3, 5, dtype=torch.float16), {}, "module.weight_ih_l0.dtype = 'torch.float16' .* torch.float32 or"),
        (nn.LSTM(3, 5, dtype=torch.bfloat16), {}, "module.weight_ih_l0.dtype = 'torch.bfloat16'"),
    ],
)
def test_a_module_that_is_none_of_our_cells(module, arguments, message):
    with pytest.raises(InvalidValue, match=message):
        from_module(module, **arguments)


@every_kind
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_module_computes_our_states(kind, dtype):
    weights = init_weights(kind, input_size=2, hidden_size=4, seeds=3, gain=2.0, dtype=dtype)
    inputs = np.random.default_rng(0).standard_normal((9, 5, 2)).astype(dtype)
    ours = record(kind, weights, inputs).states["h"][1:]
    for member in range(3):
        module = MODULES[kind](2, 4, dtype=getattr(torch, dtype))
        module.load_state_dict(to_state_dict(weights, member=member))
        states = module(torch.tensor(inputs))[0].detach().numpy()
        assert states.dtype == dtype
        np.testing.assert_allclose(states, ours[:, member], rtol=0, atol=1e-12 if dtype == "float64" else 1e-6)


@every_kind
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_there_and_back_again(kind, dtype):
    weights = init_weights(kind, input_size=2, hidden_size=4, seeds=3, dtype=dtype)
    module = MODULES[kind](2, 4, dtype=getattr(torch, dtype))
    module.load_state_dict(to_state_dict(weights, member=1))
    cell, back = from_module(module)
    assert cell == kind
    for name in ("W", "U", "b", "recurrent_bias"):
        np.testing.assert_array_equal(getattr(back, name), getattr(weights.member(1), name))


def test_a_state_dict_does_not_share_memory_with_the_weights():
    weights = init_weights("rnn", input_size=2, hidden_size=4)
    kept = weights.U.copy()
    to_state_dict(weights)["weight_hh_l0"].zero_()
    np.testing.assert_array_equal(weights.U, kept)


@pytest.mark.parametrize("cell", [cell for cell in CELLS if cell not in MODULES])
def test_a_cell_that_no_module_computes_is_told_why(cell):
    with pytest.raises(
        InvalidValue, match=f"weights.cell = '{cell}' .* rnn, irnn, gru_reset_after, lstm.* resets after"
    ):
        to_state_dict(init_weights(cell, input_size=2, hidden_size=4))


@pytest.mark.parametrize("member", [-1, 2, 0.0])
def test_a_member_out_of_range(member):
    with pytest.raises(InvalidValue, match="member = .* from 0 to 1"):
        to_state_dict(init_weights("rnn", input_size=2, hidden_size=4, seeds=2), member=member)
