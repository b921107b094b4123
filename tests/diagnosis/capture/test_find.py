"""Recurrent modules by name."""

import pytest
import torch
from torch import nn

from gruviz.diagnosis.capture import capturing
from gruviz.diagnosis.capture.find import find_recurrent, none_found
from tests.diagnosis.capture.modules import B, D, T, check, loss_of, made, noise


def test_a_module_in_two_places_comes_once():
    shared = made("gru")
    model = nn.ModuleDict({"a": shared, "b": nn.Sequential(shared)})
    with capturing(model) as seen:
        loss_of(*model["b"][0](noise(T, B, D))).backward()
    (run,) = seen.runs()
    assert run.name == "a"
    check(shared, [run])


def test_a_model_that_is_spread_over_devices_is_named_as_it_is():
    model = nn.DataParallel(nn.ModuleDict({"rnn": made("gru")}))
    assert [found.name for found in find_recurrent(model)] == ["rnn"]


def _traced(module):
    return torch.jit.trace(module, noise(T, B, D))


@pytest.mark.filterwarnings("ignore")
def test_a_model_of_torchscript_is_told_why_nothing_can_be_heard_of_it():
    for model in (_traced(made("gru")), nn.Sequential(_traced(made("lstm")))):
        assert not find_recurrent(model)
        assert "is compiled to TorchScript, where PyTorch runs no hooks" in str(none_found(model, "watch"))
    assert str(none_found(nn.Linear(1, 1), "watch")).startswith("Linear holds no nn.RNN, nn.GRU or nn.LSTM")
