"""A model is as it was after it was measured, whatever happened meanwhile."""

import copy
import random

import numpy as np
import pytest
import torch
from torch import nn

from gruviz.diagnosis.capture import capturing
from gruviz.diagnosis.capture.measure import measure
from gruviz.validation import GruvizError


class Net(nn.Module):
    """Draws random numbers, keeps running means, keeps its last state, and may be stopped."""

    def __init__(self):
        super().__init__()
        self.norm, self.rnn, self.head = nn.BatchNorm1d(3), nn.GRU(3, 4, batch_first=True), nn.Linear(4, 2)
        self.drop, self.fails, self.last = nn.Dropout(0.3), False, None
        self.register_buffer("seen", torch.zeros(1))

    def forward(self, x):
        random.random(), np.random.random()
        self.eval() if self.training else self.train()
        self.training = True
        self.seen = self.seen + 1
        h, self.last = self.rnn(self.norm(x.transpose(1, 2)).transpose(1, 2))
        if self.fails:
            raise RuntimeError("stopped")
        return self.head(self.drop(h)[:, -1])


@pytest.fixture
def net():
    torch.manual_seed(0)
    net = Net()
    net.drop.eval()
    net.head.weight.requires_grad_(False)
    net.rnn.bias_hh_l0.requires_grad_(False)
    net.head.bias.grad = torch.ones(2)
    return net


BATCH = (torch.arange(30.0).reshape(2, 5, 3).sin(), torch.tensor([0, 1]))


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


@pytest.mark.parametrize(
    ("batch", "loss_fn"),
    [
        (BATCH, nn.CrossEntropyLoss()),
        (list(BATCH), nn.functional.cross_entropy),
        (BATCH[0], lambda output: -output.log_softmax(-1)[[0, 1], [0, 1]].mean()),
        ({"x": BATCH[0]}, lambda output: nn.functional.cross_entropy(output, BATCH[1])),
        ({"x": BATCH[0]}, lambda output, batch: nn.functional.cross_entropy(output, BATCH[1][: len(batch["x"])])),
        ({"a": BATCH}, lambda model, batch: nn.functional.cross_entropy(model(batch["a"][0]), batch["a"][1])),
    ],
)
def test_every_way_to_say_what_the_loss_is(net, batch, loss_fn):
    state = torch.get_rng_state()
    expected = nn.functional.cross_entropy(copy.deepcopy(net)(BATCH[0]), BATCH[1]).item()
    torch.set_rng_state(state)
    assert measure(net, batch, loss_fn).loss == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("loss_fn", "said"),
    [
        (lambda output, _y: output, "4 numbers, of shape (2, 2): make them one"),
        (lambda output, _y: output.sum().item(), "gave a float and not a tensor"),
        (3, "has to be a function"),
    ],
)
def test_a_loss_that_is_none_is_refused_in_a_sentence(net, loss_fn, said):
    with pytest.raises(GruvizError) as refused:
        measure(net, BATCH, loss_fn)
    assert said in str(refused.value)


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


def test_a_batch_that_is_measured_meanwhile_is_not_what_others_look_at(net):
    with capturing(net.rnn) as seen:
        output, _ = net.rnn(BATCH[0])
        measure(net, BATCH, nn.functional.cross_entropy)
        output.sum().backward()
    (run,) = seen.runs()
    np.testing.assert_array_equal(run.recording.inputs, BATCH[0].transpose(0, 1))
    true = net.rnn.weight_hh_l0.grad.numpy()
    np.testing.assert_allclose(run.weight_gradients["weight_hh_l0"], true, rtol=0, atol=1e-5 * np.abs(true).max())
