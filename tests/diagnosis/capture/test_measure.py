"""One batch measured: with or without gradients of one's own, and what there is to say."""

import copy

import numpy as np
import pytest
import torch
from torch import nn

from gruviz.diagnosis.capture.measure import measure
from gruviz.validation import GruvizError
from tests.diagnosis.capture.nets import BATCH


def same(runs, true):
    for name, grad in runs[0].weight_gradients.items():
        np.testing.assert_allclose(grad, true[name], rtol=0, atol=1e-10 * np.abs(true[name]).max())


@pytest.mark.parametrize("frozen", [False, True])
@pytest.mark.parametrize("training", [False, True])
def test_gradients_below_no_grad_and_of_frozen_parameters(net, frozen, training):
    net.double().train(training).rnn.requires_grad_(not frozen)
    batch, state = (BATCH[0].double(), BATCH[1]), torch.get_rng_state()
    with torch.no_grad():
        measured = measure(net, batch, nn.functional.cross_entropy)
    torch.set_rng_state(state)
    twin = copy.deepcopy(net).requires_grad_(True)
    twin.zero_grad()
    loss = nn.functional.cross_entropy(twin(batch[0]), batch[1])
    loss.backward()
    assert measured.loss == loss.item()
    same(measured.runs, {name: parameter.grad.numpy() for name, parameter in twin.rnn.named_parameters()})


def test_models_that_cannot_be_diagnosed_are_refused_in_a_sentence():
    with pytest.raises(GruvizError, match="Linear holds no nn.RNN"):
        measure(nn.Linear(2, 2), BATCH, nn.functional.cross_entropy)
    with pytest.raises(GruvizError, match="without a size yet"):
        measure(nn.ModuleList([nn.GRU(3, 4), nn.LazyLinear(2)]), BATCH, nn.functional.cross_entropy)


def test_a_loss_that_reads_nothing_of_a_layer_gives_it_no_gradient(net):
    for loss_fn in (lambda output, _y: output.detach().sum(), lambda _output, _y: net.head.bias.sum()):
        measured = measure(net, BATCH, loss_fn)
        assert not measured.runs[0].flow.gradients.any()
        assert not any(grad.any() for grad in measured.runs[0].weight_gradients.values())
    assert "detached" in measure(net, BATCH, lambda output, _y: output.detach().sum()).notes[0]


def test_a_module_that_is_not_called_is_named(net):
    net.spare = nn.LSTM(2, 2)
    assert measure(net, BATCH, nn.functional.cross_entropy).notes == ("spare was not called.",)
