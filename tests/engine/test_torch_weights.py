from functools import partial

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils import parametrizations

from gruviz import CELLS, follow_loss, from_module, gradient_flow, init_weights, record, to_state_dict
from gruviz.validation import GruvizError, InvalidValue

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
        (nn.GRU(3, 5, num_layers=2), {"layer": 2}, "layer = 2 .* from 0 to 1"),
        (nn.GRUCell(3, 5), {"layer": 1}, "layer = 1 .* from 0 to 0"),
        (nn.GRU(3, 5), {"direction": 1}, "direction = 1 .* from 0 to 0"),
        (nn.GRU(3, 5).to(torch.float8_e5m2), {}, "module.weight_ih_l0.dtype = 'torch.float8_e5m2' .* float64, float32"),
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


# Modules that are not as PyTorch made them: parametrized, normed, subclassed, batch first.


def assert_same_states(module, x):
    """One layer forward; x as the module takes it."""
    states = module(x)[0].detach()
    ours = record(*from_module(module), x).states["h"][1:, 0]
    np.testing.assert_allclose(ours, states.transpose(0, 1) if module.batch_first else states, rtol=0, atol=1e-12)


@every_kind
def test_a_module_that_takes_the_batch_first_is_read_as_it_reads(kind):
    module = MODULES[kind](4, 3, batch_first=True, dtype=torch.float64)
    x = torch.randn(7, 5, 4, dtype=torch.float64, requires_grad=True)
    assert_same_states(module, x)
    recording = record(*from_module(module), x)
    assert (recording.seq_len, recording.batch_size) == (5, 7)
    readout = torch.randn(7, 3, dtype=torch.float64)
    (module(x)[0][:, -1] * readout).sum().backward()
    grad_final = np.zeros(recording.state.shape[1:])
    grad_final[..., :3] = readout
    flow = gradient_flow(recording, grad_final=grad_final)
    np.testing.assert_allclose(flow.input_gradients[:, 0], x.grad.transpose(0, 1), atol=1e-12)


def test_a_recording_is_time_first_whatever_the_module():
    _, weights = from_module(nn.GRU(4, 3, batch_first=True))
    assert weights.batch_first
    assert weights.member(0).astype("float64").batch_first
    recording = record("gru_reset_after", weights, np.ones((7, 5, 4)))
    assert not recording.weights.batch_first
    assert recording.inputs.shape == (5, 7, 4)
    again = record(recording.cell, recording.weights, recording.inputs)
    np.testing.assert_array_equal(again.state, recording.state)
    with pytest.raises(GruvizError, match=r"inputs.shape = \(7, 5, 3\) .* \(B, T, 4\)"):
        record("gru_reset_after", weights, np.ones((7, 5, 3)))


def test_an_upper_layer_of_such_a_module_reads_recorded_states():
    module = nn.GRU(4, 3, num_layers=2, batch_first=True, dtype=torch.float64)
    x = torch.randn(7, 5, 4, dtype=torch.float64)
    below = record(*from_module(module), x)
    above = record(*from_module(module, layer=1), below.states["h"][1:, 0])
    np.testing.assert_allclose(above.states["h"][1:, 0], module(x)[0].detach().transpose(0, 1), atol=1e-12)


@every_kind
def test_parametrized_weights_are_read_as_computed(kind):
    for module, name in (
        (MODULES[kind](4, 3, dtype=torch.float64), "weight_hh_l0"),
        (CELL_FORMS[kind](4, 3), "weight_hh"),
    ):
        parametrizations.weight_norm(module, name)
        cell, weights = from_module(module)
        assert cell == kind
        sign = -1 if kind == "gru_reset_after" else 1
        np.testing.assert_array_equal(weights.U[0, 3:6], sign * getattr(module, name)[3:6].detach())


def test_a_cell_with_an_orthogonal_parametrization():
    module = nn.RNNCell(4, 3, dtype=torch.float64)
    parametrizations.orthogonal(module, "weight_hh")
    x = torch.randn(1, 2, 4, dtype=torch.float64)
    ours = record(*from_module(module), x).state[1, 0]
    np.testing.assert_allclose(ours, module(x[0]).detach(), atol=1e-12)


@pytest.mark.filterwarnings("ignore:.*weight_norm.*:FutureWarning")
@every_kind
def test_an_older_weight_norm_is_read_as_it_is_now(kind):
    """Its weight is set by a hook of the forward pass: after a step of the optimiser the attribute is of before."""
    module = torch.nn.utils.weight_norm(MODULES[kind](4, 3, dtype=torch.float64), "weight_hh_l0")
    with torch.no_grad():
        module.weight_hh_l0_g.mul_(10)
    before = from_module(module)[1].U
    assert_same_states(module, torch.randn(5, 2, 4, dtype=torch.float64))
    np.testing.assert_array_equal(from_module(module)[1].U, before)


def test_an_older_spectral_norm_is_read_and_left_as_it_is():
    module = torch.nn.utils.spectral_norm(nn.RNN(4, 3, dtype=torch.float64), "weight_hh_l0")
    u = module.weight_hh_l0_u.clone()
    read = from_module(module)[1].U[0]
    assert torch.equal(module.weight_hh_l0_u, u)
    module.eval()(torch.zeros(1, 1, 4, dtype=torch.float64))
    np.testing.assert_allclose(read, module.weight_hh_l0.detach(), atol=1e-12)


def test_weights_that_are_dropped_are_read_whole_before_and_after_a_pass():
    module = nn.RNN(4, 3)
    whole = nn.Parameter(module.weight_hh_l0.detach().clone())
    del module._parameters["weight_hh_l0"]
    module.register_parameter("weight_hh_l0_raw", whole)
    np.testing.assert_array_equal(from_module(module)[1].U[0], whole.detach())
    module.weight_hh_l0 = torch.nn.functional.dropout(whole, 0.5)
    np.testing.assert_array_equal(from_module(module)[1].U[0], whole.detach())


