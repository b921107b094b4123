"""Runs in which something is not finite: they say where, and nothing stops."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from gruviz.diagnosis.capture import capturing

T, B = 8, 3


def exploding(dtype, factor, layers=1):
    """A ReLU whose state grows by a factor a step."""
    module = nn.RNN(1, 2, num_layers=layers, nonlinearity="relu", bias=False, dtype=dtype)
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            parameter.copy_(
                torch.eye(*parameter.shape, dtype=dtype) * (factor if name.startswith("weight_hh_l0") else 1)
            )
    return module


def runs_of(module, x):
    with capturing(module) as seen:
        module(x)[0].sum().backward()
    return seen.runs()


@pytest.mark.parametrize(("dtype", "factor"), [(torch.float16, 100), (torch.float32, 1e10), (torch.float64, 1e80)])
def test_a_state_that_overflows_in_its_own_precision(dtype, factor):
    module, x = exploding(dtype, factor), torch.ones(T, B, 1, dtype=dtype)
    x[:, 1:] = 0
    with torch.no_grad():
        true = ~module(x)[0].isfinite().all(-1)
    (run,) = runs_of(module, x)
    breakdown = run.recording.breakdown
    assert (breakdown.step, breakdown.unit) == (int(true[:, 0].nonzero()[0]) + 1, 0)
    assert (breakdown.overflowed, breakdown.broken, breakdown.sequences) == (True, 1, B)
    assert np.isnan(run.flow.gradients[:, 0, 0]).all()
    assert np.isfinite(run.flow.gradients[:, 0, 1:]).all()


def test_layers_above_one_that_overflows():
    below, above = runs_of(exploding(torch.float64, 1e80, layers=2), torch.ones(T, B, 1, dtype=torch.float64))
    assert below.recording.breakdown.step <= above.recording.breakdown.step
    assert np.isnan(above.recording.state[-1]).all()


@pytest.mark.parametrize("kind", [nn.RNN, nn.GRU, nn.LSTM])
@pytest.mark.parametrize("value", [torch.inf, -torch.inf, torch.nan])
def test_an_input_that_is_not_finite_does_what_it_does_in_pytorch(kind, value):
    """Gates and candidates saturate at an infinite one, and the states stay numbers."""
    x, module = torch.randn(T, B, 2, dtype=torch.float64), kind(2, 3, dtype=torch.float64)
    x[4, 1, 0] = value
    true = module(x)[0].detach().numpy()
    (run,) = runs_of(module, x)
    np.testing.assert_array_equal(run.recording.inputs, x)
    np.testing.assert_allclose(run.recording.states["h"][1:, 0], true, atol=1e-12)
    assert (run.recording.breakdown is None) == bool(np.isfinite(true).all())


def test_inputs_weights_and_states_that_are_no_numbers():
    x = torch.randn(T, B, 2)
    x[4, 1] = torch.nan
    (run,) = runs_of(nn.GRU(2, 2), x)
    assert (run.recording.breakdown.step, run.recording.breakdown.broken) == (5, 1)
    module = nn.LSTM(2, 2)
    with torch.no_grad():
        module.weight_hh_l0[0, 0] = torch.inf
    (run,) = runs_of(module, torch.randn(T, B, 2))
    assert (run.recording.breakdown.step, run.recording.breakdown.broken) == (1, B)
    module = nn.GRUCell(2, 2)
    with capturing(module) as seen:
        module(torch.randn(B, 2), torch.full((B, 2), torch.nan)).sum().backward()
    assert seen.runs()[0].recording.breakdown.step == 0


def test_padding_is_not_read_and_cannot_overflow():
    module = exploding(torch.float64, 1e80)
    packed = pack_padded_sequence(torch.ones(T, B, 1, dtype=torch.float64), [T, 3, 2])
    with capturing(module) as seen:
        module(packed)[0].data.sum().backward()
    (run,) = seen.runs()
    assert run.recording.breakdown.broken == 1
    np.testing.assert_array_equal(run.recording.state[4:, :, 1], run.recording.state[3:-1, :, 1])
    assert np.isfinite(run.flow.gradients[:, 0, 1:]).all()
