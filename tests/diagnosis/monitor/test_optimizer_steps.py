import torch
from torch.optim import optimizer as optimizers

from gruviz.diagnosis.monitor.optimizer_steps import Listening

PARAMETER = torch.nn.Parameter(torch.ones(1))


def step(**given):
    optimizer = torch.optim.SGD([PARAMETER], lr=0.0)
    optimizer.step(**given)
    return optimizer


def test_each_listener_hears_each_step_until_it_is_removed():
    heard = []
    one = Listening(lambda optimizer, *_: heard.append((1, optimizer)))
    first = step()
    two = Listening(lambda optimizer, *_: heard.append((2, optimizer)))
    second = step()
    one.remove()
    third = step()
    two.remove()
    step()
    assert heard == [(1, first), (1, second), (2, second), (2, third)]


def test_pytorchs_own_list_of_hooks_stays_as_it_is():
    """Another thread may be walking it."""
    before = dict(optimizers._global_optimizer_pre_hooks)
    listening = Listening(lambda *_: None)
    assert optimizers._global_optimizer_pre_hooks == before
    listening.remove()
    assert optimizers._global_optimizer_pre_hooks == before


def test_a_listener_may_begin_and_end_others_within_a_step():
    heard, handles = [], []

    def hear(*_):
        heard.append(1)
        handles.append(Listening(lambda *_: heard.append(2)))

    handles.append(Listening(hear))
    step()
    for handle in handles:
        handle.remove()
    step()
    assert heard == [1]


def test_the_arguments_of_a_step_may_be_replaced():
    called = []
    listening = Listening(lambda _, args, kwargs: (args, kwargs | {"closure": lambda: called.append(1)}))
    step(closure=lambda: called.append(2))
    listening.remove()
    assert called == [1]
