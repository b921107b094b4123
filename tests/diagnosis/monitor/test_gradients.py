import math

import pytest
import torch
from torch import nn

from gruviz.diagnosis.monitor.watch import watch

from .nets import backward, batch, net, train


def norm_of(model):
    return float(torch.cat([p.grad.flatten() for p in model.parameters()]).norm())


class Clip:
    """Clips with PyTorch's own, and keeps by how much it did."""

    def __init__(self, clip, only=lambda update: True):
        self.clip, self.only = clip, only
        self.factors = []

    def __call__(self, model):
        before = norm_of(model)
        if self.only(len(self.factors)):
            self.clip(model.parameters())
        self.factors.append(norm_of(model) / before)


def by_norm(parameters):
    nn.utils.clip_grad_norm_(parameters, 1e-3)


def by_value(parameters):
    nn.utils.clip_grad_value_(parameters, 1e-3)


def not_at_all(parameters):
    nn.utils.clip_grad_norm_(parameters, 1e6)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.bfloat16])
@pytest.mark.parametrize("clip", [by_norm, by_value])
def test_the_factor_is_that_of_the_clipping(clip, dtype):
    clipped = Clip(clip)
    monitor = train(net().to(dtype), 3, every=1, clip=clipped, data=lambda number: batch(number).to(dtype))
    assert [look.clipped for look in monitor.history] == [1.0, 1.0, 1.0]
    found = [look.clipping_factor for look in monitor.history]
    assert found == pytest.approx(clipped.factors, rel=1e-2 if dtype is torch.bfloat16 else 1e-5)


def test_the_share_is_of_the_steps_since_the_last_look_and_the_factor_their_geometric_mean():
    clipped = Clip(by_norm, only=lambda update: update in (1, 3, 4))  # updates 2, 4 and 5
    monitor = train(net(), 8, every=4, clip=clipped)
    assert [look.step for look in monitor.history] == [1, 4, 8]
    assert [look.clipped for look in monitor.history] == pytest.approx([0, 2 / 3, 1 / 4])
    second, fourth, fifth = (clipped.factors[place] for place in (1, 3, 4))
    found = [look.clipping_factor for look in monitor.history]
    assert found == pytest.approx([1, math.sqrt(second * fourth), fifth], rel=1e-5)


def test_a_limit_that_is_not_reached_is_no_clipping():
    assert train(net(), 2, every=2, clip=not_at_all_of).history[-1].clipped == 0


def not_at_all_of(model):
    not_at_all(model.parameters())


@pytest.mark.parametrize("clip", [by_norm, not_at_all])
@pytest.mark.parametrize("fused", [False, True])
def test_what_a_scaler_has_multiplied_by_is_taken_out(clip, fused):
    model, plain = net(), net()
    scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)
    optimizer = torch.optim.Adam(model.parameters(), fused=fused)
    with watch(model, every=1) as monitor:
        scaler.scale(model(batch(0)).square().mean()).backward()
        if clip is by_norm or not fused:
            scaler.unscale_(optimizer)
        clip(model.parameters())
        scaler.step(optimizer)
        scaler.update()
    backward(plain, batch(0))
    before = norm_of(plain)
    clip(plain.parameters())
    assert monitor.history[0].clipping_factor == pytest.approx(norm_of(plain) / before, rel=1e-4)
    assert monitor.history[0].clipped == float(clip is by_norm)


def test_gradients_of_several_passes_are_compared_after_the_last():
    model = net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=1) as monitor:
        for number in range(3):
            backward(model, batch(number))
        before = norm_of(model)
        by_norm(model.parameters())
        after = norm_of(model)
        optimizer.step()
    assert monitor.history[0].clipping_factor == pytest.approx(after / before, rel=1e-5)


def test_nothing_is_said_of_clipping_where_no_optimizer_takes_the_gradient():
    model, values = net(), {}
    with watch(model, log=lambda step, found: values.update(found)) as monitor:
        backward(model, batch(0))
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= 0.1 * parameter.grad
    assert math.isnan(monitor.history[0].clipped)
    assert "gruviz/clipped_share" not in values
    assert "gruviz/body.rnn/layer 1/horizon" in values


def test_a_sparse_gradient_is_left_out():
    model = nn.ModuleDict({"embedding": nn.Embedding(5, 2, sparse=True), "body": net()})
    optimizers = [torch.optim.SparseAdam(model["embedding"].parameters()), torch.optim.SGD(model["body"].parameters())]
    with watch(model, every=1) as monitor:
        model["body"](model["embedding"](torch.arange(4)[None])).square().mean().backward()
        for optimizer in optimizers:
            optimizer.step()
    assert [look.clipped for look in monitor.history] == [0]


def test_what_begins_to_train_later_is_measured_from_the_next_look_on():
    model = net()
    model.rnn.requires_grad_(False)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=1) as monitor:
        for number in range(3):
            model.rnn.requires_grad_(number > 0)
            backward(model, batch(number))
            if number > 0:
                model.rnn.weight_hh_l0.grad *= 0.5
            optimizer.step()
            optimizer.zero_grad()
    assert [look.clipped for look in monitor.history] == [0, 0, 1]
