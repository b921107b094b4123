"""Modules that are not as PyTorch made them: parametrized, normed, subclassed, batch first."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils import parametrizations

from gruviz import from_module, gradient_flow, record
from gruviz.validation import GruvizError, InvalidValue

MODULES = {"rnn": nn.RNN, "gru_reset_after": nn.GRU, "lstm": nn.LSTM}
CELLS = {"rnn": nn.RNNCell, "gru_reset_after": nn.GRUCell, "lstm": nn.LSTMCell}
every_kind = pytest.mark.parametrize("kind", MODULES)


@pytest.fixture(autouse=True)
def _seeded():
    torch.manual_seed(0)


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
    for module, name in ((MODULES[kind](4, 3, dtype=torch.float64), "weight_hh_l0"), (CELLS[kind](4, 3), "weight_hh")):
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
