"""Recurrent modules by name."""

from torch import nn

from gruviz.diagnosis.capture import capturing
from gruviz.diagnosis.capture.find import find_recurrent
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
