import weakref
from typing import ClassVar

import numpy as np
import pytest
import torch

from gruviz.diagnosis.monitor import training_capture
from gruviz.diagnosis.monitor.training_capture import TrainingCapture
from gruviz.diagnosis.monitor.watch import watch

from .nets import backward, batch, net


def test_evaluation_is_not_looked_at():
    model = net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=1) as monitor:
        backward(model, batch(0))
        model.eval()
        model(batch(1))
        model.train()
        with torch.no_grad():
            model(batch(2))
        optimizer.step()
    np.testing.assert_array_equal(monitor.runs[0].recording.inputs, batch(0).transpose(0, 1))


def test_it_notes_anew_from_within_a_hook_of_the_module():
    model = net()
    capture = TrainingCapture(model, sequences=2, safely=lambda do, *args: do(*args))
    capture.arm()
    for number in range(3):
        hook = model.rnn.register_forward_pre_hook(lambda *_: capture.begin(is_on=True))
        backward(model, batch(number))
        hook.remove()
    (run,) = capture.runs()
    np.testing.assert_array_equal(run.recording.inputs, batch(2).transpose(0, 1)[:, :2])
    capture.begin(is_on=False)
    backward(model, batch(0))
    assert capture.runs() == ()


class Tagged(torch.autograd.Function):
    """The identity; `alive` counts the graphs that it is a part of."""

    alive: ClassVar = weakref.WeakSet()

    @staticmethod
    def forward(ctx, x):
        ctx.tag = type("Tag", (), {})()
        Tagged.alive.add(ctx.tag)
        return x.clone()

    @staticmethod
    def backward(ctx, grad):
        return grad


def test_passes_that_lead_to_no_backward_pass_are_not_kept_for_ever(monkeypatch):
    """A rollout with gradients on, or an evaluation in training mode: neither copies nor graphs pile up."""
    model, counts = net(), []
    monkeypatch.setattr(training_capture, "MOST_NUMBERS", 5 * 3 * 6 * (2 + 4))
    with watch(model, every=1) as monitor:
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for number in range(60):
            model(Tagged.apply(batch(number).requires_grad_()))
            counts.append(len(Tagged.alive))
        backward(model, batch(7))
        optimizer.step()
    assert max(counts) <= training_capture.MOST_GRAPHS + 1
    np.testing.assert_array_equal(monitor.runs[0].recording.inputs, batch(7).transpose(0, 1))


def test_a_long_loop_is_kept_whole(monkeypatch):
    monkeypatch.setattr(training_capture, "MOST_NUMBERS", 1)
    cell = torch.nn.GRUCell(2, 4)
    optimizer = torch.optim.SGD(cell.parameters(), lr=0.1)
    with watch(cell, every=1) as monitor:
        state = torch.zeros(3, 4)
        for x in torch.randn(30, 3, 2):
            state = cell(x, state)
        state.sum().backward()
        optimizer.step()
    assert monitor.runs[0].seq_len == 30


@pytest.mark.parametrize("kind", [torch.nn.GRU, torch.nn.LSTM])
def test_a_full_backward_hook_of_somebody_elses(kind):
    """It lets every part of what the module gives hear of a gradient, of None where there is none."""
    model, heard = net(kind), []
    model.rnn.register_full_backward_hook(lambda _, inputs, outputs: heard.append(outputs))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=1) as monitor:
        backward(model, batch(0).requires_grad_())
        optimizer.step()
    assert len(heard) == 1
    assert monitor.last[0].horizon > 0
