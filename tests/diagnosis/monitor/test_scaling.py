import pytest
import torch

from gruviz.diagnosis.monitor.scaling import Scaling, scaling_of
from gruviz.diagnosis.monitor.watch import watch

from .nets import batch, net, steps


def test_a_step_that_a_scaler_skips_is_none():
    model, scaler = net(), torch.amp.GradScaler("cpu", init_scale=4.0)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, every=1) as monitor:
        for number in range(4):
            optimizer.zero_grad()
            loss = model(batch(number)).square().mean() * (float("inf") if number in (0, 2) else 1.0)
            scaler.scale(loss).backward()
            scaler.unscale_(optimizer)
            scaler.step(optimizer)
            scaler.update()
    assert steps(monitor) == [1, 2]
    assert monitor.not_finite is None
    assert [look.clipped for look in monitor.history] == [0.0, 0.0]


def stepped(scaler, optimizer, model, factor=1.0):
    """What is read from inside the step."""
    found = []
    hook = optimizer.register_step_pre_hook(lambda one, *_: found.append(scaling_of(one)))
    scaler.scale(model(batch(0)).square().mean() * factor).backward()
    scaler.step(optimizer)
    scaler.update()
    hook.remove()
    return found


@pytest.mark.parametrize(("fused", "pending"), [(False, False), (True, True)])
def test_the_scale_is_read_and_whether_the_gradients_still_carry_it(fused, pending):
    model = net()
    optimizer = torch.optim.Adam(model.parameters(), fused=fused)
    scaler = torch.amp.GradScaler("cpu", init_scale=8.0)
    assert stepped(scaler, optimizer, model) == [Scaling(8.0, pending, False)]


def test_a_fused_optimizer_says_itself_that_it_skips():
    model = net()
    optimizer = torch.optim.Adam(model.parameters(), fused=True)
    scaler = torch.amp.GradScaler("cpu", init_scale=8.0)
    assert [one.skipped for one in stepped(scaler, optimizer, model, float("inf"))] == [True]


@pytest.mark.parametrize("scaler", [torch.amp.GradScaler("cpu", enabled=False)])
def test_without_one_nothing_is_scaled(scaler):
    model = net()
    assert stepped(scaler, torch.optim.SGD(model.parameters()), model) == [Scaling()]