class Same(nn.GRU):
    pass


class SameCell(nn.LSTMCell):
    pass


class Doubled(nn.GRU):
    def forward(self, x, start=None):
        out, last = super().forward(x, start)
        return 2 * out, last


class Other(nn.RNNCell):
    def forward(self, x, h, extra):
        return super().forward(x, h) + extra


class Normed(nn.LSTM):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.norm = nn.LayerNorm(self.input_size)

    def forward(self, x, start=None):
        return super().forward(self.norm(x), start)


@pytest.mark.parametrize(
    "module",
    [
        Same(4, 3, num_layers=2, bidirectional=True),
        Same(4, 3, batch_first=True, bias=False, dtype=torch.float64),
        SameCell(4, 3),
    ],
)
def test_a_subclass_that_computes_what_it_should(module):
    module.train()
    cell, weights = from_module(module)
    assert cell == ("lstm" if isinstance(module, nn.LSTMCell) else "gru_reset_after")
    assert weights.hidden_size == 3
    assert module.training


@pytest.mark.parametrize(("module", "kind"), [(Doubled(4, 3), "GRU"), (Other(4, 3), "RNN"), (Normed(4, 3), "LSTM")])
def test_a_subclass_that_computes_something_else(module, kind):
    name = type(module).__name__
    with pytest.raises(InvalidValue, match=f"^{name} does not compute what nn.{kind} does with these weights.$"):
        from_module(module)
    assert all(part.training for part in module.modules())


def test_a_quantized_module_is_refused_in_a_sentence():
    kind = type("GRU", (nn.Module,), {"__module__": "torch.ao.nn.quantized.dynamic.modules.rnn"})
    with pytest.raises(InvalidValue, match="^This GRU is quantized and keeps no weights that can be read: "):
        from_module(kind())


# Half precision and projections.


@every_kind
@pytest.mark.parametrize("half", [torch.float16, torch.bfloat16])
def test_a_module_in_half_precision_is_read_to_the_last_digit(kind, half):
    module = MODULES[kind](3, 5, dtype=half)
    cell, weights = from_module(module)
    assert cell == kind
    assert weights.U.dtype == np.float32
    same = MODULES[kind](3, 5)
    same.load_state_dict({name: value.float() for name, value in module.state_dict().items()})
    for name in ("W", "U", "b", "recurrent_bias"):
        np.testing.assert_array_equal(getattr(weights, name), getattr(from_module(same)[1], name))
    x = torch.randn(7, 2, 3, dtype=half)
    states = record(cell, weights, x).states["h"][1:, 0]
    np.testing.assert_allclose(states, module(x)[0].detach().float(), rtol=0, atol=5 * torch.finfo(half).eps)


@pytest.mark.parametrize("half", [torch.float16, torch.bfloat16])
def test_a_subclass_in_half_precision_is_known_by_what_it_computes(half):
    assert from_module(Same(4, 3, dtype=half))[0] == "gru_reset_after"
    with pytest.raises(InvalidValue, match="Doubled does not compute"):
        from_module(Doubled(4, 3, dtype=half))


@pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")
@pytest.mark.parametrize("dtype", [torch.float64, torch.float32])
def test_an_lstm_with_projections(dtype):
    """Two layers in both directions, from states of their own: states, gradients and weight gradients."""
    module = nn.LSTM(3, 5, num_layers=2, bidirectional=True, proj_size=2, dtype=dtype)
    tolerance = 1e-12 if dtype == torch.float64 else 1e-5
    x, h0 = torch.randn(7, 4, 3, dtype=dtype), torch.randn(4, 4, 2, dtype=dtype)
    c0 = torch.randn(4, 4, 5, dtype=dtype, requires_grad=True)
    out, (_, c) = module(x, (h0, c0))
    readout = torch.randn(out.shape, dtype=dtype)
    (out * readout).sum().backward()
    below = x.numpy()
    for layer in range(2):
        both = []
        for direction, order in enumerate((1, -1)):
            place, row = {"layer": layer, "direction": direction}, 2 * layer + direction
            end = "_reverse" * direction
            W_hr = module.get_parameter(f"weight_hr_l{layer}{end}").detach().numpy()
            start = h0[row].numpy() @ np.linalg.pinv(W_hr).T, c0[row].detach().numpy()
            run = record(*from_module(module, **place), below[::order], initial_state=np.concatenate(start, -1))
            np.testing.assert_allclose(run.states["c"][-1, 0], c[row].detach(), atol=tolerance)
            both.append((run.states["h"][1:, 0] @ W_hr.T)[::order])
            if layer == 1:  # what the loss reads
                direct = readout.numpy()[::order, :, 2 * direction : 2 * direction + 2] @ W_hr
                flow = follow_loss(run, direct)
                np.testing.assert_allclose(flow.gradients[0, 0, :, 5:], c0.grad[row], atol=tolerance)
                U = flow.weight_gradients["U"][0] @ W_hr.T
                np.testing.assert_allclose(U, module.get_parameter(f"weight_hh_l1{end}").grad, atol=tolerance)
        below = np.concatenate(both, -1)
    np.testing.assert_allclose(below, out.detach(), atol=tolerance)


@pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")
def test_a_subclass_with_projections_is_known_by_what_it_computes():
    kind = type("Mine", (nn.LSTM,), {"__module__": "mine"})
    assert from_module(kind(3, 5, num_layers=2, proj_size=2, bidirectional=True))[0] == "lstm"
