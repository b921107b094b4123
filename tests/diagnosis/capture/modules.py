"""PyTorch modules of every kind, tiny, in float64; a loss that reads all they give; and the check of every gradient."""

from functools import partial

import numpy as np
import pytest
import torch
from torch import nn

KINDS = {"rnn": nn.RNN, "relu": partial(nn.RNN, nonlinearity="relu"), "gru": nn.GRU, "lstm": nn.LSTM}
CELLS = {"rnn": nn.RNNCell, "gru": nn.GRUCell, "lstm": nn.LSTMCell}
every_kind = pytest.mark.parametrize("kind", KINDS)
every_cell = pytest.mark.parametrize("kind", CELLS)
stacks = pytest.mark.parametrize(("layers", "bidirectional"), [(1, False), (1, True), (2, False), (3, True)])
T, B, D, H = 6, 4, 3, 4
ENDS = (3, 6, 1, 4)
LENGTHS = torch.tensor(ENDS)
TERM = torch.linspace(1, 2, H, dtype=torch.float64)


def made(kind, **settings):
    return KINDS[kind](D, H, dtype=torch.float64, **settings)


def cell_of(kind):
    return CELLS[kind](D, H, dtype=torch.float64)


def noise(*shape):
    return torch.randn(*shape, dtype=torch.float64)


def starts(module, batch=(B,), requires_grad=False):
    """h_0, or h_0 and c_0."""
    count = module.num_layers * (2 if module.bidirectional else 1)
    widths = [module.proj_size or H, H] if isinstance(module, nn.LSTM) else [H]
    found = [torch.randn(count, *batch, width, dtype=torch.float64, requires_grad=requires_grad) for width in widths]
    return tuple(found) if len(found) > 1 else found[0]


def parts(state):
    return state if isinstance(state, tuple) else (state,)


def changed(state, change):
    """Each part of a state changed."""
    return tuple(map(change, state)) if isinstance(state, tuple) else change(state)


def loss_of(output, final):
    """Reads every step and every last state, with different weights."""
    final = final if isinstance(final, tuple) else (final,)
    return sum((torch.sin(part * 3) * torch.linspace(1, 2, part.shape[-1])).sum() for part in (output, *final))


def unrolled(cell, x, state, between=lambda state, _t: state):
    """Every state of a cell in a loop, and what each step began with."""
    states = []
    for t, row in enumerate(x):
        state = cell(row, between(state, t) if state is not None else None)
        states.append(state)
    return states


def check(module, runs):
    """All parameters and no others, equal to ten digits."""
    found = [pair for run in runs for pair in run.weight_gradients.items()]
    names = [name for name, _ in found]
    assert sorted(names) == sorted(name for name, _ in module.named_parameters())
    for name, ours in found:
        true = getattr(module, name).grad.numpy()
        assert np.abs(true).max() > 0
        np.testing.assert_allclose(ours, true, rtol=0, atol=1e-10 * np.abs(true).max(), err_msg=name)
