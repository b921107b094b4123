import pytest
import torch
from torch import nn

from gruviz.diagnosis.capture.find import find_recurrent
from gruviz.diagnosis.monitor.gradients import Gradients
from gruviz.diagnosis.monitor.owners import Owners


def owners(*, frozen=False):
    model = nn.ModuleDict({"a": nn.GRU(1, 2), "b": nn.LSTMCell(1, 2), "head": nn.Linear(2, 1)})
    for name in ("a", "b"):
        model[name].requires_grad_(not frozen)
    return model, Owners(find_recurrent(model), Gradients(dict(model.named_parameters())))


@pytest.mark.parametrize(
    ("names", "moved", "moved_if_frozen"),
    [
        ({"a.weight_hh_l0", "head.bias"}, {"a"}, {"a"}),
        ({"a.bias_ih_l0", "b.bias_ih"}, {"a", "b"}, {"a", "b"}),
        ({"head.bias"}, None, set()),
        (set(), None, None),
    ],
)
def test_modules_are_found_by_their_parameters(names, moved, moved_if_frozen):
    assert owners()[1].moved_by(names) == moved
    assert owners(frozen=True)[1].moved_by(names) == moved_if_frozen


def test_all_and_the_sum_of_their_weights():
    model, found = owners()
    assert found.all == {"a", "b"}
    before = found.sum()
    with torch.no_grad():
        model["head"].weight += 1
        assert found.sum() == before
        model["b"].weight_ih[0, 0] += 1
    assert found.sum() == pytest.approx(before + 1)
