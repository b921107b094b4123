import pytest
import torch
from torch import nn

from gruviz.diagnosis.capture.find import Found
from gruviz.diagnosis.monitor.last_pass import MOST_CALLS, LastPass

from .nets import batch


def noted(module, *inputs):
    last, found = LastPass(), Found("rnn", module)
    for x in inputs:
        last.add(found, ((x,), {}, module(x)), weights_may_change=False)
    return last


@pytest.mark.parametrize("kind", [nn.RNN, nn.GRU, nn.LSTM])
def test_values_that_are_not_finite_are_noticed(kind):
    module = kind(2, 3, batch_first=True)
    assert not list(noted(module, batch(0)).broken())
    bad = batch(0)
    bad[2, 5, 1] = float("nan")
    ((found, _, calls, _),) = noted(module, batch(0), bad).broken()
    assert (found.name, len(calls)) == ("rnn", 1)


def test_large_values_whose_sum_overflows_are_none_of_them():
    module = nn.RNN(2, 3, batch_first=True, nonlinearity="relu")
    with torch.no_grad():
        module.weight_ih_l0.fill_(1e38)
        module.weight_hh_l0.zero_()
    assert not list(noted(module, torch.ones(5, 6, 2)).broken())


def test_nothing_of_the_graph_is_held():
    ((_, _, calls, _),) = noted(nn.GRU(2, 3), torch.full((4, 1, 2), float("nan"), requires_grad=True)).broken()
    assert not any(tensor.requires_grad for tensor in (calls[0].inputs, calls[0].output, *calls[0].final))


def test_a_loop_keeps_its_newest_calls():
    last = noted(nn.RNNCell(1, 1), *[torch.full((1, 1), float("nan"))] * (MOST_CALLS + 3))
    ((_, _, calls, first),) = last.broken()
    assert (len(calls), first) == (MOST_CALLS, 4)
    last.clear()
    assert not list(last.broken())
