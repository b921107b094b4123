"""Layers by PyTorch's names: their states are those of the module."""

import numpy as np
import pytest
import torch
from safetensors.torch import save
from torch import nn

from gruviz.checkpoints import read_checkpoint
from tests.checkpoints.making import INPUTS, outputs, pt, refused


def with_more(state):
    """As people save what they need to train on."""
    return pt({"epoch": 3, "model_state_dict": state, "optimizer": {"state": {0: {"exp_avg": torch.zeros(2)}}}})


KINDS = [
    (nn.RNN, {"num_layers": 2}),
    (nn.GRU, {"bidirectional": True, "num_layers": 2}),
    (nn.GRU, {"bias": False}),
    (nn.LSTM, {"num_layers": 3, "bidirectional": True}),
]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(("kind", "settings"), KINDS)
@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
@pytest.mark.parametrize("write", [save, pt, with_more])
def test_states_from_pytorch_are_those_of_the_module(kind, settings, dtype, write):
    torch.manual_seed(5)
    module = kind(3, 4, **settings).to(getattr(torch, dtype))
    checkpoint = read_checkpoint("a.bin", write({f"rnn.{name}": one for name, one in module.state_dict().items()}))
    module = module.double()
    want = module(torch.from_numpy(INPUTS))[0].detach().numpy()
    np.testing.assert_allclose(outputs(checkpoint.stacks[0]), want, rtol=1e-12, atol=1e-12)
    assert {one.name for one in checkpoint.layers} == {"rnn"}


def test_cells_in_a_list_are_layers():
    torch.manual_seed(0)
    module = nn.ModuleDict({"cells": nn.ModuleList([nn.GRUCell(3, 4), nn.GRUCell(4, 4)]), "emb": nn.Embedding(9, 3)})
    checkpoint = read_checkpoint("a", save(module.state_dict()))
    assert [(one.name, one.layer) for one in checkpoint.stacks[0]] == [("cells", 0), ("cells", 1)]
    np.testing.assert_array_equal(checkpoint.embedding, module["emb"].weight.detach().numpy())


@pytest.mark.parametrize("wrap", ["module.", "_orig_mod.", "module._orig_mod.", "model.module."])
def test_what_wraps_a_network_is_left_out_of_names(wrap):
    state = nn.LSTM(3, 4).state_dict()
    for module, name in (("rnn.", "rnn"), ("", "")):
        checkpoint = read_checkpoint("a", save({f"{wrap}{module}{key}": one for key, one in state.items()}))
        assert checkpoint.layers[0].name.removeprefix("model").removeprefix(".") == name


def test_a_projection_is_found():
    (layer,) = read_checkpoint("a", save(nn.LSTM(3, 5, proj_size=2).state_dict())).layers
    assert (layer.hidden_size, layer.output_size) == (5, 2)
    assert layer.how.endswith("It projects 5 units to 2.")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"a.weight_ih_l0": torch.zeros(3), "a.weight_hh_l0": torch.zeros(3)}, "The arrays of a do not fit each other"),
        ({"weight_ih_l0": torch.zeros(0, 3), "weight_hh_l0": torch.zeros(0, 0)}, "0 × 3 and 0 × 0"),
        ({"weight_ih_l0": torch.zeros(9, 3), "weight_hh_l0": torch.zeros(10, 3)}, "9 × 3 and 10 × 3"),
        ({"weight_ih_l0": torch.zeros(4, 3), "weight_hh_l0": torch.zeros(1 << 24, 2)}, "has 34 million numbers"),
        (dict.fromkeys(("weight_ih", "weight_hh"), torch.zeros(4, 4, dtype=torch.int8)), "holds values of type I8"),
        (dict.fromkeys(("weight_ih", "weight_hh"), torch.zeros(4, 4, dtype=torch.complex64)), "of type C64"),
        (nn.Linear(3, 4).state_dict(), "No recurrent layer was found in a.pt, which holds 2 arrays: bias, weight."),
    ],
)
def test_what_is_none_is_said(state, words):
    assert words in refused(save({name: array.clone() for name, array in state.items()}))
