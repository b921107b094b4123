"""What is read of a file as a whole."""

import pytest
from safetensors.torch import save
from torch import nn

from gruviz.checkpoints import read_checkpoint
from tests.checkpoints.making import refused, state


def test_a_file_that_is_too_large_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr("gruviz.checkpoints.checkpoint.LIMIT", 100)
    assert refused(save(state())).startswith("The file has")


def test_the_stack_with_the_most_layers_comes_first():
    module = nn.ModuleDict({"a": nn.GRU(3, 4), "b": nn.LSTM(3, 4, 2), "fc": nn.Linear(4, 9)})
    checkpoint = read_checkpoint("a", save(module.state_dict()))
    assert [(one.name, one.layer) for one in checkpoint.layers] == [("b", 0), ("b", 1), ("a", 0)]
    assert [len(stack) for stack in checkpoint.stacks] == [2, 1]
    both = nn.ModuleDict({"decoder": nn.GRU(3, 4), "encoder": nn.GRU(3, 4)})
    assert [one.name for one in read_checkpoint("a", save(both.state_dict())).layers] == ["encoder", "decoder"]
    assert {(other.name, other.shape) for other in checkpoint.others} == {("fc.weight", (9, 4)), ("fc.bias", (9,))}


@pytest.mark.parametrize("size", [1, 9])
def test_what_cannot_be_a_layer_is_noted_beside_those_that_are(size):
    broken = {f"b.{name}": array[:size].clone() for name, array in state().items()}
    checkpoint = read_checkpoint("a", save(state() | broken))
    assert len(checkpoint.layers) == 1
    assert checkpoint.notes[0].startswith("The arrays of b do not fit each other")
