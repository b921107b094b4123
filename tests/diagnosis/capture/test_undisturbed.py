"""A model is as it was after it was measured, whatever happened meanwhile."""

import random

import numpy as np
import pytest
import torch
from torch import nn

from gruviz.diagnosis.capture.measure import measure
from gruviz.validation import GruvizError
from tests.diagnosis.capture.nets import BATCH


def facts(net):
    """Everything that a person could find changed."""
    tensors = [*net.named_parameters(), *net.named_buffers()]
    return [
        [(name, value.tolist(), value.requires_grad, id(value)) for name, value in tensors],
        [(name, None if p.grad is None else (p.grad.tolist(), id(p.grad))) for name, p in net.named_parameters()],
        [(name, module.training) for name, module in net.named_modules()],
        [(len(m._forward_hooks), len(m._forward_pre_hooks), len(m._backward_hooks)) for m in net.modules()],
        [torch.get_rng_state().tolist(), random.getstate(), np.random.get_state()[1].tolist()],
        [net.last, torch.is_grad_enabled(), torch.backends.cudnn.enabled],
    ]


def broken(_output, _target):
    raise RuntimeError("stopped")


def double_backward(output, target):
    loss = nn.functional.cross_entropy(output, target)
    loss.backward()
    return loss


@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize(
    "loss_fn", [nn.CrossEntropyLoss(), broken, double_backward, lambda output, _y: output, lambda output, _y: 1.0]
)
def test_nothing_has_changed(net, training, loss_fn):
    net.rnn.train(training)
    before = facts(net)
    try:
        measure(net, BATCH, loss_fn)
    except (RuntimeError, GruvizError):
        assert not isinstance(loss_fn, nn.CrossEntropyLoss)
    assert facts(net) == before


def test_nothing_has_changed_after_an_error_in_the_forward_pass(net):
    net.fails, before = True, facts(net)
    with pytest.raises(RuntimeError, match="stopped"):
        measure(net, BATCH, nn.functional.cross_entropy)
    assert facts(net) == before
